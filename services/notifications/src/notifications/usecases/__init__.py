"""The notifications service on one page: it takes no commands; it listens, and takes down who is to be told.

| what happened                | kind of notice | who is told      |
|------------------------------|----------------|------------------|
| programme.call-opened        | call-opened    | the public       |
| programme.call-announced     | call-opened    | the public       |
| programme.call-extended      | call-extended  | the public       |
| grants.grant-awarded         | award          | the organisation |
| grants.award-refused         | refusal        | the organisation |
| grants.offer-rejected        | refusal        | the organisation |
| grants.contract-signed       | contract       | the organisation |
| payments.funds-disbursed     | payment        | the organisation |
| grants.report-fallen-due     | report-due     | the organisation |
| grants.grant-settled         | settlement     | the organisation |
| programme.deadline-missed    | deadline-missed | programme-office |
| programme.programme-report-published | report-published | the public |
"""

from collections.abc import Callable

from notifications.usecases import reactions
from shared.eventstore.reaction import Reaction

COMMANDS: dict[str, Callable[..., None]] = {}

REACTIONS: dict[str, Reaction] = {
    "programme.call-opened": Reaction(reactions.when_call_is_opened_then_tell_the_public, key="call_id"),
    "programme.deadline-missed": Reaction(reactions.when_deadline_is_missed_then_tell_the_office, key="programme_id"),
    "programme.programme-report-published": Reaction(
        reactions.when_programme_report_is_published_then_tell_the_public, key="programme_id"
    ),
    "programme.call-announced": Reaction(reactions.when_call_is_announced_then_tell_the_public, key="call_id"),
    "programme.call-extended": Reaction(reactions.when_call_is_extended_then_tell_the_public, key="call_id"),
    "grants.grant-awarded": Reaction(reactions.when_grant_is_awarded_then_tell_of_the_award, key="grant_id"),
    "grants.award-refused": Reaction(reactions.when_award_is_refused_then_tell_of_the_refusal, key="grant_id"),
    "grants.offer-rejected": Reaction(reactions.when_offer_is_rejected_then_tell_of_the_refusal, key="offer_id"),
    "grants.contract-signed": Reaction(reactions.when_contract_is_signed_then_tell_of_it, key="grant_id"),
    "payments.funds-disbursed": Reaction(reactions.when_funds_are_disbursed_then_tell_of_the_payment, key="grant_id"),
    "grants.report-fallen-due": Reaction(reactions.when_report_falls_due_then_remind, key="grant_id"),
    "grants.grant-settled": Reaction(reactions.when_grant_is_settled_then_tell_of_it, key="grant_id"),
}
