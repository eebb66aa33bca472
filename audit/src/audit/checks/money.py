"""The law of money, at every prefix of each year's journal; and that nothing moves money without its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from audit.checks.files import Files
from audit.checks.ledgers import CAUSES, Book
from audit.checks.rules import WARNING, Case, Rule, case
from audit.journal import Breach
from audit.meanings import OWN_ENTRIES
from audit.sources.record import Record
from shared.kernel import accounts
from shared.kernel.ids import year_of
from shared.kernel.money import GROSZE_MAX

ENTRY = ("budget.entry-posted",)


def _broken(*beginnings: str) -> Callable[[Files, Record], Iterator[Case]]:
    """The journal's own law, by the first words of its sentences."""

    def judge(files: Files, record: Record) -> Iterator[Case]:
        found = [breach for breach in _book(files, record).broken if breach.rule.startswith(beginnings)]
        if not found:
            yield case(True, _about(record), record)
        for breach in found:
            yield case(False, _about(record), record, **_said(breach))

    return judge


def _said(breach: Breach) -> dict[str, object]:
    return {
        "journal_no": breach.number,
        "what": breach.rule,
        "account": breach.account,
        "day": breach.day,
        "balance_grosze": breach.balance,
    }


def _within_the_limit(files: Files, record: Record) -> Iterator[Case]:
    book = _book(files, record)
    yield case(
        book.committed <= book.limit, _about(record), record, committed_grosze=book.committed, limit_grosze=book.limit
    )


def _limit_as_stated(files: Files, record: Record) -> Iterator[Case]:
    """The lower of programme and budget: no entry raises the limit above it, none cuts below."""
    book = _book(files, record)
    raised = any(move["debit"] == accounts.LIMIT for move in record.data["transfers"])
    cut = any(move["credit"] == accounts.LIMIT for move in record.data["transfers"])
    if raised or cut:
        lowest = min(book.stated.values(), default=0)
        held = (not raised or book.limit <= lowest) and (not cut or book.limit >= lowest)
        yield case(held, _about(record), record, limit_grosze=book.limit, stated_grosze=lowest)


def _by_a_cause(files: Files, record: Record) -> Iterator[Case]:
    """An entry of another service's fact finds that fact, recorded before and posted by nobody; any other has a paper
    or is the programme's own fact.
    """
    data, book = record.data, _book(files, record)
    fact, said = data["fact"], data.get("caused_by")
    if said:
        name, event_id = book.cause or (None, None)
        held = event_id == said["event_id"] and name in CAUSES.get(fact, ())
        yield case(held, _about(record), record, fact=fact, cause=f"{said['service']}:{said['position']}", found=name)
    else:
        held = fact in OWN_ENTRIES or fact not in CAUSES
        yield case(held, _about(record), record, fact=fact, cause="none")


