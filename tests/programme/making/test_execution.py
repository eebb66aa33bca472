"""The execution report, worked by hand, and when it is published (UDPP art. 5a(3)). Amounts in grosze."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from programme.domain.execution import (
    EXECUTION,
    AreaFigures,
    ContractNoted,
    GrantSettlementNoted,
    OfferNoted,
    OfferRejectionNoted,
    ProgrammeReportPublished,
    ReportDeadlineMissed,
)
from programme.domain.execution import decisions as d
from programme.domain.execution.figures import CallLine, ContractLine, History, OfferLine, areas_of, total_of
from tests.support.scenario import Scenario

P = "torun-2025"
HISTORY = History(
    balances={
        ("", "free"): 500,
        ("sport", "allocated"): 300,
        ("sport", "settled"): 600,
        ("sport", "disbursed"): 50,
        ("sport", "lapsed"): 50,
        ("culture", "returned"): 40,
        ("culture", "settled"): 160,
    },
    paid={"sport": 700, "culture": 200},
    task_areas={"sport": ("17",)},
    calls=(CallLine("sport", "resolved"), CallLine("sport", None), CallLine("culture", "annulled")),
    offers=(OfferLine("sport", 800, rejected=False), OfferLine("sport", 90, rejected=True)),
    contracts=(ContractLine("sport", 700, settled=False), ContractLine("culture", 200, settled=True)),
)
FREE = AreaFigures("", planned_grosze=500)
CULTURE = AreaFigures(
    "culture",
    calls_announced=1,
    calls_annulled=1,
    contracts=1,
    grants_settled=1,
    planned_grosze=200,
    contracted_grosze=200,
    disbursed_grosze=200,
    accepted_grosze=160,
    returned_grosze=40,
)
SPORT = AreaFigures(
    "sport",
    ("17",),
    calls_announced=2,
    calls_resolved=1,
    offers=2,
    offers_rejected=1,
    contracts=1,
    planned_grosze=1000,
    requested_grosze=890,
    contracted_grosze=700,
    disbursed_grosze=700,
    accepted_grosze=600,
    returned_grosze=50,
    lapsed_grosze=50,
)


def publish(on: date, *, known: bool = True):
    return lambda s: d.publish_report(s, programme_id=P, published_on=on, known=known, history=HISTORY)


def report(on: date, *warnings: str) -> ProgrammeReportPublished:
    areas = (FREE, CULTURE, SPORT)
    return ProgrammeReportPublished(P, on, date(2026, 5, 31), total_of(areas), areas, warnings)


def test_each_area_is_counted_as_by_hand():
    """Given back in sport: 700 paid, 600 accepted, 50 still to account for; what came back within the year counts."""
    assert areas_of(HISTORY) == (FREE, CULTURE, SPORT)


def test_the_total_is_the_sum_of_the_areas():
    total = total_of(areas_of(HISTORY))
    assert (total.planned_grosze, total.disbursed_grosze, total.returned_grosze) == (1700, 900, 90)
    assert (total.calls_announced, total.offers, total.contracts, total.grants_settled) == (3, 2, 2, 1)


def test_what_waits_in_suspense_is_neither_planned_nor_given_back():
    paid_beyond = History({("sport", "suspense"): 70}, {"sport": 70}, {}, (), (), ())
    assert areas_of(paid_beyond) == (AreaFigures("sport", disbursed_grosze=70),)


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_a_report_is_published_after_its_year_and_after_31_may_with_a_warning(day: date):
    scenario = Scenario(EXECUTION).when(publish(day))
    if day <= date(2025, 12, 31):
        scenario.refused(d.ReportBeforeYearEnd)
    elif day <= date(2026, 5, 31):
        scenario.then(report(day))
    else:
        scenario.then(ReportDeadlineMissed(P, date(2026, 5, 31)), report(day, "after-31-may"))


def test_a_published_report_stands():
    published = Scenario(EXECUTION).given(report(date(2026, 5, 20)))
    published.when(publish(date(2026, 5, 21))).refused(d.ReportAlreadyPublished)


def test_no_report_is_made_of_a_year_that_nobody_knows():
    Scenario(EXECUTION).when(publish(date(2026, 5, 20), known=False)).refused(d.ReportOfUnknownYear)


def overdue(today: date):
    return lambda s: d.mark_report_overdue(s, programme_id=P, known=True, today=today)


def test_the_calendar_tells_of_31_may_once_it_is_over_and_of_no_published_report():
    Scenario(EXECUTION).when(overdue(date(2026, 5, 31))).refused(d.ReportDeadlineNotPassed)
    Scenario(EXECUTION).when(overdue(date(2026, 6, 1))).then(ReportDeadlineMissed(P, date(2026, 5, 31)))
    Scenario(EXECUTION).given(report(date(2026, 5, 20))).when(overdue(date(2026, 6, 1))).nothing_happens()


def test_what_others_say_is_noted_once():
    offer = OfferNoted(P, "o1", "c1", "sport", 800)
    contract = ContractNoted(P, "g1", "sport", 700)
    Scenario(EXECUTION).when(lambda s: d.note_offer(s, noted=offer)).then(offer)
    Scenario(EXECUTION).when(lambda s: d.note_contract(s, noted=contract)).then(contract)
    Scenario(EXECUTION).when(lambda s: d.note_rejection(s, programme_id=P, offer_id="o1")).then(
        OfferRejectionNoted(P, "o1")
    )
    Scenario(EXECUTION).when(lambda s: d.note_settlement(s, programme_id=P, grant_id="g1")).then(
        GrantSettlementNoted(P, "g1")
    )
