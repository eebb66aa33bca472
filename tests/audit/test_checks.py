"""Each rule of law finds the breach that is planted for it, with its facts; the lawful story breaks none."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audit.checks.checking import BY_CODE, RULES, Checks
from audit.reading import StoredEvent
from tests.audit.lawful import Spoil, find, lawful, records

TODAY = date(2026, 7, 1)


def judged(events: list[StoredEvent], **how: Any) -> dict[str, dict[str, Any]]:
    checks = Checks(**how).run(records(events), today=TODAY)
    return {rule["code"]: rule for rule in checks.plain()}


def says(name: str, which: dict[str, Any] | None = None, **data: Any) -> Spoil:
    """The first fact of this name, as `which` has it, says otherwise."""
    return lambda events: find(events, name, **(which or {})).data.update(data)


def acts(name: str, which: dict[str, Any] | None = None, **envelope: Any) -> Spoil:
    """It was done at another moment, by another person."""
    return lambda events: find(events, name, **(which or {})).envelope.update(envelope)


def never(name: str, **which: Any) -> Spoil:
    """It was not recorded."""
    return lambda events: events.remove(find(events, name, **which))


def again(name: str, **which: Any) -> Spoil:
    """It was recorded twice: the second time at the end."""

    def spoil(events: list[StoredEvent]) -> None:
        event = find(events, name, **which)
        last = max(one.position for one in events if one.service == event.service)
        stamp = events[-1].stamp + 1
        events.append(replace(event, position=last + 1, stamp=stamp, envelope=deepcopy(event.envelope)))

    return spoil


def entry(fact: str, **which: Any) -> dict[str, Any]:
    return {"fact": fact, **which}


def transfer(fact: str, **changed: Any) -> Spoil:
    def spoil(events: list[StoredEvent]) -> None:
        find(events, "budget.entry-posted", fact=fact).data["transfers"][0].update(changed)

    return spoil


def all_of(*spoils: Spoil) -> Spoil:
    def spoil(events: list[StoredEvent]) -> None:
        for one in spoils:
            one(events)

    return spoil


ENTRY = "budget.entry-posted"
G1, G2 = {"grant_id": "g1"}, {"grant_id": "g2"}
OFFER = {"offer_id": "g1"}
PLANTED: dict[str, Spoil] = {
    "no-account-below-zero": transfer("CallOpened", amount_grosze=9_000_000),
    "balances-add-up": transfer("FundsDisbursed", credit="suspense/grant/g1"),
    "committed-within-limit": transfer("FundsReserved", amount_grosze=20_000_000),
    "limit-as-stated": transfer("BudgetDraftSubmitted", amount_grosze=10_000_001),
    "transfers-by-the-table": transfer("ContractSigned", credit="free"),
    "journal-numbers-run-on": never(ENTRY, fact="AreaAllocated"),
    "exact-grosze": transfer("AreaAllocated", amount_grosze=0),
    "money-has-its-cause": again(ENTRY, fact="FundsDisbursed"),
    "plan-changes-have-a-paper": says(ENTRY, entry("AreaAllocated"), document=None),
    "no-promise-after-the-year": says(ENTRY, entry("FundsReserved"), effective_on="2026-01-02"),
    "closed-year-holds-no-plan": never(ENTRY, fact="AreaAllocated"),
    "suspense-is-empty": lambda events: find(events, ENTRY, fact="FundsDisbursed").data.update(
        suspense=[{"debit": "suspense/bank", "credit": "suspense/grant/g1", "amount_grosze": 5}]
    ),
    "consultation-before-adoption": never("programme.consultation-closed"),
    "council-was-heard": all_of(
        never("programme.council-opinion-waived"), says("programme.adopted", adopted_on="2024-10-04")
    ),
    "silence-is-fourteen-days": says("programme.council-opinion-waived", last_on="2024-10-03"),
    "adopted-by-30-november": says("programme.adopted", adopted_on="2024-12-01"),
    "report-by-31-may": never("execution.programme-report-published"),
    "small-grant-is-small": says("award.proposed", {"grant_id": "g3"}, amount_grosze=1_000_001),
    "small-grants-of-an-organisation": says(
        "tranche-plan.tranche-disbursed", {"grant_id": "g3"}, amount_grosze=2_000_001
    ),
    "small-grant-pool": transfer("SmallGrantPoolSet", amount_grosze=2_000_001),
    "late-entry-has-a-reason": acts("offer.submitted", late_reason=None),
    "announced-in-three-places": never("call.published", matter="announcement", place="board", call_id="c2"),
    "twenty-one-days": says("call.published", {"matter": "announcement", "call_id": "c2"}, published_on="2024-11-26"),
    "announcement-is-complete": never("call.content-written", content="earlier-tasks"),
    "material-change-published": never("call.published", matter="correction", place="bip"),
    "annulled-on-ground": says("call.annulled", ground="the-city-thought-again"),
    "annulled-where-it-must-be": all_of(
        *(never("offer.formally-accepted", offer_id=grant) for grant in ("g1", "g2")),
    ),
    "annulment-published": never("call.published", matter="annulment", place="website"),
    "choice-after-the-deadline": says("call.resolved", resolved_on="2024-12-15"),
    "results-published": never("call.published", matter="results", place="bip"),
    "announced-before-offers": never("call.announced", call_id="c3"),
    "offer-in-time": acts("offer.submitted", OFFER, acted_at="2024-12-16T23:00:00.000Z"),
    "offer-within-call": says("offer.submitted", OFFER, total_cost_grosze=600_000),
    "task-in-the-calls-time": says("offer.submitted", OFFER, task_until="2026-01-01"),
    "checked-before-score": never("offer.formally-accepted", offer_id="g1"),
    "offer-before-award": never("offer.submitted", offer_id="g1"),
    "scored-before-award": never("offer.scored", offer_id="g1"),
    "pass-mark": says("offer.scored", OFFER, points=59),
    "award-within-request-and-call": says("award.proposed", G1, amount_grosze=600_001),
    "award-after-the-deadline": acts("award.proposed", G1, acted_at="2024-12-16T22:59:59.999Z"),
    "promise-before-award": says("reservation.funds-reserved", G1, amount_grosze=599_999),
    "promise-from-an-open-call": lambda events: events.insert(
        events.index(find(events, "reservation.funds-reserved", grant_id="g2")),
        find(events, "call.resolved", call_id="c1"),
    ),
    "award-before-contract": says("contract.signed", G1, signed_on="2024-12-19"),
    "contract-within-award": says("contract.signed", G1, amount_grosze=600_001),
    "no-signature-in-conditional-year": says("contract.signed", G1, signed_on="2024-12-18"),
    "no-signature-while-cut-pending": says(ENTRY, entry("BudgetAdopted"), stated_grosze=9_999_999),
    "contract-within-the-year": says("contract.signed", G1, task_until="2026-01-01"),
    "annex-within-the-year": lambda events: (
        find(events, "contract.annex-signed").data["tranches"][1].update(due_on="2026-01-02")
    ),
    "tranches-add-up": lambda events: find(events, "contract.signed").data["tranches"][1].update(amount_grosze=1),
    "annex-on-a-standing-contract": says("contract.annex-signed", signed_on="2025-11-03"),
    "annex-within-promises": says("contract.annex-signed", contract_amount_grosze=350_001),
    "annex-not-below-paid": says("contract.annex-signed", contract_amount_grosze=99_999),
    "at-most-five-years": lambda events: events.append(
        replace(
            find(events, "undertaking.commitment-posted", fact="MultiYearCommitmentMade"),
            envelope=deepcopy(find(events, "undertaking.commitment-posted", fact="MultiYearCommitmentMade").envelope)
            | {
                "data": {
                    **find(events, "undertaking.commitment-posted", fact="MultiYearCommitmentMade").data,
                    "year": 2030,
                }
            },
        )
    ),
    "contract-before-payment": says("tranche-plan.tranche-disbursed", G1, value_on="2025-01-07"),
    "four-eyes": says("payment.payment-authorised", G1, authorised_by="clerk"),
    "payment-was-ordered": never("payment.payment-ordered", grant_id="g1", tranche_number=1),
    "paid-to-the-contracts-account": says("payment.payment-prepared", G1, bank_account="0" * 26),
    "order-as-authorised": lambda events: (
        find(events, "payment-order.payment-order-issued").data["payments"][0].update(creditor_account="0" * 26)
    ),
    "paid-within-contract": says("tranche-plan.tranche-disbursed", G1, amount_grosze=600_001),
    "paid-as-the-tranche": says("tranche-plan.tranche-disbursed", G1, amount_grosze=399_999),
    "no-payment-after-year-end": says("tranche-plan.tranche-disbursed", G1, value_on="2026-01-01"),
    "no-order-after-year-end": says("payment-order.payment-order-issued", execute_on="2026-01-01"),
    "no-payment-after-termination": lambda events: (
        events.insert(
            events.index(find(events, "tranche-plan.tranche-disbursed", grant_id="g2")),
            find(events, "contract.terminated"),
        )
        or find(events, "tranche-plan.tranche-disbursed", grant_id="g2").data.update(value_on="2025-05-21")
    ),
    "report-in-time": says("settlement.report-submitted", submitted_on="2025-12-02"),
    "report-came": never("settlement.report-submitted", grant_id="g1"),
    "report-due-as-counted": says("settlement.report-fallen-due", due_on="2025-11-30"),
    "report-before-acceptance": never("settlement.report-submitted", grant_id="g1"),
    "accepted-within-paid": says("settlement.expenditure-accepted", amount_grosze=600_001),
    "settled-to-the-grosz": says("settlement.expenditure-accepted", amount_grosze=589_999),
    "return-within-paid": says("tranche-plan.principal-returned", amount_grosze=600_001),
    "return-in-time": says("tranche-plan.principal-returned", value_on="2025-11-18"),
    "written-off-within-claim": says("claim.claim-established", principal_grosze=99_999),
    "unused-came-back": never("tranche-plan.principal-returned"),
}


def test_a_lawful_story_breaks_no_rule_and_is_a_case_of_every_rule():
    found = judged(lawful())
    assert {code: rule["broken"] for code, rule in found.items() if rule["broken"]} == {}
    assert [code for code, rule in found.items() if not rule["checked"]] == []


def test_every_rule_has_its_planted_breach():
    assert set(PLANTED) == set(BY_CODE)
    assert len(RULES) == len(BY_CODE)


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_breach_is_found_with_the_facts_behind_it(code: str):
    events = lawful()
    PLANTED[code](events)
    (broken, *_) = judged(events)[code]["broken"]
    places = {f"{event.service}:{event.position}" for event in events}
    assert {fact["place"] for fact in broken["facts"]} <= places
    assert broken["facts"] or code in ("suspense-is-empty", "at-most-five-years")


def test_a_rule_can_be_held_against_an_earlier_day():
    """The report of the second grant came later; on the day itself nobody was late."""
    events = lawful()
    never("settlement.report-submitted", grant_id="g1")(events)
    rules = (BY_CODE["report-came"],)
    assert judged(events, rules=rules, as_of=date(2025, 12, 1))["report-came"]["checked"] == 0
    assert len(judged(events, rules=rules, as_of=date(2025, 12, 2))["report-came"]["broken"]) == 1


def test_every_rule_has_its_sentence_in_both_languages_and_an_article():
    for rule in RULES:
        assert rule.en.endswith(".")
        assert rule.pl.endswith(".")
        assert rule.article
        assert rule.judge or rule.at_end
