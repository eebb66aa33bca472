"""Seed and programme make the whole plan: pure, without a clock, the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from grosz.asking import DEMO_PROGRAMME
from grosz.demo import acts, courses
from grosz.demo import calls as calling
from grosz.demo.figures import AREAS, CALLS, Call
from grosz.demo.offers import PROMISED, Fate
from grosz.demo.steps import Phase, Step, in_order, phases
from grosz.demo.year import Year, expected, plan_year

DEFAULT_SEED = 2025
DEFAULT_PROGRAMME = DEMO_PROGRAMME


@dataclass(frozen=True)
class Plan:
    """A year as steps in the order in which they are played."""

    seed: int
    year: Year
    steps: tuple[Step, ...]

    @property
    def programme(self) -> str:
        return self.year.programme_id

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        return tuple(phases(self.steps))

    @cached_property
    def answers(self) -> dict[str, bool]:
        """Grant id to what programme must answer to its proposal: the money is there, or it is not."""
        proposed = self.year.offers(*PROMISED, Fate.BEYOND)
        return {offer.offer_id: offer.fate in PROMISED for _, offer in proposed}

    @cached_property
    def expected(self) -> dict[str, int]:
        """The twelve balances in grosze when all is played."""
        return expected(self.year)

    @cached_property
    def expected_areas(self) -> dict[str, dict[str, int]]:
        return {area.key: expected(self.year, area=area.key) for area in AREAS}

    def command_id(self, step: Step) -> str:
        return step.command_id(seed=self.seed, programme=self.programme)

    def counts(self) -> dict[str, int]:
        """How much of everything there is."""
        contracts = self.year.contracts
        by_fate = Counter(offer.fate for _, offer in self.year.offers())
        return {
            "commands": len(self.steps),
            "phases": len(self.phases),
            "lines": len(self.year.lines),
            "calls": len(self.year.calls),
            "organisations": len({offer.applicant for _, offer in self.year.offers()}),
            "offers": sum(by_fate.values()),
            **{f"offers {fate.value}": by_fate[fate] for fate in Fate},
            "contracts": len(contracts),
            "tranches": sum(len(contract.tranches) for contract in contracts),
            "reports": sum(contract.report is not None for contract in contracts),
            "returns": sum(contract.given_back_grosze > 0 for contract in contracts),
        }


def make_plan(*, seed: int = DEFAULT_SEED, programme: str = DEFAULT_PROGRAMME, calls: Sequence[Call] = CALLS) -> Plan:
    """Draw the year and write down its commands, in the order of their months. Fewer calls make a shorter play."""
    year = plan_year(seed=seed, programme=programme, calls=calls)
    steps = (
        *acts.programme_steps(year),
        *acts.allocation_steps(year),
        *calling.call_steps(year, acts.allocation_day(year)),
        *acts.registration_steps(year),
        *courses.offer_steps(year, seed),
        *courses.contract_steps(year, seed),
        *courses.payment_steps(year, seed),
    )
    return Plan(seed, year, in_order(steps))
