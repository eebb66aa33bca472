"""Each fact listened to gives its notice, once, to whom it concerns."""

from __future__ import annotations

from datetime import date
from inspect import Parameter, signature

import pytest

from notifications import usecases
from notifications.domain.notice import NoticeRecorded
from notifications.main import SERVICE
from shared.transport.binding import BoundReaction
from tests.notifications.told import NOTICES, TOLD
from tests.payments.office import Office, cause_id

KINDS = {
    "call-opened",
    "call-extended",
    "award",
    "refusal",
    "contract",
    "payment",
    "report-due",
    "settlement",
    "deadline-missed",
    "report-published",
}
DAY = date(2025, 3, 5)


@pytest.fixture
def office() -> Office:
    return Office(usecases.COMMANDS, usecases.REACTIONS)


@pytest.mark.parametrize("type_name", TOLD)
def test_a_fact_gives_its_notice_once(office: Office, type_name: str) -> None:
    (notice,) = office.fact(type_name, on=DAY, told=7, **TOLD[type_name])
    assert isinstance(notice, NoticeRecorded)
    told = (
        notice.kind,
        notice.recipient,
        notice.subject_id,
        notice.amount_grosze,
        notice.spoken_of_on,
        notice.reason,
    )
    assert told == NOTICES[type_name]
    cause = str(cause_id(type_name.partition(".")[0], 7))
    assert (notice.cause_event_id, notice.cause_type) == (cause, type_name)
    assert office.streams() == [f"notice/{notice.kind}-{cause}"]
    assert office.fact(type_name, on=DAY, told=7, **TOLD[type_name]) == []


def test_another_fact_with_the_same_content_gives_another_notice(office: Office) -> None:
    paid = TOLD["payments.funds-disbursed"]
    assert office.fact("payments.funds-disbursed", on=DAY, told=1, **paid)
    assert office.fact("payments.funds-disbursed", on=DAY, told=2, **paid)


def test_every_fact_listened_to_has_an_example_and_every_kind_a_fact() -> None:
    assert {bound.fact.TYPE for bound in SERVICE.subscriptions.values()} == set(TOLD) == set(NOTICES)
    assert {kind for kind, *_ in NOTICES.values()} == KINDS


@pytest.mark.parametrize("bound", SERVICE.subscriptions.values(), ids=lambda bound: bound.fact.TYPE)
def test_a_reaction_takes_fields_that_its_fact_has_and_leaves_the_others(bound: BoundReaction) -> None:
    desk, *fields, others = signature(bound.reaction.handler).parameters.values()
    assert desk.name == "desk"
    assert others.kind is Parameter.VAR_KEYWORD
    assert {field.name for field in fields} <= set(bound.fact.model_fields)
    assert {field.kind for field in fields} == {Parameter.KEYWORD_ONLY}
    assert bound.reaction.key in bound.fact.model_fields
    assert set(TOLD[bound.fact.TYPE]) == set(bound.fact.model_fields)


def test_notifications_takes_no_commands() -> None:
    assert SERVICE.commands == {}
