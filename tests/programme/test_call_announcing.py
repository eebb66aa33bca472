"""UDPP art. 13(1) to (4): three places with days of their own, 21 days from the last, extension, correction, stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.domain.call import (
    CALL,
    CallAnnounced,
    CallCorrected,
    CallDrafted,
    CallExtended,
    CallPublished,
    CallState,
    RollingCallStopped,
)
from programme.domain.call import refusals as r
from programme.domain.call.announcing import stop_rolling_call
from programme.domain.call.publishing import record_publication
from shared.kernel.free_days import is_working
from shared.kernel.periods import WARSAW, instant_of_wall_clock
from tests.programme.calls import (
    ANNOUNCED,
    APPROVED,
    CORRECT,
    DRAFTED,
    DUE,
    EXTEND,
    IN_BIP,
    MONDAY,
    ON_BOARD,
    ON_SITE,
    OPEN,
    PLAN,
    PLANNED,
    PUBLISH,
    READY,
    RESOLVE,
    STANDS,
    TERMS,
    WRITTEN,
    P,
)
from tests.support.scenario import Scenario

LATER = DUE + timedelta(days=7)
TUESDAY = MONDAY + timedelta(days=1)
DUE_A_DAY_LATER = datetime(2024, 12, 24, 23, tzinfo=UTC)
"""24 December was no free day in 2024."""


# --- planning


def test_a_deadline_on_the_21st_day_is_planned() -> None:
    Scenario(CALL).given(*READY).when(PLAN).then(PLANNED)


def test_a_deadline_a_second_before_the_21st_day_has_ended_is_refused_with_the_earliest_one() -> None:
    early = Scenario(CALL).given(*READY).when(partial(PLAN, offers_until=DUE - timedelta(seconds=1)))
    refused = early.refused(r.DeadlineTooEarly)
    assert (refused.article, refused.field) == ("UDPP art. 13(1)", "data.offers_until_local")
    assert "2024-12-24 00:00" in refused.detail


def test_a_term_that_would_end_on_christmas_eve_of_2025_ends_on_the_next_working_day() -> None:
    """3 December 2025 and 21 days is the 24th, free since 2025; then two feasts, a Saturday and a Sunday."""
    approved = replace(APPROVED, approved_on=date(2025, 11, 28))
    terms = replace(TERMS, choice_on=date(2026, 1, 20))
    plan = partial(PLAN, appears_on=date(2025, 12, 3))
    scenario = Scenario(CALL).given(replace(DRAFTED, terms=terms), *WRITTEN, approved)
    due = instant_of_wall_clock("2025-12-30T00:00")
    scenario.when(partial(plan, offers_until=due - timedelta(seconds=1))).refused(r.DeadlineTooEarly)
    scenario.when(partial(plan, offers_until=due)).decided()


@pytest.mark.parametrize("content", [written.content for written in WRITTEN])
def test_no_call_is_announced_while_a_content_is_missing_and_the_missing_one_is_named(content: str) -> None:
    others = [written for written in WRITTEN if written.content != content]
    refused = Scenario(CALL).given(DRAFTED, *others, APPROVED).when(PLAN).refused(r.ContentMissing)
    assert refused.detail == f"missing: {content}"
    assert refused.article == "UDPP art. 13(2)"


def test_nothing_is_announced_before_it_is_approved() -> None:
    Scenario(CALL).given(DRAFTED, *WRITTEN).when(PLAN).refused(r.CallNotApproved)
    before = partial(PLAN, appears_on=date(2024, 11, 28))
    Scenario(CALL).given(*READY).when(before).refused(r.CallNotApproved)


def test_the_announced_day_of_the_choice_is_not_before_the_deadline() -> None:
    late = partial(PLAN, offers_until=datetime(2025, 1, 21, 23, tzinfo=UTC))
    assert Scenario(CALL).given(*READY).when(late).refused(r.ChoiceBeforeDeadline).article == "UDPP art. 13(2)(6)"


def test_a_plan_may_be_made_anew_until_the_announcement_stands() -> None:
    anew = partial(PLAN, offers_until=LATER)
    Scenario(CALL).given(*READY, PLANNED, IN_BIP).when(anew).then(replace(PLANNED, offers_until=LATER))
    Scenario(CALL).given(*ANNOUNCED).when(anew).refused(r.CallAlreadyAnnounced)


@pytest.mark.parametrize("basis", ["udpp-11a", "udpp-19a-pool"])
def test_where_the_law_knows_no_announcement_the_plan_opens_the_call_without_21_days(basis: str) -> None:
    terms = replace(TERMS, legal_basis=basis, max_grant_grosze=1_000_000)
    soon = datetime(2024, 12, 3, 23, tzinfo=UTC)
    planned = replace(PLANNED, offers_until=soon, legal_until=None)
    announced = CallAnnounced("c1", P, terms, MONDAY, soon, None)
    drafted = CallDrafted("c1", P, terms)
    Scenario(CALL).given(drafted, APPROVED).when(partial(PLAN, offers_until=soon)).then(planned, announced)


def test_a_sport_act_call_needs_one_public_place_and_no_21_days() -> None:
    terms = replace(TERMS, legal_basis="sport-act")
    soon = datetime(2024, 12, 9, 14, 30, tzinfo=UTC)
    planned = replace(PLANNED, offers_until=soon, legal_until=None)
    scenario = Scenario(CALL).given(CallDrafted("c1", P, terms), APPROVED)
    scenario.when(partial(PLAN, offers_until=soon)).then(planned)
    announced = CallAnnounced("c1", P, terms, MONDAY, soon, None)
    scenario.given(planned).when(partial(PUBLISH, place="bip")).then(replace(IN_BIP, completes=True), announced)


# --- three places


@pytest.mark.parametrize("places", list(permutations(["bip", "board", "website"])))
def test_the_call_is_announced_when_the_last_of_the_three_places_has_it_in_whatever_order(places) -> None:
    state = CALL.fold([*READY, PLANNED])
    for place in places[:2]:
        events = PUBLISH(state, place=place)
        assert [type(event) for event in events] == [CallPublished]
        state = CALL.fold(events, state)
        assert state.opens_on is None
    published, announced = PUBLISH(state, place=places[2])
    assert (published.completes, announced) == (True, STANDS)


def test_the_press_comes_on_top_and_completes_nothing() -> None:
    in_press = CallPublished("c1", P, "announcement", "press", MONDAY, completes=False, legal_until=None)
    Scenario(CALL).given(*READY, PLANNED, IN_BIP, ON_BOARD).when(partial(PUBLISH, place="press")).then(in_press)
    Scenario(CALL).given(*ANNOUNCED).when(partial(PUBLISH, place="press")).then(in_press)


def test_a_place_has_one_day() -> None:
    another = partial(PUBLISH, place="bip", published_on=TUESDAY)
    Scenario(CALL).given(*READY, PLANNED, IN_BIP).when(another).refused(r.PublicationStands)


def test_nothing_appears_before_it_is_approved_or_planned() -> None:
    Scenario(CALL).given(*READY).when(partial(PUBLISH, place="bip")).refused(r.AnnouncementNotPlanned)
    early = partial(PUBLISH, place="bip", published_on=date(2024, 11, 28))
    Scenario(CALL).given(*READY, PLANNED).when(early).refused(r.PublishedTooEarly)
    Scenario(CALL).when(partial(PUBLISH, place="bip")).refused(r.CallUnknown)


@pytest.mark.parametrize("late", ["bip", "board", "website"])
def test_a_last_announcement_a_day_late_moves_the_laws_deadline_by_its_days(late: str) -> None:
    """The announced deadline stays what people were told; the law's own is recorded beside it."""
    state = CALL.fold([*READY, PLANNED])
    for place in ("bip", "board", "website"):
        state = CALL.fold(PUBLISH(state, place=place, published_on=TUESDAY if place == late else MONDAY), state)
    assert (state.opens_on, state.offers_until, state.legal_until) == (TUESDAY, DUE, DUE_A_DAY_LATER)


