"""How the demo's programme is made, from the meeting in July to its publication: all steps that the act asks for.

Known: the working meeting of 18 July 2024. Invented: every other day, every text, every remark with its answer, how
many came, what the Council of Public Benefit Activity said. Nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shared.kernel.free_days import working_from
from shared.kernel.task_areas import task_areas_on
from shared.messages import programme_making_v1 as m
from shared.messages import programme_v1
from shared.messages.fields import Command

Place = Literal["bip", "notice-board", "website"]

EDITOR, COUNCIL = "p-programme-1", "p-council-1"

AREAS = {
    "social": ("1", "1a", "2", "3", "7", "10"),
    "sport": ("17",),
    "culture": ("4", "16"),
    "addictions": ("32",),
    "health": ("6",),
    "education": ("14", "15"),
    "ecology": ("18",),
    "community": ("13", "27", "32a"),
    "tourism": ("19",),
    "employment": ("8", "11", "34"),
    "own-contributions": ("33",),
}
"""The city's areas and the items of UDPP art. 4(1) that they stand for; invented, as the split is."""

PRIORITIES = ("1", "6", "15", "16", "17")
UNITS = ("mopr", "wsir", "wk", "wzips", "we", "wsiz", "wksii", "btcm")

TEXTS = {
    "goals": "Cel główny: partnerstwo miasta i organizacji. Cele szczegółowe: wzmacnianie ich potencjału.",
    "principles": "Pomocniczość, suwerenność stron, partnerstwo, efektywność, uczciwa konkurencja, jawność.",
    "forms": "Zlecanie zadań w otwartych konkursach ofert, konsultacje, wspólne zespoły, pomoc organizacyjna.",
    "execution": "Program wykonują wydziały i jednostki miasta, ogłaszając konkursy w swoich obszarach.",
    "evaluation": "Ocena co roku według liczby konkursów, ofert, umów, kwot i osiągniętych rezultatów.",
    "commissions": "Komisję powołuje prezydent; zasiadają w niej także osoby wskazane przez organizacje.",
}
HOW_IT_WAS_MADE = "Projekt powstał po spotkaniach z organizacjami; konsultacje trwały trzy tygodnie, uwagi omówiono."


@dataclass(frozen=True, slots=True)
class Remark:
    filed_by: Literal["organisation", "resident", "council"]
    remark: str
    outcome: Literal["accepted", "partly-accepted", "rejected"]
    reason: str


REMARKS = (
    Remark("organisation", "Konkursy wieloletnie w sporcie dzieci.", "partly-accepted", "Od następnego programu."),
    Remark("organisation", "Krótszy wzór sprawozdania.", "rejected", "Wzór określa rozporządzenie."),
    Remark("organisation", "Więcej na opiekę wytchnieniową.", "accepted", "Pulę zwiększono."),
    Remark("organisation", "Terminy konkursów z wyprzedzeniem.", "accepted", "Kalendarz konkursów będzie ogłaszany."),
    Remark("resident", "Więcej zajęć w dzielnicach.", "accepted", "Dodano do priorytetów."),
    Remark("council", "Opis współpracy z radą.", "accepted", "Uzupełniono formy współpracy."),
    Remark("organisation", "Niższy wkład własny w kulturze.", "rejected", "Warunki określa każdy konkurs."),
    Remark("organisation", "Spotkanie podsumowujące rok.", "accepted", "Dodano do sposobu oceny."),
)


@dataclass(frozen=True, slots=True)
class Act:
    """A command of a day, by somebody; `name` is its identity within the plan."""

    day: date
    person: str
    name: str
    command: Command


def making_acts(*, programme: str, year: int, limit_grosze: int) -> Iterator[Act]:
    """In the order in which they happen."""
    before = year - 1
    yield from _drafting(programme, year, limit_grosze)
    opens_on, closes_on = date(before, 8, 26), date(before, 9, 16)
    yield from _consultation(programme, opens_on, closes_on)
    closed_on = working_from(closes_on + timedelta(days=1))
    yield Act(
        closed_on,
        EDITOR,
        "consultation closed",
        programme_v1.CloseConsultation(programme_id=programme, remarks_count=len(REMARKS)),
    )
    answered_on = working_from(date(before, 9, 25))
    for number, remark in enumerate(REMARKS, start=1):
        answer = m.AnswerRemark(
            programme_id=programme,
            remark_id=f"remark-{number}",
            outcome=remark.outcome,
            reason=remark.reason,
            answered_on=answered_on,
        )
        yield Act(answered_on, EDITOR, f"remark {number} answered", answer)
    how = m.StateProgrammeContents(programme_id=programme, making_and_consultation=HOW_IT_WAS_MADE)
    yield Act(working_from(date(before, 10, 1)), EDITOR, "consultation described", how)
    delivered_on = working_from(date(before, 10, 7))
    requested = m.RequestCouncilOpinion(programme_id=programme, delivered_on=delivered_on)
    yield Act(delivered_on, EDITOR, "opinion requested", requested)
    given_on = working_from(delivered_on + timedelta(days=9))
    given = m.GiveCouncilOpinion(
        programme_id=programme,
        verdict="with-remarks",
        opinion="Rada popiera projekt i prosi o kalendarz konkursów.",
        given_on=given_on,
    )
    yield Act(given_on, EDITOR, "opinion given", given)


