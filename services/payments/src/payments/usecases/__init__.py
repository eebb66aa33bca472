"""The payments service on one page: what it is asked to do, and what it does when others say that something happened.

A payment starts from a signed contract and its tranches, passes two people, leaves in an order, and is paid only when
the bank's statement says so. What must come back is claimed with interest, and paid by what comes in, or written
off. What a register says was paid is taken over beside that, as what it is.
"""

from collections.abc import Callable

from payments.usecases import claims, closing, handlers, plan_changes, reactions, statements
from shared.eventstore.reaction import Reaction


def commands(*, debtor_name: str, debtor_account: str) -> dict[str, Callable[..., None]]:
    """Commands by name. The debtor is the city as its bank knows it; the account is an NRB, 26 digits."""
    return {
        "prepare-payment": handlers.prepare_payment,
        "authorise-payment": handlers.authorise_payment,
        "issue-payment-order": handlers.issuing_from(debtor_name=debtor_name, debtor_account=debtor_account),
        "record-statement": statements.record_statement,
        "record-returned-transfers": statements.record_returned_transfers,
        "cancel-tranche": plan_changes.cancel_tranche,
        "establish-claim": claims.establish_claim,
        "grant-relief": claims.grant_relief,
        "mark-claim-time-barred": claims.mark_claim_time_barred,
        "confirm-statements": closing.confirm_statements,
        "take-over-payment": handlers.take_over_payment,
    }


REACTIONS: dict[str, Reaction] = {
    "grants.contract-signed": Reaction(reactions.when_contract_is_signed_then_plan_tranches, key="grant_id"),
    "grants.annex-signed": Reaction(plan_changes.when_annex_is_signed_then_change_the_plan, key="grant_id"),
    "grants.contract-terminated": Reaction(plan_changes.when_contract_is_terminated_then_end_the_plan, key="grant_id"),
    "grants.grant-taken-over": Reaction(reactions.when_grant_is_taken_over_then_note_it, key="grant_id"),
}
