"""One call: who offers how much, when, and what becomes of each offer. Amounts are grosze.

First the promises that the pool can bear are drawn; what is then left of it is known, so an offer that is to be refused
for want of money asks for more than that. Nothing depends on the order in which the services answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from grosz.demo.days import after, instant
from grosz.demo.draws import Draws
from grosz.demo.figures import Call
from shared.kernel.free_days import is_working, working_from
from shared.kernel.money import split_by_weights

PLN = 100
TEN_PLN = 10 * PLN
THOUSAND_PLN = 1_000 * PLN
PASS_MARK = 60
DEFECTS = (
    "signed-by-the-wrong-persons",
    "sent-to-the-wrong-call",
    "cost-estimate-does-not-add-up",
    "task-outside-the-call",
)
DECISION_AFTER_DAYS = 14


class Fate(Enum):
    """What becomes of an offer."""

    SIGNED = "contract signed"
    UNSIGNED = "awarded, not signed to the end"
    DECLINED = "award declined"
    BEYOND = "proposed, refused for want of money"
    BELOW = "below the pass mark"
    REJECTED = "rejected formally"


PROMISED = (Fate.SIGNED, Fate.UNSIGNED, Fate.DECLINED)
# Of twelve offers that end without a contract; the rejected and the weak are the most.
_OTHER_FATES = (
    Fate.REJECTED, Fate.BELOW, Fate.BEYOND, Fate.REJECTED, Fate.BELOW, Fate.DECLINED,
    Fate.BELOW, Fate.REJECTED, Fate.BEYOND, Fate.BELOW, Fate.REJECTED, Fate.BELOW,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer and its way through the call. `proposed_grosze` is 0 where no award is proposed."""

    offer_id: str
    applicant: int
    fate: Fate
    requested_grosze: int
    cost_grosze: int
    proposed_grosze: int
    points: int
    submitted_at: datetime
    checked_on: date
    scored_on: date
    proposed_on: date


@dataclass(frozen=True, slots=True)
class PlannedCall:
    call_id: str
    call: Call
    opens_on: date
    last_day: date
    beyond_on: date
    resolved_on: date
    max_grant_grosze: int
    offers: tuple[Offer, ...]

    @property
    def pool_grosze(self) -> int:
        return self.call.pool_pln * PLN

    @property
    def offers_until(self) -> datetime:
        """The first instant that is too late: the midnight that ends the last day."""
        return instant(self.last_day + timedelta(days=1), 0)


def other_fates(count: int, *, first: int) -> list[Fate]:
    """Fates of offers without a contract, going round the twelve."""
    return [_OTHER_FATES[(first + i) % len(_OTHER_FATES)] for i in range(count)]


def plan_call(
    draws: Draws, *, call_id: str, call: Call, year: int, fates: list[Fate], applicants: list[int]
) -> PlannedCall:
    """Draw a call: `fates` of its offers, promises first, and the ordinals of those who offer."""
    years, month, day = call.opens
    opens_on = working_from(date(year + years, month, day))
    last_day = opens_on + timedelta(days=call.days_open)
    if not call.rolling:
        last_day = working_from(last_day)
    money = _amounts(draws, call, fates)
    order = draws.shuffled(range(len(fates)))
    offers = []
    for place, drawn in enumerate(order):
        requested, proposed = money[drawn]
        submitted_on = _submission_day(draws, call, opens_on, last_day)
        checked_on = after(submitted_on if call.rolling else last_day, draws.between(1, 3))
        scored_on = after(checked_on, draws.between(2, 4))
        decided_on = after(scored_on, 2) if call.rolling else max(scored_on, after(last_day, DECISION_AFTER_DAYS))
        offers.append(
            Offer(
                offer_id=f"{call_id}-{place + 1:03d}",
                applicant=applicants[place],
                fate=fates[drawn],
                requested_grosze=requested,
                cost_grosze=_cost(draws, requested, call.share),
                proposed_grosze=proposed,
                points=_points(draws, fates[drawn]),
                submitted_at=_submission_instant(draws, submitted_on, last_day),
                checked_on=checked_on,
                scored_on=scored_on,
                proposed_on=decided_on,
            )
        )
    # The offers that the pool cannot bear are tried when all others have their answer.
    beyond_on = after(max(last_day, *(offer.proposed_on for offer in offers)), 1)
    return PlannedCall(
        call_id=call_id,
        call=call,
        opens_on=opens_on,
        last_day=last_day,
        beyond_on=beyond_on,
        resolved_on=after(beyond_on, 1),
        max_grant_grosze=_largest(call, [requested for requested, _ in money]),
        offers=tuple(replace(o, proposed_on=beyond_on) if o.fate is Fate.BEYOND else o for o in offers),
    )


def _amounts(draws: Draws, call: Call, fates: list[Fate]) -> list[tuple[int, int]]:
    """(requested, proposed) for each fate. Promises fill 98.5 to 99.8 per cent of the pool, less what is rounded."""
    pool, least, most = call.pool_pln * PLN, call.least_pln * PLN, (call.most_pln or call.pool_pln) * PLN
    promised = sum(fate in PROMISED for fate in fates)
    spread = pool * draws.between(985, 998) // 1_000 - promised * least
    parts = split_by_weights(spread, draws.heavy_tailed(promised, ratio=call.ratio))
    awards = [min(most, (least + part) // TEN_PLN * TEN_PLN) for part in parts]
    left = pool - sum(awards)
    requests = [min(most, award * draws.between(100, 150) // 100 // TEN_PLN * TEN_PLN) for award in awards]
    money = list(zip(requests, awards, strict=True))
    for fate in fates[promised:]:
        if fate is Fate.BEYOND:
            asked = _up(max(left, least) + draws.between(1, 5) * THOUSAND_PLN, TEN_PLN)
            money.append((asked, asked))
        else:
            money.append((draws.one_of(requests), 0))
    return money


def _largest(call: Call, requests: list[int]) -> int:
    """The announced maximum: as it is known, else what nobody here asks beyond; never above the pool."""
    if call.most_pln:
        return call.most_pln * PLN
    return min(call.pool_pln * PLN, _up(max(requests), THOUSAND_PLN))


def _submission_day(draws: Draws, call: Call, opens_on: date, last_day: date) -> date:
    """More than half of a call's offers come on its last day (Toruń's load); where a call rolls, all through it."""
    if not call.rolling and draws.chance(55):
        return last_day
    return opens_on + timedelta(days=draws.between(0, (last_day - opens_on).days - 1))


def _submission_instant(draws: Draws, day: date, last_day: date) -> datetime:
    """In the evening of the last day up to the last minute, else while offices work."""
    if day == last_day:
        return instant(day, draws.between(15 * 60, 24 * 60 - 1))
    return instant(day, draws.between(8 * 60, 20 * 60) if is_working(day) else draws.between(10 * 60, 22 * 60))


def _cost(draws: Draws, requested: int, share: int) -> int:
    """The whole cost of the task: the grant's share in it keeps to the call's largest."""
    least = -(-requested * 100 // share)
    return _up(least * draws.between(100, 130) // 100, TEN_PLN)


def _points(draws: Draws, fate: Fate) -> int:
    if fate is Fate.BELOW:
        return draws.between(20, PASS_MARK - 1)
    return draws.between(PASS_MARK, PASS_MARK + 6) if fate is Fate.BEYOND else draws.between(PASS_MARK + 4, 100)


def _up(amount: int, step: int) -> int:
    return -(-amount // step) * step
