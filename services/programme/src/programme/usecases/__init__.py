"""The programme service on one page.

Commands: draft, make in steps, consult, adopt, amend and publish the programme, and its yearly report; submit the draft
budget, adopt the budget, allocate areas; draft, approve, announce, extend, correct, resolve and annul calls, or open
them in one step; amend, cut, reallocate, set small-grant pools, block; take over a year from a register.
Reactions: an award is proposed → reserve or refuse; contracts, payments, acceptances, returns, write-offs → post in the
journal; offers, contracts and settlements → note for the yearly report.
"""

from collections.abc import Callable

from programme.usecases import (
    calling,
    claims,
    commitments,
    contract_changes,
    executing,
    handlers,
    making,
    planning,
    reactions,
)
from shared.eventstore.reaction import Reaction

COMMANDS: dict[str, Callable[..., None]] = {
    "draft-programme": handlers.draft_programme,
    "open-consultation": handlers.open_consultation,
    "close-consultation": handlers.close_consultation,
    "adopt-programme": handlers.adopt_programme,
    "submit-budget-draft": handlers.submit_budget_draft,
    "drop-budget-draft": planning.drop_budget_draft,
    "adopt-budget": handlers.adopt_budget,
    "allocate-area": handlers.allocate_area,
    "draft-call": calling.draft_call,
    "write-call-content": calling.write_call_content,
    "approve-call": calling.approve_call,
    "plan-call-announcement": calling.plan_call_announcement,
    "record-call-publication": calling.record_call_publication,
    "extend-call": calling.extend_call,
    "correct-call": calling.correct_call,
    "stop-rolling-call": calling.stop_rolling_call,
    "open-call": handlers.open_call,
    "resolve-call": handlers.resolve_call,
    "amend-programme": planning.amend_programme,
    "amend-budget": planning.amend_budget,
    "carry-out-cut": planning.carry_out_cut,
    "reallocate-area": planning.reallocate_area,
    "deallocate-area": planning.deallocate_area,
    "set-small-grant-pool": planning.set_small_grant_pool,
    "block-expenditure": planning.block_expenditure,
    "unblock-expenditure": planning.unblock_expenditure,
    "change-call-pool": planning.change_call_pool,
    "annul-call": planning.annul_call,
    "close-year": planning.close_year,
    "set-commitment-limit": commitments.set_commitment_limit,
    "make-multi-year-commitment": commitments.make_multi_year_commitment,
    "confirm-year-tranche": commitments.confirm_year_tranche,
    "reduce-year-amount": commitments.reduce_year_amount,
    "take-over-programme": handlers.take_over_programme,
    "state-programme-contents": making.state_programme_contents,
    "amend-programme-contents": making.amend_programme_contents,
    "draft-multi-year-programme": making.draft_multi_year_programme,
    "adopt-multi-year-programme": making.adopt_multi_year_programme,
    "refer-to-multi-year-programme": making.refer_to_multi_year_programme,
    "map-area": making.map_area,
    "record-meeting": making.record_meeting,
    "contribute-to-programme": making.contribute_to_programme,
    "file-remark": making.file_remark,
    "answer-remark": making.answer_remark,
    "request-council-opinion": making.request_council_opinion,
    "give-council-opinion": making.give_council_opinion,
    "mark-council-opinion-waived": making.mark_council_opinion_waived,
    "note-absent-council": making.note_absent_council,
    "mark-adoption-overdue": making.mark_adoption_overdue,
    "publish-programme": making.publish_programme,
    "publish-programme-report": executing.publish_programme_report,
    "mark-programme-report-overdue": executing.mark_programme_report_overdue,
}

REACTIONS = {
    "grants.award-proposed": Reaction(reactions.when_award_is_proposed_then_answer, key="grant_id"),
    "grants.award-declined": Reaction(reactions.when_award_is_declined_then_release, key="grant_id"),
    "grants.award-lapsed": Reaction(contract_changes.when_award_has_lapsed_then_release, key="grant_id"),
    "grants.award-revoked": Reaction(contract_changes.when_award_is_revoked_then_release, key="grant_id"),
    "grants.increase-proposed": Reaction(contract_changes.when_increase_is_proposed_then_answer, key="grant_id"),
    "grants.increase-dropped": Reaction(contract_changes.when_increase_is_dropped_then_release, key="grant_id"),
    "grants.annex-signed": Reaction(contract_changes.when_annex_is_signed_then_post, key="grant_id"),
    "grants.contract-terminated": Reaction(
        contract_changes.when_contract_is_terminated_then_free_the_unpaid, key="grant_id"
    ),
    "grants.acceptance-withdrawn": Reaction(contract_changes.when_acceptance_is_withdrawn_then_post, key="grant_id"),
    "payments.tranche-cancelled": Reaction(contract_changes.when_tranche_is_cancelled_then_free_it, key="grant_id"),
    "payments.disbursement-reversed": Reaction(
        contract_changes.when_disbursement_is_reversed_then_post, key="grant_id"
    ),
    "grants.contract-signed": Reaction(reactions.when_contract_is_signed_then_post, key="grant_id"),
    "grants.expenditure-accepted": Reaction(reactions.when_expenditure_is_accepted_then_post, key="grant_id"),
    "grants.offer-submitted": Reaction(executing.when_offer_is_submitted_then_note_it, key="offer_id"),
    "grants.offer-rejected": Reaction(executing.when_offer_is_rejected_then_note_it, key="offer_id"),
    "grants.offer-not-awarded": Reaction(executing.when_offer_is_not_awarded_then_note_it, key="offer_id"),
    "grants.grant-settled": Reaction(executing.when_grant_is_settled_then_note_it, key="grant_id"),
    "grants.grant-taken-over": Reaction(reactions.when_grant_is_taken_over_then_post, key="grant_id"),
    "payments.funds-disbursed": Reaction(reactions.when_funds_are_disbursed_then_post, key="grant_id"),
    "payments.funds-returned": Reaction(reactions.when_funds_are_returned_then_post, key="grant_id"),
    "payments.relief-granted": Reaction(claims.when_relief_is_granted_then_write_off, key="grant_id"),
    "payments.claim-time-barred": Reaction(claims.when_claim_is_time_barred_then_write_off, key="grant_id"),
    "payments.statements-complete": Reaction(reactions.when_statements_are_complete_then_note_it, key="programme_id"),
    "payments.payment-taken-over": Reaction(reactions.when_payment_is_taken_over_then_post, key="grant_id"),
}
