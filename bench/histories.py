"""Histories made up for measuring: any length, the same bytes each time, as records of three services.

A year of 120 calls. Ten grants are busy at a time, each for 250 rounds; a round is ten facts: promise, contract or
annex, a payment, its acceptance, the journal's entry of each, more money for the call, and a payment order. Every tenth
increase of a call is back-dated by up to two months, every seventh payment by a day. Nothing of it is anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit.sources import Mark
from audit.sources.record import Record
from shared.kernel import hlc
from shared.kernel.canonical import instant_text

P = "bench-2025"
SERVICES = ("programme", "grants", "payments")
NEW_YEAR = date(2025, 1, 1)
FACTS_OF_A_ROUND = 10
BEGAN_MS = 1_735_686_000_000
YEAR_MS = 364 * 86_400_000
_BUSY, _ROUNDS, _CALLS, _LINES = 10, 250, 120, 8
_POOL, _ALLOCATED = 10**14, 10**16
PREAMBLE_MOVES = 1 + _LINES + _CALLS
PREAMBLE = PREAMBLE_MOVES + _CALLS
PER_ROUND = {"programme": 6, "grants": 2, "payments": 2}
_PLACE = '"hlc":"%s",'
_ENVELOPE = (
    '{"acted_at":"%s","actor":"person-%04d","authority":"bench","causation_id":null,"causes":%s,"command_id":"%s-%d",'
    '"correlation_id":"%s","data":%s,"effective_on":"%s","event_id":"%08x-0000-5000-8000-%012x",%s"late_reason":null,'
    '"on_behalf_of":null,%s"stream":"%s","traceparent":null,"type":"%s","type_version":%d,"version":%d}'
)
_ENTRY = (
    '{"amount_grosze":%d,"call_id":"%s","caused_by":null,"cut_pending_grosze":0,"decision_no":%s,"document":"B/%d/2025",'
    '"effective_on":"%s","fact":"%s","grant_id":%s,"in_force":true,"limit_grosze":%d,"line_id":"%s","programme_id":"%s",'
    '"stated_grosze":%s,"suspense":[],"transfers":[%s],"value_on":"%s"}'
)
_MOVE = '{"amount_grosze":%d,"credit":"%s","debit":"%s"}'


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A source of about so many facts, with the stores' clocks at its end."""

    facts: int
    placed: bool = True
    services: tuple[str, ...] = SERVICES

    @property
    def rounds(self) -> int:
        return self.facts // FACTS_OF_A_ROUND

    def describe(self) -> str:
        return "made up for measuring"

    def mark(self, service: str) -> Mark:
        first = PREAMBLE if service == "programme" else 0
        return Mark(first + PER_ROUND[service] * self.rounds, self.stamp(self.rounds, 0))

    def stamp(self, round_: int, step: int) -> int:
        """Facts lie evenly over the year; the preamble lies before it."""
        ms = BEGAN_MS + (round_ * FACTS_OF_A_ROUND + step) * YEAR_MS // (self.rounds * FACTS_OF_A_ROUND + 1)
        return (ms << hlc.COUNTER_BITS) + step

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        end = self.mark(service).position if until is None else min(until, self.mark(service).position)
        if service == "programme":
            yield from (one for one in self._preamble() if after < one.position <= end)
        first, per_round = (PREAMBLE, 6) if service == "programme" else (0, 2)
        make = {"programme": self._of_programme, "grants": self._of_grants, "payments": self._of_payments}[service]
        for round_ in range(max(0, after - first) // per_round, self.rounds):
            for record in make(round_, first + per_round * round_):
                if record.position > end:
                    return
                if record.position > after:
                    yield record

    def close(self) -> None: ...

    def _preamble(self) -> Iterator[Record]:
        moves = [("BudgetAdopted", "limit", "free", _ALLOCATED * _LINES, None, None)]
        moves += [("AreaAllocated", "free", f"line/{_line(n)}", _ALLOCATED, _line(n), None) for n in range(_LINES)]
        moves += [("CallOpened", f"line/{_line(n)}", _call_account(n), _POOL, _line(n), f"c{n}") for n in range(_CALLS)]
        position = 0
        for number, (fact, debit, credit, amount, line, call) in enumerate(moves, 1):
            stamp = ((BEGAN_MS - 86_400_000) << hlc.COUNTER_BITS) + 2 * number
            if call:
                position += 1
                data = (
                    f'{{"call_id":"{call}","line_id":"{line}","opens_on":"{NEW_YEAR}","pool_grosze":{amount},'
                    f'"programme_id":"{P}"}}'
                )
                yield self._record("programme", position, stamp, f"call/{call}", 1, "call.opened.v1", data, NEW_YEAR)
            position += 1
            move = _MOVE % (amount, credit, debit)
            stated = str(amount) if fact == "BudgetAdopted" else "null"
            data = _entry(fact, amount, call or "", NEW_YEAR, move, number, line=line or "", stated=stated)
            stream, name = f"budget/{P}", "budget.entry-posted.v1"
            yield self._record("programme", position, stamp + 1, stream, number, name, data, NEW_YEAR)

    def _of_programme(self, round_: int, before: int) -> Iterator[Record]:
        grant, part, call, amount, day = _plan(round_, self.rounds)
        home, line = _call_account(call), _line(call)
        number = PREAMBLE_MOVES + 5 * round_
        promised = (
            f'{{"amount_grosze":{amount},"call_id":"c{call}","decision_no":{part + 1},"grant_id":"{grant}",'
            f'"line_id":null,"programme_id":"{P}"}}'
        )
        stream = f"reservation/{P}/{grant}/{part + 1}"
        yield self._record(
            "programme", before + 1, self.stamp(round_, 0), stream, 1, "reservation.funds-reserved.v1", promised, day
        )
        own = f"{home}/grant/{grant}"
        steps = (
            (1, "FundsReserved", home, f"{own}/reserved", day, None),
            (3, "ContractSigned" if part == 0 else "AnnexSigned", f"{own}/reserved", f"{own}/contracted", day,
             ("grants", 2 * round_ + 1)),
            (5, "FundsDisbursed", f"{own}/contracted", f"{own}/disbursed", day, ("payments", 2 * round_ + 1)),
            (7, "ExpenditureAccepted", f"{own}/disbursed", f"{own}/settled", day, ("grants", 2 * round_ + 2)),
            (8, "CallPoolIncreased", f"line/{line}", home, _back(round_, day), None),
        )  # fmt: skip
        for at, (step, fact, debit, credit, on, cause) in enumerate(steps):
            about = None if step == 8 else grant
            data = _entry(
                fact, amount, f"c{call}", on, _MOVE % (amount, credit, debit), number + at + 1, line=line, grant=about
            )
            yield self._record(
                "programme", before + 2 + at, self.stamp(round_, step), f"budget/{P}", number + at + 1,
                "budget.entry-posted.v1", data, on, cause=cause,
            )  # fmt: skip

    def _of_grants(self, round_: int, before: int) -> Iterator[Record]:
        grant, part, call, amount, day = _plan(round_, self.rounds)
        about = f'"grant_id":"{grant}","organisation_id":"org-{call % 37}","programme_id":"{P}"'
        if part == 0:
            name, direction = "contract.signed.v1", ""
        else:
            name, direction = "contract.annex-signed.v1", '"direction":"up",'
        signed = f'{{"amount_grosze":{amount},"call_id":"c{call}",{direction}{about},"signed_on":"{day}"}}'
        yield self._record(
            "grants", before + 1, self.stamp(round_, 2), f"contract/{grant}", part + 1, name, signed, day,
            cause=("programme", PREAMBLE + 6 * round_ + 1),
        )  # fmt: skip
        accepted = f'{{"accepted_on":"{day}","amount_grosze":{amount},{about}}}'
        yield self._record(
            "grants", before + 2, self.stamp(round_, 6), f"settlement/{grant}", part + 1,
            "settlement.expenditure-accepted.v1", accepted, day, cause=("payments", 2 * round_ + 1),
        )  # fmt: skip

    def _of_payments(self, round_: int, before: int) -> Iterator[Record]:
        grant, part, _, amount, day = _plan(round_, self.rounds)
        value_on = day - timedelta(days=1) if round_ % 7 == 0 else day
        paid = (
            f'{{"amount_grosze":{amount},"disbursed_total_grosze":{amount},"grant_id":"{grant}","programme_id":"{P}",'
            f'"tranche_no":{part + 1},"value_on":"{value_on}"}}'
        )
        yield self._record(
            "payments", before + 1, self.stamp(round_, 4), f"tranche-plan/{grant}", part + 1,
            "tranche-plan.tranche-disbursed.v1", paid, day, cause=("grants", 2 * round_ + 1),
        )  # fmt: skip
        ordered = f'{{"amount_grosze":{amount},"grant_id":"{grant}","payment_id":"p{round_}","programme_id":"{P}"}}'
        yield self._record(
            "payments", before + 2, self.stamp(round_, 9), f"payment/p{round_}", 1, "payment.payment-ordered.v1",
            ordered, day,
        )  # fmt: skip

    def _record(
        self, service: str, position: int, stamp: int, stream: str, version: int, name: str, data: str, day: date,
        *, cause: tuple[str, int] | None = None,
    ) -> Record:  # fmt: skip
        instant = instant_text(hlc.instant_of(stamp))
        kind, _, type_version = name.rpartition(".v")
        place = (
            (_PLACE % hlc.text_of(stamp), f'"position":{position},"recorded_at":"{instant}",')
            if self.placed
            else ("", "")
        )
        causes = f'{{"{cause[0]}":{cause[1]}}}' if cause else "{}"
        body = _ENVELOPE % (
            instant, position % 40, causes, service, position, stream, data, day, SERVICES.index(service), position,
            *place, stream, kind, int(type_version), version,
        )  # fmt: skip
        return Record(service, position, stamp, stream, version, name, body.encode(), placed=self.placed)


def _plan(round_: int, rounds: int) -> tuple[str, int, int, int, date]:
    """Which grant, in which round of its life, of which call, how much, on which day."""
    turn, slot = divmod(round_, _BUSY)
    life, part = divmod(turn, _ROUNDS)
    grant = life * _BUSY + slot
    day = NEW_YEAR + timedelta(days=round_ * 364 // rounds)
    return f"g{grant}", part, grant % _CALLS, 1 + round_ * 31 % 900_000, day


def _back(round_: int, day: date) -> date:
    return day - timedelta(days=round_ * 7919 % 60) if round_ % 10 == 3 else day


def _line(call: int) -> str:
    area = call % _LINES
    return f"area{area}.unit{area % 5}.926-9260{area % 5}-2360"


def _call_account(call: int) -> str:
    return f"line/{_line(call)}/call/c{call}"


def _entry(
    fact: str, amount: int, call: str, on: date, move: str, number: int, *, line: str = "", grant: str | None = None,
    stated: str = "null",
) -> str:  # fmt: skip
    about = f'"{grant}"' if grant else "null"
    return _ENTRY % (amount, call, "null", number, on, fact, about, _ALLOCATED * _LINES, line, P, stated, move, on)