def _by_a_paper(_files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    if data["fact"] in OWN_ENTRIES - {"YearClosed"} and (data["amount_grosze"] or data["transfers"]):
        yield case(bool(data.get("document")), _about(record), record, fact=data["fact"])


def _exact(_files: Files, record: Record) -> Iterator[Case]:
    amounts = [one["amount_grosze"] for one in (*record.data["transfers"], *record.data["suspense"])]
    held = all(type(amount) is int and 0 < amount <= GROSZE_MAX for amount in amounts)
    yield case(held, _about(record), record, **({} if held else {"amounts": amounts}))


def _nothing_planned_after_the_closing(files: Files, record: Record) -> Iterator[Case]:
    """What comes back after the closing lapses in the same entry. The closing itself takes an entry for each day."""
    book = _book(files, record)
    if book.closed and record.data["fact"] != "YearClosed":
        left = {name: book.sums.get(name, 0) for name in ("free", "allocated", "pool", "opened", "blocked", "reserved")}
        yield case(not any(left.values()), _about(record), record, **{f"{name}_grosze": n for name, n in left.items()})


def _no_promise_after_the_year(_files: Files, record: Record) -> Iterator[Case]:
    data = record.data
    if data["fact"] in ("FundsReserved", "CallOpened", "AreaAllocated"):
        day = date.fromisoformat(data["effective_on"])
        yield case(day.year <= year_of(data["programme_id"]), _about(record), record, fact=data["fact"], day=day)


def _suspense_is_empty(files: Files, _today: date) -> Iterator[Case]:
    """What the bank moved beyond a contract is owed by somebody until later facts explain it."""
    for programme, book in files.ledgers.books.items():
        owed = {a: n for a, n in book.journal.totals.items() if a.startswith("suspense/grant/") and n}
        if not owed:
            yield case(True, programme)
        for account, amount in sorted(owed.items()):
            yield case(False, account.rpartition("/")[2], programme=programme, balance_grosze=amount)


def _book(files: Files, record: Record) -> Book:
    return files.ledgers.book(record.data["programme_id"])


def _about(record: Record) -> str:
    data = record.data
    return str(data.get("grant_id") or data.get("call_id") or data.get("line_id") or data["programme_id"])


RULES = (
    Rule(
        "no-account-below-zero",
        "No account is below zero, on any day, at any prefix of the journal.",
        "Żadne konto nie spada poniżej zera, w żadnym dniu i po żadnym wpisie dziennika.",
        "UFP art. 44, 52, 261",
        looks_at=ENTRY,
        judge=_broken("no account below zero"),
    ),
    Rule(
        "balances-add-up",
        "All balances together are the limit, after every entry.",
        "Suma wszystkich sald jest równa limitowi po każdym wpisie.",
        "UFP art. 44, 52",
        looks_at=ENTRY,
        judge=_broken("the balances add up", "the suspense book balances"),
    ),
    Rule(
        "committed-within-limit",
        "What is promised, signed, paid and settled is never above the limit.",
        "Zaangażowanie (obiecane, podpisane, wypłacone, rozliczone) nigdy nie przekracza limitu.",
        "UFP art. 52, 261",
        looks_at=ENTRY,
        judge=_within_the_limit,
    ),
    Rule(
        "limit-as-stated",
        "The limit is the lower of what programme and budget state: it is not raised above it, nor cut below.",
        "Limit to niższa z kwot programu i budżetu: nie podnosi się go ponad nią ani nie obniża poniżej.",
        "UDPP art. 5a(4)(8); UFP art. 52, 211",
        looks_at=ENTRY,
        judge=_limit_as_stated,
    ),
    Rule(
        "transfers-by-the-table",
        "Money moves only between accounts that the posting table joins for that fact.",
        "Pieniądze przechodzą tylko między kontami, które dla danego faktu łączy tabela księgowań.",
        "Accounting Act art. 10(1)(3), 14",
        looks_at=ENTRY,
        judge=_broken("the posting table has", "the chart of accounts has", "money moves on", "a transfer moves more"),
    ),
    Rule(
        "journal-numbers-run-on",
        "Entries are numbered one after another, without a gap.",
        "Zapisy dziennika są numerowane kolejno, bez luk.",
        "Accounting Act art. 14(2), 14(4)",
        looks_at=ENTRY,
        judge=_broken("numbers follow", "an effect is recorded"),
    ),
    Rule(
        "exact-grosze",
        "Amounts are whole grosze above zero.",
        "Kwoty są całkowitą, dodatnią liczbą groszy.",
        "Accounting Act art. 23(2)",
        looks_at=ENTRY,
        judge=_exact,
    ),
    Rule(
        "money-has-its-cause",
        "Money is moved by a fact that its owner recorded before, and only once.",
        "Pieniądze przesuwa fakt zapisany wcześniej przez tego, do kogo należy, i tylko raz.",
        "Accounting Act art. 20(1), 20(2), 23(2)",
        looks_at=ENTRY,
        judge=_by_a_cause,
    ),
    Rule(
        "plan-changes-have-a-paper",
        "A change of the plan names its resolution or order.",
        "Zmiana planu wskazuje uchwałę lub zarządzenie.",
        "Accounting Act art. 14(2), 23(2); UFP art. 257",
        looks_at=ENTRY,
        judge=_by_a_paper,
    ),
    Rule(
        "no-promise-after-the-year",
        "From 1 January nothing of the old year is allocated, opened or promised.",
        "Od 1 stycznia ze starego roku nic nie jest przydzielane, ogłaszane ani obiecywane.",
        "UFP art. 263(1)",
        looks_at=ENTRY,
        judge=_no_promise_after_the_year,
    ),
    Rule(
        "closed-year-holds-no-plan",
        "In a closed year nothing is left that was only planned or promised.",
        "W zamkniętym roku nie zostaje nic, co było tylko zaplanowane lub obiecane.",
        "UFP art. 263(1)",
        looks_at=ENTRY,
        judge=_nothing_planned_after_the_closing,
    ),
    Rule(
        "suspense-is-empty",
        "No money lies in suspense: each payment and return fits its contract.",
        "Na koncie do wyjaśnienia nic nie leży: każda wypłata i zwrot mieści się w umowie.",
        "Accounting Act art. 24(2); UFP art. 252",
        severity=WARNING,
        at_end=_suspense_is_empty,
    ),
)