def publication_acts(*, programme: str, adopted_on: date) -> Iterator[Act]:
    """The adopted programme in its three places, each with its own day."""
    places: tuple[tuple[int, Place], ...] = ((4, "bip"), (4, "website"), (5, "notice-board"))
    for days, place in places:
        day = working_from(adopted_on + timedelta(days=days))
        published = m.PublishProgramme(
            programme_id=programme,
            document="programme",
            place=place,
            published_on=day,
        )
        yield Act(day, EDITOR, f"programme published {place}", published)


def _drafting(programme: str, year: int, limit_grosze: int) -> Iterator[Act]:
    meeting = date(year - 1, 7, 18)
    drafted = programme_v1.DraftProgramme(programme_id=programme, planned_grosze=limit_grosze)
    yield Act(meeting, EDITOR, "programme drafted", drafted)
    yield _meeting(programme, "july", "preparation", meeting, 46)
    contributed_on = working_from(date(year - 1, 7, 29))
    for unit in UNITS:
        contribution = m.ContributeToProgramme(
            programme_id=programme,
            unit=unit,
            contribution="Priorytety i zadania na przyszły rok (zmyślone).",
            contributed_on=contributed_on,
        )
        yield Act(contributed_on, f"p-calls-{unit}", f"contribution {unit}", contribution)
    stated_on = working_from(date(year - 1, 8, 19))
    standing = {area.code for area in task_areas_on(date(year, 1, 1))}
    stated = m.StateProgrammeContents.model_validate(
        {
            "programme_id": programme,
            "subject_scope": sorted({code for codes in AREAS.values() for code in codes} & standing),
            "priority_tasks": list(PRIORITIES),
            "period_from": date(year, 1, 1),
            "period_until": date(year, 12, 31),
            **TEXTS,
        }
    )
    yield Act(stated_on, EDITOR, "contents stated", stated)
    for area, codes in AREAS.items():
        mapped = m.MapArea(programme_id=programme, area=area, task_areas=[code for code in codes if code in standing])
        yield Act(stated_on, EDITOR, f"area mapped {area}", mapped)
    places: tuple[Place, ...] = ("bip", "website")
    for place in places:
        posted_on = working_from(date(year - 1, 8, 22))
        posted = m.PublishProgramme(
            programme_id=programme,
            document="draft",
            place=place,
            published_on=posted_on,
        )
        yield Act(posted_on, EDITOR, f"draft published {place}", posted)


def _consultation(programme: str, opens_on: date, closes_on: date) -> Iterator[Act]:
    opened = programme_v1.OpenConsultation(programme_id=programme, opens_on=opens_on, closes_on=closes_on)
    yield Act(opens_on, EDITOR, "consultation opened", opened)
    yield _meeting(programme, "september", "consultation", working_from(opens_on + timedelta(days=9)), 31)
    filed_on = working_from(opens_on + timedelta(days=14))
    for number, remark in enumerate(REMARKS, start=1):
        filed = m.FileRemark(
            programme_id=programme,
            remark_id=f"remark-{number}",
            filed_by=remark.filed_by,
            remark=remark.remark,
            filed_on=filed_on,
        )
        yield Act(filed_on, EDITOR, f"remark {number} filed", filed)


def _meeting(
    programme: str, meeting_id: str, stage: Literal["preparation", "consultation"], held_on: date, came: int
) -> Act:
    held = m.RecordMeeting(
        programme_id=programme,
        meeting_id=meeting_id,
        stage=stage,
        held_on=held_on,
        participants_count=came,
    )
    return Act(held_on, EDITOR, f"meeting {meeting_id}", held)