A_DAY_LATE = (
    *READY,
    PLANNED,
    IN_BIP,
    ON_BOARD,
    replace(ON_SITE, published_on=TUESDAY, legal_until=DUE_A_DAY_LATER),
    replace(STANDS, opens_on=TUESDAY, legal_until=DUE_A_DAY_LATER),
)


def test_a_call_that_closed_before_the_law_allowed_is_not_resolved_until_it_is_extended() -> None:
    refused = Scenario(CALL).given(*A_DAY_LATE).when(RESOLVE).refused(r.OffersClosedTooEarly)
    assert refused.article == "UDPP art. 13(1)"
    extended = EXTEND(CALL.fold(A_DAY_LATE), offers_until=DUE_A_DAY_LATER)
    Scenario(CALL).given(*A_DAY_LATE, *extended).when(RESOLVE).decided()


def test_an_extension_that_stays_below_the_laws_deadline_is_refused() -> None:
    short = partial(EXTEND, offers_until=DUE_A_DAY_LATER - timedelta(seconds=1))
    Scenario(CALL).given(*A_DAY_LATE).when(short).refused(r.DeadlineTooEarly)


def test_a_call_that_closed_too_early_may_be_opened_again_and_one_that_closed_lawfully_may_not() -> None:
    after = partial(EXTEND, offers_until=LATER, acted_at=DUE + timedelta(days=2))
    (extended,) = Scenario(CALL).given(*A_DAY_LATE).when(after).decided()
    assert extended.offers_until == LATER
    assert Scenario(CALL).given(*ANNOUNCED).when(after).refused(r.OffersAlreadyClosed).article.startswith("UDPP")


