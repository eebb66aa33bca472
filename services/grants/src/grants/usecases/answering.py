"""The answer to an offer that was not chosen."""

from datetime import date

from grants.domain import award, offer
from grants.domain.award import AWARD
from grants.domain.known_call import KNOWN_CALL, known_call
from grants.domain.offer import OFFER
from shared.eventstore.desk import Desk


def decide_not_to_award(desk: Desk, *, offer_id: str, ground: str, decided_on: date) -> None:
    offered = desk.state(OFFER, offer_id)
    call_id = offer.submitted_offer(offered, offer_id=offer_id).call_id
    call = known_call(desk.state(KNOWN_CALL, call_id), call_id=call_id)
    promise = desk.state(AWARD, offer_id)
    decided = offer.decide_not_to_award(
        offered,
        offer_id=offer_id,
        ground=ground,
        decided_on=decided_on,
        standing=offer.Standing(
            pass_mark_points=call.pass_mark_points,
            too_early=call.chosen_from is not None and desk.act.acted_at < call.chosen_from,
            proposed=isinstance(promise, award.Proposed),
            awarded=isinstance(promise, award.Awarded | award.Declined | award.Ended),
        ),
        today=desk.act.acted_on,
    )
    desk.record(OFFER, offer_id, decided, effective_on=decided_on)
