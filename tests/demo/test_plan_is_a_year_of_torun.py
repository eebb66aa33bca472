"""The plan has the size and shape of the year that it stands for, and says what of it is invented."""

from statistics import mean, median

from grosz.demo.contracts import Course
from grosz.demo.figures import AREAS, CALLS, LIMIT_PLN
from grosz.demo.organisations import organisation
from grosz.demo.plan import Plan
from shared.kernel.identifiers import check_nip, check_nrb


def test_there_is_as_much_of_everything_as_a_year_of_torun_has(plan: Plan):
    counts = plan.counts()
    assert 45 <= counts["calls"] <= 55
    assert 590 <= counts["offers"] <= 610
    assert counts["contracts"] == 480
    assert 285 <= counts["organisations"] <= 295
    assert 30 <= counts["returns"] <= 60
    assert 6_000 <= counts["commands"] <= 7_000


def test_every_way_that_an_offer_can_end_is_there(plan: Plan):
    counts = plan.counts()
    assert counts["offers rejected formally"] >= 20
    assert counts["offers below the pass mark"] >= 20
    assert counts["offers proposed, refused for want of money"] >= 10
    assert counts["offers award declined"] >= 3
    assert counts["offers awarded, not signed to the end"] == 2


def test_every_way_that_a_contract_can_end_is_there(plan: Plan):
    assert {contract.course for contract in plan.year.contracts} == set(Course)


def test_contracts_come_to_as_much_of_the_limit_as_they_do_in_poznan(plan: Plan):
    contracted = sum(contract.amount_grosze for contract in plan.year.contracts)
    assert 94.0 <= contracted * 100 / plan.year.limit_grosze <= 99.6


def test_grants_are_many_small_and_few_large(plan: Plan):
    amounts = [contract.amount_grosze for contract in plan.year.contracts]
    assert 1_000_000 <= median(amounts) <= 4_000_000
    assert 9_000_000 <= mean(amounts) <= 12_000_000
    assert 500_000_000 <= max(amounts) <= 800_000_000


def test_tranches_are_one_to_twelve_and_about_one_and_a_half(plan: Plan):
    tranches = [len(contract.tranches) for contract in plan.year.contracts]
    assert min(tranches) == 1
    assert max(tranches) == 12
    assert 1.5 <= mean(tranches) <= 1.75


def test_most_returns_are_small_and_come_on_both_sides_of_new_year(plan: Plan):
    returns = [contract for contract in plan.year.contracts if contract.given_back_on]
    assert sum(contract.given_back_grosze < 500_000 for contract in returns) > len(returns) / 2
    days = sorted(contract.given_back_on for contract in returns)
    turn = sum(day.year == plan.year.year for day in days)
    assert turn >= 5
    assert len(days) - turn >= 5
    assert days[turn - 1].month == 12
    assert (days[turn].month, days[turn].day) <= (1, 5)


def test_known_figures_stand_as_they_are_known():
    by_title = {call.title: call for call in CALLS}
    culture, own = by_title["Culture events"], by_title["Own contributions"]
    assert LIMIT_PLN == sum(area.amount_pln for area in AREAS) == 52_300_000
    assert (culture.offers, culture.pool_pln) == (62, 1_295_000)
    assert (own.pool_pln, own.least_pln, own.most_pln) == (200_000, 2_500, 30_000)
    assert (by_title["Senior sport"].pool_pln, by_title["Senior sport"].contracts) == (8_280_000, 33)
    assert (by_title["Youth sport"].pool_pln, by_title["Youth sport"].contracts) == (5_020_000, 62)


def test_more_than_1_2_million_goes_to_culture_events_and_own_contributions_keep_their_bounds(plan: Plan):
    calls = {planned.call.title: planned for planned in plan.year.calls}
    culture = sum(offer.proposed_grosze for offer in calls["Culture events"].offers if offer.proposed_grosze)
    assert culture > 120_000_000
    for offer in calls["Own contributions"].offers:
        assert 250_000 <= offer.requested_grosze <= 3_000_000


def test_what_is_invented_says_so(plan: Plan):
    assert all(area.shown.endswith("(split invented)") for area in AREAS)
    for step in plan.steps:
        if step.command.NAME == "register-organisation":
            assert step.command.name.startswith("Organizacja zmyślona ")
        if step.command.NAME == "submit-offer":
            assert step.command.title.startswith("Invented task ")


def test_invented_numbers_have_right_check_digits_and_belong_to_nobody():
    known = [organisation(ordinal) for ordinal in range(1, 291)]
    assert len({entry.bank_account for entry in known}) == 290
    for entry in known:
        assert check_nrb(entry.bank_account)[2:10] == "00000000"
        assert entry.nip is None or check_nip(entry.nip).startswith("000")
        assert entry.krs is None or entry.krs.startswith("9")
    assert sum(entry.nip is None for entry in known) > 50
    assert sum(entry.krs is None for entry in known) > 50