# --- extension


def test_an_extension_says_how_the_call_stands_now() -> None:
    extended = CallExtended("c1", P, TERMS, MONDAY, LATER, DUE, date(2024, 12, 10), "PMT 430/24")
    Scenario(CALL).given(*ANNOUNCED).when(partial(EXTEND, offers_until=LATER)).then(extended)


def test_an_extension_in_the_last_second_is_in_time_and_at_the_deadline_it_is_not() -> None:
    in_time = partial(EXTEND, offers_until=LATER, acted_at=DUE - timedelta(seconds=1))
    Scenario(CALL).given(*ANNOUNCED).when(in_time).decided()
    Scenario(CALL).given(*ANNOUNCED).when(partial(in_time, acted_at=DUE)).refused(r.OffersAlreadyClosed)


def test_a_deadline_is_never_moved_earlier() -> None:
    state = CALL.fold([*ANNOUNCED, *EXTEND(CALL.fold(ANNOUNCED), offers_until=LATER)])
    with pytest.raises(r.DeadlineMovedEarlier):
        EXTEND(state, offers_until=DUE)


def test_an_extension_past_the_day_of_choice_names_a_new_one() -> None:
    far = partial(EXTEND, offers_until=datetime(2025, 1, 31, 23, tzinfo=UTC))
    Scenario(CALL).given(*ANNOUNCED).when(far).refused(r.ChoiceBeforeDeadline)
    (extended,) = Scenario(CALL).given(*ANNOUNCED).when(partial(far, choice_on=date(2025, 2, 10))).decided()
    assert extended.terms.choice_on == date(2025, 2, 10)


def test_nothing_is_extended_or_corrected_before_it_is_announced() -> None:
    for wish in (partial(EXTEND, offers_until=LATER), partial(CORRECT, offers_until=LATER)):
        assert Scenario(CALL).given(*READY, PLANNED, IN_BIP).when(wish).refused(r.CallNotAnnounced).status == 409


# --- correction


FRESH = datetime(2024, 12, 31, 23, tzinfo=UTC)
"""21 days from Tuesday 10 December are Tuesday 31 December."""


def test_a_material_correction_begins_21_fresh_days() -> None:
    terms = replace(TERMS, pass_mark_points=50)
    corrected = CallCorrected(
        "c1", P, terms, MONDAY, FRESH, FRESH, material=True, corrected_on=date(2024, 12, 10), document="PMT 431/24"
    )
    Scenario(CALL).given(*ANNOUNCED).when(partial(CORRECT, offers_until=FRESH)).then(corrected)
    short = partial(CORRECT, offers_until=FRESH - timedelta(seconds=1))
    assert Scenario(CALL).given(*ANNOUNCED).when(short).refused(r.DeadlineTooEarly).article == "UDPP art. 13(1)"


def test_a_correction_of_form_leaves_the_deadline() -> None:
    form = partial(CORRECT, offers_until=DUE, material=False)
    (corrected,) = Scenario(CALL).given(*ANNOUNCED).when(form).decided()
    assert (corrected.offers_until, corrected.legal_until) == (DUE, DUE)


