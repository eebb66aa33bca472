"""What programme said is noted once, in whatever order it arrives."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from functools import partial
from itertools import permutations

import pytest

from grants.domain.known_call import KNOWN_CALL, CallUnknown, known_call, note_call, note_resolution
from grants.domain.known_year import KNOWN_YEAR, YearNoted, note_year
from tests.grants.facts import CALL_NOTED, CALL_RESOLUTION_NOTED, DRAFT_NOTED, YEAR_NOTED
from tests.support.scenario import Scenario

NOTE_CALL = partial(note_call, **asdict(CALL_NOTED))
NOTE_RESOLUTION = partial(note_resolution, **asdict(CALL_RESOLUTION_NOTED))


def test_a_call_is_noted_once() -> None:
    Scenario(KNOWN_CALL).when(NOTE_CALL).then(CALL_NOTED)
    Scenario(KNOWN_CALL).given(CALL_NOTED).when(NOTE_RESOLUTION).then(CALL_RESOLUTION_NOTED)


def test_a_resolution_may_be_heard_before_its_call() -> None:
    Scenario(KNOWN_CALL).given(CALL_RESOLUTION_NOTED).when(NOTE_CALL).then(CALL_NOTED)


def test_the_first_word_on_a_call_is_kept_by_any_history() -> None:
    state = KNOWN_CALL.fold([CALL_NOTED, CALL_RESOLUTION_NOTED])
    others = [replace(CALL_NOTED, pass_mark_points=1), replace(CALL_RESOLUTION_NOTED, resolved_on=date(2026, 1, 1))]
    assert KNOWN_CALL.fold(others, state) == state


def test_a_year_of_which_nothing_was_said_is_not_in_force() -> None:
    first = KNOWN_YEAR.initial
    assert (first.in_force, first.cut_pending_grosze, first.said_at) == (False, 0, 0)
    noted = KNOWN_YEAR.fold([YEAR_NOTED])
    assert KNOWN_YEAR.fold([DRAFT_NOTED, replace(YEAR_NOTED, in_force=False)], noted) == noted


def test_a_call_not_heard_of_may_still_be_on_its_way() -> None:
    with pytest.raises(CallUnknown) as caught:
        known_call(KNOWN_CALL.initial, call_id="call-1")
    assert (caught.value.status, caught.value.retryable, caught.value.field) == (404, True, "call_id")


def test_the_later_word_on_a_year_holds_whatever_the_order_of_arrival() -> None:
    cut = YearNoted("torun-2025", in_force=True, cut_pending_grosze=500, said_at=12, adopted_on=date(2025, 3, 1))
    for order in permutations([DRAFT_NOTED, YEAR_NOTED, cut]):
        state = KNOWN_YEAR.initial
        for said in order:
            state = KNOWN_YEAR.fold(note_year(state, **asdict(said)), state)
        assert (state.in_force, state.cut_pending_grosze) == (True, 500)
        assert state.adopted_on == YEAR_NOTED.adopted_on, "the year is in force since its first adoption"


def test_the_day_of_an_adoption_noted_without_it_is_not_taken_from_a_later_resolution() -> None:
    of_old = KNOWN_YEAR.fold([replace(YEAR_NOTED, adopted_on=None)])
    later = replace(YEAR_NOTED, said_at=12, adopted_on=date(2025, 3, 1))
    assert KNOWN_YEAR.fold(note_year(of_old, **asdict(later)), of_old).adopted_on is None
    assert note_year(of_old, **asdict(replace(later, said_at=4))) == []


def test_a_year_said_again_changes_nothing() -> None:
    Scenario(KNOWN_YEAR).given(DRAFT_NOTED).when(partial(note_year, **asdict(YEAR_NOTED))).then(YEAR_NOTED)
    late_draft = replace(DRAFT_NOTED, said_at=2)
    Scenario(KNOWN_YEAR).given(YEAR_NOTED).when(partial(note_year, **asdict(late_draft))).nothing_happens()
