"""Waiting is bounded, says what is missing, and tells a wrong answer from a late one."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from grosz.demo import waiting
from grosz.demo.waiting import AnsweredOtherwise, StillMissing, grants_of, until_answered, until_at_rest
from shared.kernel.accounts import BALANCES

AWARDED = {"awarded_grosze": 100, "refusal_reason": None, "declined_on": None, "contract_number": None}
REFUSED = AWARDED | {"awarded_grosze": 0, "refusal_reason": "call-pool-exceeded"}
DECLINED = AWARDED | {"awarded_grosze": 0, "declined_on": "2025-02-03"}
OPEN = AWARDED | {"awarded_grosze": 0}


@dataclass
class Answers:
    """Answers to questions, one after the other; the last one is given for ever."""

    coming: list[dict[str, Any]]
    asked: list[Any] = field(default_factory=list)

    async def ask(self, service: str, question: Any) -> dict[str, Any]:
        assert service in ("grants", "programme")
        self.asked.append(question)
        return self.coming.pop(0) if len(self.coming) > 1 else self.coming[0]


def page(following: str | None = None, /, **rows: dict[str, Any]) -> dict[str, Any]:
    return {"grants": [{"grant_id": grant, **row} for grant, row in rows.items()], "next": following}


def budget(*, in_flight: int = 0, **figures: int) -> dict[str, Any]:
    return {**dict.fromkeys(BALANCES, 0), **figures, "in_flight": in_flight}


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(waiting, "TELL_AFTER_SECONDS", 0.1)


def answered(answers: Answers, told: list[str] | None = None, **wanted: bool) -> None:
    asyncio.run(until_answered(answers, "torun-2025", wanted, tell=(told if told is not None else []).append))


def test_answers_are_waited_for_until_all_are_there():
    answers = Answers([page(g1=OPEN, g2=OPEN), page(g1=AWARDED, g2=OPEN), page(g1=AWARDED, g2=REFUSED)])
    answered(answers, g1=True, g2=False)
    assert len(answers.asked) == 3


def test_an_award_that_was_declined_or_signed_since_was_an_award():
    signed = OPEN | {"contract_number": "1"}
    answered(Answers([page(g1=DECLINED, g2=signed)]), g1=True, g2=True)


def test_a_proposal_without_answer_is_named_and_not_waited_for_longer_than_patience():
    told: list[str] = []
    with pytest.raises(StillMissing, match=r"1 proposals \(g2\)"):
        answered(Answers([page(g1=AWARDED)]), told, g1=True, g2=True)
    assert told == ["waiting: programme has not answered 1 proposals (g2)"]


@pytest.mark.parametrize(("row", "wanted"), [(AWARDED, False), (REFUSED, True)])
def test_the_other_answer_is_no_answer_to_wait_on(row: dict[str, Any], wanted: bool):
    with pytest.raises(AnsweredOtherwise, match="g1 was"):
        answered(Answers([page(g1=row)]), g1=wanted)


def test_the_register_is_read_page_after_page():
    answers = Answers([page("g1", g1=AWARDED), page("g2", g2=OPEN), page(g3=REFUSED)])
    assert list(asyncio.run(grants_of(answers, "torun-2025"))) == ["g1", "g2", "g3"]
    assert [question.after for question in answers.asked] == ["", "g1", "g2"]


def test_the_ledger_is_at_rest_when_it_shows_the_plans_figures_and_nothing_is_on_its_way():
    wanted = dict.fromkeys(BALANCES, 0) | {"settled": 5}
    answers = Answers([budget(disbursed=5), budget(settled=5, in_flight=5), budget(settled=5)])
    assert asyncio.run(until_at_rest(answers, "torun-2025", wanted, tell=[].append))["settled"] == 5
    assert len(answers.asked) == 3


def test_a_ledger_that_stays_off_is_told_with_its_figures():
    wanted = dict.fromkeys(BALANCES, 0) | {"settled": 5}
    with pytest.raises(StillMissing, match=r"off by settled -0,01"):
        asyncio.run(until_at_rest(Answers([budget(settled=4)]), "torun-2025", wanted, tell=[].append))