def test_a_correction_is_judged_like_a_draft() -> None:
    wrong = partial(CORRECT, offers_until=FRESH, changed={"max_grant_grosze": 20_000_001})
    Scenario(CALL).given(*ANNOUNCED).when(wrong).refused(r.CallTermsContradict)
    late = partial(CORRECT, offers_until=FRESH, acted_at=DUE)
    Scenario(CALL).given(*ANNOUNCED).when(late).refused(r.OffersAlreadyClosed)


def test_a_correction_appears_in_the_three_places_and_its_term_runs_from_the_last() -> None:
    state = CALL.fold([*ANNOUNCED, *CORRECT(CALL.fold(ANNOUNCED), offers_until=FRESH)])
    with pytest.raises(r.CorrectionNotPublished):
        RESOLVE(state)
    for place, day in (("bip", 10), ("board", 10), ("website", 12)):
        events = record_publication(
            state, call_id="c1", matter="correction", place=place, published_on=date(2024, 12, day)
        )
        state = CALL.fold(events, state)
    assert state.legal_until == datetime(2025, 1, 2, 23, tzinfo=UTC)
    with pytest.raises(r.OffersClosedTooEarly):
        RESOLVE(state)
    state = CALL.fold(EXTEND(state, offers_until=state.legal_until), state)
    assert RESOLVE(state)


# --- rolling calls


ROLLING = replace(TERMS, rolling=True, choice_on=None)
ROLLING_CALL = (replace(DRAFTED, terms=ROLLING), *WRITTEN, APPROVED, PLANNED, replace(STANDS, terms=ROLLING))
STOP = partial(stop_rolling_call, call_id="c1", left_grosze=199_999, acted_at=OPEN, stopped_on=date(2024, 12, 10))


def test_a_rolling_call_stops_when_its_pool_bears_no_further_grant() -> None:
    stopped = RollingCallStopped("c1", P, ROLLING, MONDAY, OPEN, date(2024, 12, 10))
    Scenario(CALL).given(*ROLLING_CALL).when(STOP).then(stopped)
    Scenario(CALL).given(*ROLLING_CALL).when(partial(STOP, left_grosze=200_000)).refused(r.PoolNotUsed)
    Scenario(CALL).given(*ANNOUNCED).when(STOP).refused(r.CallNotRolling)


# --- the clock


@pytest.mark.parametrize(
    ("appears", "until", "hours"),
    [(date(2025, 3, 9), "2025-04-01T00:00", 22 * 24 - 1), (date(2025, 10, 5), "2025-10-28T00:00", 22 * 24 + 1)],
)
def test_days_on_which_the_clock_changes_are_whole_days_of_the_term(appears: date, until: str, hours: int) -> None:
    """21 days from 9 March 2025 are Sunday 30 March, so Monday; from 5 October Sunday 26 October, so Monday."""
    terms = replace(TERMS, choice_on=date(2025, 12, 1))
    ready = (replace(DRAFTED, terms=terms), *WRITTEN, replace(APPROVED, approved_on=date(2025, 1, 10)))
    due = instant_of_wall_clock(until)
    plan = partial(PLAN, appears_on=appears)
    (planned,) = Scenario(CALL).given(*ready).when(partial(plan, offers_until=due)).decided()
    assert planned.legal_until == due
    begins = datetime(appears.year, appears.month, appears.day, tzinfo=WARSAW) + timedelta(days=1)
    assert (due - begins.astimezone(UTC)) == timedelta(hours=hours)


@given(st.dates(date(2024, 12, 2), date(2025, 12, 31)), st.integers(0, 20), st.integers(0, 20))
def test_whatever_the_three_days_21_whole_days_lie_between_the_last_and_the_laws_deadline(monday, second, third):
    state = CALL.fold([*READY, PLANNED])
    days = [monday, monday + timedelta(days=second), monday + timedelta(days=third)]
    for place, day in zip(("bip", "board", "website"), days, strict=True):
        state = CALL.fold(PUBLISH(state, place=place, published_on=day), state)
    assert state.opens_on == max(days)
    last_day = (state.legal_until - timedelta(microseconds=1)).astimezone(WARSAW).date()
    assert (last_day - max(days)).days >= 21
    assert is_working(last_day)


def test_a_call_that_was_never_spoken_of_has_no_pool() -> None:
    assert CallState().programme_id is None
