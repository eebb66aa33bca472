"""Random histories over four services, random cuts: figures equal a naive fold, no effect is without its cause."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.asof import answer, counted
from audit.replay import Replay
from audit.sources import SERVICES
from shared.kernel import hlc
from shared.kernel.accounts import BALANCES
from shared.kernel.canonical import canonical_json
from tests.audit.clocks import FIRST, Clocks, began
from tests.audit.history import BEGAN_MS, P
from tests.audit.test_properties import steps

skews = st.fixed_dictionaries({service: st.integers(-60_000, 60_000) for service in SERVICES})
gaps = st.lists(st.integers(0, 20_000), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    history=st.lists(steps, max_size=30),
    skews=skews,
    gaps_ms=gaps,
    at_ms=st.integers(-70_000, 500_000),
    after=st.integers(-1, 300),
)
def test_figures_of_any_cut_equal_a_naive_fold_and_no_effect_is_without_its_cause(
    history, skews, gaps_ms, at_ms, after
):
    told = began(10**9)
    for kind, grant, part, later in history:
        told.day += timedelta(days=later)
        told.act(kind, grant, part)
    clocks = Clocks(skews)
    made = clocks.tell(told.facts, gaps_ms)
    instant, day = hlc.instant_of((BEGAN_MS + at_ms) << hlc.COUNTER_BITS), FIRST + timedelta(days=after)
    replay = Replay.known_at(clocks.source(), instant)
    counts = counted(replay)
    inside = {number for number, record in enumerate(made) if record.stamp <= hlc.last_at(instant)}
    assert replay.violations_count == 0
    assert replay.checked == sum(
        1 for records in clocks.stored.values() for record in records if record.causes and record.stamp <= replay.until
    )
    assert replay.positions == {
        service: sum(1 for record in records if record.stamp <= replay.until)
        for service, records in clocks.stored.items()
    }
    if not inside:
        assert not counts.years
        return
    found = answer(replay, counts, P, as_of=day)
    assert {name: found[name] for name in BALANCES} == told.balances_of(inside, day)
    assert (found["suspense"], found["in_flight"], found["complete"]) == (0, 0, True)


@settings(max_examples=60, deadline=None)
@given(history=st.lists(steps, min_size=4, max_size=20), skews=skews, gaps_ms=gaps, at_ms=st.integers(0, 300_000))
def test_a_complete_answer_is_the_same_bytes_after_any_later_facts(history, skews, gaps_ms, at_ms):
    told = began(10**9)
    for kind, grant, part, later in history:
        told.day += timedelta(days=later)
        told.act(kind, grant, part)
    whole = Clocks(skews)
    whole.tell(told.facts, gaps_ms)
    instant = hlc.instant_of((BEGAN_MS + at_ms) << hlc.COUNTER_BITS)
    until = hlc.last_at(instant)
    early = Clocks(skews)
    early.stored = {
        service: [record for record in records if record.stamp <= until] for service, records in whole.stored.items()
    }

    def asked(clocks: Clocks, watermark: int) -> bytes | None:
        replay = Replay.known_at(clocks.source(**dict.fromkeys(SERVICES, watermark)), instant)
        counts = counted(replay)
        return canonical_json(answer(replay, counts, P, as_of=None, by="grant")) if counts.years else None

    assert asked(early, until) == asked(whole, 2**62)


def test_a_cut_by_wall_clocks_would_hold_an_effect_without_its_cause_and_it_is_seen():
    """Without the rule that a stamp is greater than its cause's: payments' clock is a minute behind."""
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    cause = clocks.record("grants", "contract.signed.v1", FIRST, {"programme_id": P}, at_ms=60_000)
    effect = clocks.record("payments", "tranche-plan.tranches-planned.v1", FIRST, {}, at_ms=90_000, cause=cause)
    effect.stamp = (BEGAN_MS + 30_000) << hlc.COUNTER_BITS
    replay = Replay.known_at(clocks.source(), hlc.instant_of((BEGAN_MS + 45_000) << hlc.COUNTER_BITS))
    assert [record.name for record in replay.records()] == ["tranche-plan.tranches-planned.v1"]
    assert (replay.violations_count, replay.violations) == (1, ["payments:1"])


def test_a_service_that_has_not_passed_the_moment_is_named_with_how_far_it_has_come():
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    clocks.tell(began(1000).facts, [1000])
    passed = {**dict.fromkeys(SERVICES, 2**62), "payments": (BEGAN_MS + 60_000) << hlc.COUNTER_BITS}
    instant = hlc.instant_of((BEGAN_MS + 90_000) << hlc.COUNTER_BITS)
    replay = Replay.known_at(clocks.source(**passed), instant)
    found = answer(replay, counted(replay), P, as_of=None)
    assert (found["complete"], found["behind"]) == (False, ["payments"])
    assert found["reasons"] == ["payments has passed 2025-10-09T08:54:20.000Z only, short by 0:00:30"]


def test_the_latest_moment_that_all_have_passed_is_asked_for_when_none_is_named():
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    clocks.tell(began(1000).facts, [1000])
    passed = {**dict.fromkeys(SERVICES, 2**62), "grants": (BEGAN_MS + 60_000) << hlc.COUNTER_BITS}
    replay = Replay.known_at(clocks.source(**passed), None)
    assert replay.known == hlc.instant_of((BEGAN_MS + 59_999) << hlc.COUNTER_BITS)
    assert replay.behind == []
