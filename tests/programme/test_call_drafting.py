"""A call's terms agree among themselves and with the law of its basis; it is approved once, with the money it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from programme.domain.call import CALL, CallOpened
from programme.domain.call import refusals as r
from programme.domain.call.bases import BASES, CONTENTS, PLACES
from programme.domain.call.drafting import approve_call, draft_call, missing_contents, write_content
from programme.domain.call.events import CallContentWritten, Criterion
from programme.domain.call_series import CALL_SERIES, CallNumbered, NumberTaken, number_call, series_of
from shared.kernel.refusal import Refusal
from tests.programme.calls import ANNOUNCED, APPROVED, DRAFTED, DUE, LINE, MONDAY, READY, TERMS, TEXT, P
from tests.support.scenario import Scenario

APPROVE = partial(
    approve_call, call_id="c1", pool_grosze=20_000_000, approved_on=date(2024, 11, 29), document="PMT 411/24"
)


def test_a_draft_is_written_down_and_a_later_one_takes_its_place() -> None:
    Scenario(CALL).when(partial(draft_call, terms=TERMS)).then(DRAFTED)
    other = replace(TERMS, pool_grosze=30_000_000)
    Scenario(CALL).given(DRAFTED).when(partial(draft_call, terms=other)).then(replace(DRAFTED, terms=other))


@pytest.mark.parametrize(
    ("changed", "broken", "field", "article"),
    [
        ({"unit": "mopr"}, r.CallUnitDiffers, "data.unit", "UFP art. 247, 249(5)"),
        ({"min_grant_grosze": 2_000_001}, r.CallTermsContradict, "data.min_grant_grosze", "UDPP art. 13(1), 13(2)"),
        ({"max_grant_grosze": 20_000_001}, r.CallTermsContradict, "data.max_grant_grosze", "UDPP art. 13(1), 13(2)"),
        ({"task_until": date(2025, 1, 1)}, r.CallTermsContradict, "data.task_until", "UDPP art. 13(1), 13(2)"),
        ({"criteria": ()}, r.CriteriaMissing, "data.criteria", "UDPP art. 13(2)(6)"),
        (
            {"criteria": (Criterion("feasibility", 99, 10),)},
            r.WeightsDoNotAddUp,
            "data.criteria",
            "UDPP art. 13(2)(6), 15(1)",
        ),
        (
            {"criteria": (Criterion("feasibility", 50, 10), Criterion("feasibility", 50, 10))},
            r.WeightsDoNotAddUp,
            "data.criteria",
            "UDPP art. 13(2)(6), 15(1)",
        ),
        (
            {"mode": "entrusting"},
            r.EntrustedTaskNeedsNoShare,
            "data.max_share_percent",
            "UDPP art. 5(4), 11(1), 15(1)",
        ),
        (
            {"mode": "entrusting", "max_share_percent": 100},
            r.EntrustedTaskNeedsNoShare,
            "data.criteria",
            "UDPP art. 5(4), 11(1), 15(1)",
        ),
        (
            {"legal_basis": "udpp-19a-pool", "max_grant_grosze": 1_000_001},
            r.SmallGrantTooLarge,
            "data.max_grant_grosze",
            "UDPP art. 19a(1)",
        ),
    ],
)
def test_terms_that_contradict_each_other_or_the_law_are_refused(
    changed: dict[str, Any], broken: type[Refusal], field: str, article: str
) -> None:
    refused = Scenario(CALL).when(partial(draft_call, terms=replace(TERMS, **changed))).refused(broken)
    assert (refused.field, refused.article) == (field, article)


@pytest.mark.parametrize(
    "changed",
    [
        {"max_grant_grosze": 20_000_000, "min_grant_grosze": 20_000_000},
        {"task_until": date(2025, 1, 2)},
        {"mode": "entrusting", "max_share_percent": 100, "criteria": (Criterion("feasibility", 100, 5),)},
        {"legal_basis": "udpp-19a-pool", "max_grant_grosze": 1_000_000, "criteria": ()},
        {"legal_basis": "sport-act", "criteria": ()},
    ],
)
def test_terms_at_the_edge_of_each_rule_are_taken(changed: dict[str, Any]) -> None:
    terms = replace(TERMS, **changed)
    Scenario(CALL).when(partial(draft_call, terms=terms)).then(replace(DRAFTED, terms=terms))


def test_what_was_approved_is_not_drafted_again() -> None:
    other = partial(draft_call, terms=replace(TERMS, pass_mark_points=1))
    Scenario(CALL).given(*READY).when(other).refused(r.CallAlreadyApproved)
    Scenario(CALL).given(*READY).when(partial(draft_call, terms=TERMS)).nothing_happens()


def test_a_call_keeps_the_number_under_which_it_was_first_drafted() -> None:
    other = partial(draft_call, terms=replace(TERMS, number="20/2025"))
    Scenario(CALL).given(DRAFTED).when(other).refused(r.CallNumberStands)


def test_a_call_opened_in_one_step_is_not_drafted() -> None:
    opened = CallOpened("c1", P, LINE, "1/2025", 400, MONDAY, DUE, 1, 100, 100, 60)
    Scenario(CALL).given(opened).when(partial(draft_call, terms=TERMS)).refused(r.CallAlreadyOpened)


def test_a_number_belongs_to_one_call_and_rounds_have_numbers_of_their_own() -> None:
    assert series_of(P, "19.1/2024") == series_of(P, "19.2/2024") == series_of(P, "19/2024") == "torun-2025/19/2024"
    assert series_of(P, "1/2024") != series_of(P, "19.1/2024")
    first = partial(number_call, programme_id=P, number="19.1/2024", call_id="c1")
    noted = CallNumbered("torun-2025/19/2024", P, "19.1/2024", "c1")
    Scenario(CALL_SERIES).when(first).then(noted)
    Scenario(CALL_SERIES).given(noted).when(partial(first, call_id="c2")).refused(NumberTaken)
    second = replace(noted, number="19.2/2024", call_id="c2")
    Scenario(CALL_SERIES).given(noted).when(partial(first, number="19.2/2024", call_id="c2")).then(second)


def test_a_call_is_approved_once_with_the_amount_of_its_draft() -> None:
    Scenario(CALL).given(DRAFTED).when(APPROVE).then(APPROVED)
    refused = Scenario(CALL).given(DRAFTED).when(partial(APPROVE, pool_grosze=19_999_999))
    assert refused.refused(r.ApprovedPoolDiffers).field == "data.pool_grosze"
    Scenario(CALL).given(*READY).when(partial(APPROVE, document="other")).refused(r.CallAlreadyApproved)
    Scenario(CALL).when(APPROVE).refused(r.CallUnknown)


def test_each_writing_of_a_content_is_a_new_act_until_the_announcement() -> None:
    write = partial(write_content, call_id="c1", content="task-type", body=TEXT)
    Scenario(CALL).given(DRAFTED).when(write).then_each_time(CallContentWritten("c1", P, "task-type", TEXT))
    Scenario(CALL).given(*ANNOUNCED).when(write).refused(r.CallAlreadyAnnounced)
    Scenario(CALL).when(write).refused(r.CallUnknown)


def test_only_an_open_call_of_the_act_has_seven_contents_three_places_and_21_days() -> None:
    assert len(CONTENTS) == 7
    open_call = BASES["udpp-open-call"]
    assert (open_call.contents, open_call.places, open_call.least_days) == (CONTENTS, PLACES, 21)
    for name, basis in BASES.items():
        if name != "udpp-open-call":
            assert (basis.contents, basis.least_days, basis.annulment_is_mandatory) == ((), None, False)


def test_every_content_that_nobody_wrote_is_missing_and_figures_are_there_by_themselves() -> None:
    texts = {"task-type", "granting-rules", "execution-conditions", "choice", "earlier-tasks"}
    assert set(missing_contents(TERMS, frozenset())) == texts
    for content in texts:
        assert missing_contents(TERMS, frozenset(texts - {content})) == [content]
    assert missing_contents(TERMS, frozenset(texts)) == []


def test_the_choice_needs_a_day_unless_offers_are_chosen_as_they_come() -> None:
    texts = frozenset(CONTENTS)
    assert missing_contents(replace(TERMS, choice_on=None), texts) == ["choice"]
    assert missing_contents(replace(TERMS, choice_on=None, rolling=True), texts) == []
