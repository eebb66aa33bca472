"""UDPP art. 15(2h), 18a: a call ends once, after its last moment; annulled without a valid offer, else resolved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from programme.domain.call import CALL, CallAnnulled, CallDrafted, CallOpened, CallPublished, CallResolved
from programme.domain.call import refusals as r
from programme.domain.call.decisions import open_call
from programme.domain.call.publishing import record_publication
from tests.programme.calls import ANNOUNCED, ANNUL, APPROVED, DUE, LINE, MONDAY, READY, RESOLVE, TERMS, P
from tests.support.scenario import Scenario

RESOLVED = CallResolved("c1", P, 5, date(2025, 1, 20))
ANNULLED = CallAnnulled("c1", P, "no-offer-submitted", date(2025, 1, 20))
OPENED = CallOpened("c1", P, LINE, "1/2025", 400, MONDAY, DUE, 1, 100, 100, 60)


def test_a_call_is_resolved_at_its_deadline_and_not_a_second_before() -> None:
    at = partial(RESOLVE, acted_at=DUE, resolved_on=date(2024, 12, 24))
    Scenario(CALL).given(*ANNOUNCED).when(at).then(replace(RESOLVED, resolved_on=date(2024, 12, 24)))
    early = partial(at, acted_at=DUE - timedelta(seconds=1))
    Scenario(CALL).given(*ANNOUNCED).when(early).refused(r.CallStillOpen)


def test_a_call_that_is_not_announced_does_not_end() -> None:
    for wish in (RESOLVE, ANNUL):
        Scenario(CALL).given(*READY).when(wish).refused(r.CallNotAnnounced)
        Scenario(CALL).when(wish).refused(r.CallUnknown)


def test_without_a_valid_offer_a_call_is_not_resolved_and_grants_may_still_speak() -> None:
    refused = Scenario(CALL).given(*ANNOUNCED).when(partial(RESOLVE, valid=0)).refused(r.AnnulmentMandatory)
    assert (refused.article, refused.retryable) == ("UDPP art. 18a(1)", True)


def test_mandatory_annulment_is_a_rule_of_open_calls_alone() -> None:
    terms = replace(TERMS, legal_basis="sport-act")
    facts = [replace(fact, terms=terms) if hasattr(fact, "terms") else fact for fact in ANNOUNCED]
    Scenario(CALL).given(*facts).when(partial(RESOLVE, valid=0)).then(RESOLVED)
    Scenario(CALL).given(OPENED).when(partial(RESOLVE, valid=0)).then(RESOLVED)
    assert CallDrafted("c1", P, terms) in facts


def test_a_call_is_resolved_when_each_valid_offer_has_its_answer_and_grants_may_still_speak() -> None:
    waiting = partial(RESOLVE, unanswered=["o2", "o1"])
    refused = Scenario(CALL).given(*ANNOUNCED).when(waiting).refused(r.OffersAwaitAnswer)
    assert (refused.article, refused.retryable) == ("UDPP art. 15(2g), 15(2h)", True)
    assert "o1, o2" in str(refused)
    Scenario(CALL).given(OPENED).when(waiting).then(RESOLVED)


def test_a_call_without_any_offer_is_annulled() -> None:
    Scenario(CALL).given(*ANNOUNCED).when(ANNUL).then(ANNULLED)
    refused = Scenario(CALL).given(*ANNOUNCED).when(partial(ANNUL, submitted=1, valid=0)).refused(r.GroundNotGiven)
    assert refused.article == "UDPP art. 18a(1)"


@pytest.mark.parametrize(("submitted", "valid", "given"), [(2, 0, True), (2, 1, False), (0, 0, False)])
def test_a_call_in_which_no_offer_met_the_requirements_is_annulled(submitted: int, valid: int, given: bool) -> None:
    ground = "no-offer-met-the-requirements"
    wish = Scenario(CALL).given(*ANNOUNCED).when(partial(ANNUL, ground=ground, submitted=submitted, valid=valid))
    if given:
        wish.then(replace(ANNULLED, ground=ground))
    else:
        wish.refused(r.GroundNotGiven)


def test_nothing_is_annulled_while_offers_are_taken() -> None:
    early = partial(ANNUL, acted_at=DUE - timedelta(seconds=1))
    Scenario(CALL).given(*ANNOUNCED).when(early).refused(r.CallStillOpen)


def test_a_call_ends_once() -> None:
    Scenario(CALL).given(*ANNOUNCED, ANNULLED).when(RESOLVE).refused(r.CallAlreadyEnded)
    Scenario(CALL).given(*ANNOUNCED, RESOLVED).when(ANNUL).refused(r.CallAlreadyEnded)


@pytest.mark.parametrize(("matter", "end"), [("results", RESOLVED), ("annulment", ANNULLED)])
def test_results_and_annulments_appear_in_three_places_after_the_end(matter: str, end: object) -> None:
    publish = partial(record_publication, call_id="c1", matter=matter, published_on=date(2025, 1, 21))
    Scenario(CALL).given(*ANNOUNCED).when(partial(publish, place="bip")).refused(r.NothingToPublish)
    state = CALL.fold([*ANNOUNCED, end])
    for place, completes in (("website", False), ("board", False), ("bip", True)):
        events = publish(state, place=place)
        assert events == [CallPublished("c1", P, matter, place, date(2025, 1, 21), completes, None)]
        state = CALL.fold(events, state)
    before = partial(publish, place="press", published_on=date(2025, 1, 19))
    Scenario(CALL).given(*ANNOUNCED, end).when(before).refused(r.PublishedTooEarly)


def test_a_call_that_was_drafted_is_not_opened_in_one_step() -> None:
    Scenario(CALL).given(*READY).when(partial(open_call, terms=OPENED)).refused(r.CallAlreadyOpened)
    assert APPROVED in READY
