"""The grants service on one page: what it is asked to do, and what it does when others say that something happened.

Each command and each reaction is one decision, recorded in one transaction. A handler loads the chapters it needs,
passes plain values between them, and takes down what they decide; every rule lies in a chapter under `grants.domain`.
Its parameters are the fields of the wire message, by name.
"""

from collections.abc import Callable

from grants.usecases import answering, changes, handlers, reactions
from shared.eventstore.reaction import Reaction

COMMANDS: dict[str, Callable[..., None]] = {
    "register-organisation": handlers.register_organisation,
    "submit-offer": handlers.submit_offer,
    "check-offer": handlers.check_offer,
    "score-offer": handlers.score_offer,
    "propose-award": handlers.propose_award,
    "decide-not-to-award": answering.decide_not_to_award,
    "decline-award": handlers.decline_award,
    "sign-contract": handlers.sign_contract,
    "lapse-award": changes.lapse_award,
    "revoke-award": changes.revoke_award,
    "propose-increase": changes.propose_increase,
    "drop-increase": changes.drop_increase,
    "sign-annex": changes.sign_annex,
    "terminate-contract": changes.terminate_contract,
    "withdraw-acceptance": changes.withdraw_acceptance,
    "take-over-grant": handlers.take_over_grant,
    "mark-report-due": handlers.mark_report_due,
    "submit-report": handlers.submit_report,
    "accept-report": handlers.accept_report,
}

REACTIONS: dict[str, Reaction] = {
    "programme.call-opened": Reaction(reactions.when_call_is_opened_then_note_it, key="call_id"),
    "programme.call-announced": Reaction(reactions.when_call_stands_announced_then_note_it, key="call_id"),
    "programme.call-extended": Reaction(reactions.when_call_stands_announced_then_note_it, key="call_id"),
    "programme.call-corrected": Reaction(reactions.when_call_stands_announced_then_note_it, key="call_id"),
    "programme.rolling-call-stopped": Reaction(reactions.when_call_stands_announced_then_note_it, key="call_id"),
    "programme.call-resolved": Reaction(reactions.when_call_is_resolved_then_note_it, key="call_id"),
    "programme.call-annulled": Reaction(reactions.when_call_is_annulled_then_note_its_end, key="call_id"),
    "programme.year-closed": Reaction(reactions.when_year_is_closed_then_note_it, key="programme_id"),
    "programme.limit-changed": Reaction(reactions.when_limit_changes_then_note_the_year, key="programme_id"),
    "programme.budget-draft-submitted": Reaction(
        reactions.when_budget_draft_is_submitted_then_note_the_year, key="programme_id"
    ),
    "programme.budget-adopted": Reaction(reactions.when_budget_is_adopted_then_note_the_year, key="programme_id"),
    "programme.funds-reserved": Reaction(reactions.when_funds_are_reserved_then_award_the_grant, key="grant_id"),
    "programme.funds-refused": Reaction(reactions.when_funds_are_refused_then_refuse_the_award, key="grant_id"),
    "payments.funds-disbursed": Reaction(reactions.when_funds_are_disbursed_then_note_the_payment, key="grant_id"),
    "payments.funds-returned": Reaction(reactions.when_funds_are_returned_then_note_the_return, key="grant_id"),
    "payments.disbursement-reversed": Reaction(reactions.when_disbursement_is_reversed_then_note_it, key="grant_id"),
    "payments.payment-taken-over": Reaction(reactions.when_payment_is_taken_over_then_note_it, key="grant_id"),
}
