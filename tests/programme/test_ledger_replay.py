"""The ledger, told from sealed blocks, against a fold of the raw stream: random histories, any pair of moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.domain.budget import EntryPosted
from programme.domain.budget.events import CausedBy
from programme.readmodels import sums
from programme.readmodels.accounts import accounts, statement
from programme.readmodels.budget_sheet import budget
from programme.readmodels.turnover_sheet import turnover_sheet
from shared.kernel import hlc
from shared.kernel.accounts import BALANCES
from shared.kernel.balances import Transfer
from shared.kernel.canonical import canonical_json
from tests.programme.books import Books, Raw, group, instant, open_books, stamp
from tests.programme.makers import LINE, OTHER_LINE
from tests.support.servers import Postgres

pytestmark = pytest.mark.slow

GROUPINGS = ["area", "unit", "classification", "division", "chapter", "paragraph", "line", "call", "grant"]
SHEET_GROUPINGS = ["account", "balance", *GROUPINGS[:-1]]
HOMES = [f"line/{LINE}", f"line/{LINE}/pool", f"line/{LINE}/call/c1", f"line/{OTHER_LINE}/call/c2"]
GRANTS = [f"{home}/grant/{g}/{stage}" for home in HOMES for g in ("g1", "g2") for stage in ("reserved", "disbursed")]
PLAN = ["limit", "free", "free/blocked", "lapsed", *HOMES, f"{HOMES[2]}/blocked", f"line/{LINE}/lapsed"]
SECOND = ["suspense/bank", "suspense/grant/g1", "suspense/grant/g2", "wpf/2026/limit", "wpf/2026/grant/g1"]
FACTS = ["FundsReserved", "ContractSigned", "FundsDisbursed"]

numbers = count(1)
days = st.integers(min_value=-20, max_value=420).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
amounts = st.integers(min_value=1, max_value=9_000)


def transfers(names: list[str]) -> st.SearchStrategy[Transfer]:
    pairs = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    return st.builds(lambda pair, amount: Transfer(pair[0], pair[1], amount), pairs, amounts)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, EntryPosted]]:
    """Entries in the order of their stamps, several of them within one millisecond, with effect on any day."""
    entries = []
    milliseconds = counter = 0
    for _ in range(draw(st.integers(min_value=1, max_value=40))):
        step = draw(st.sampled_from([0, 0, 1, 5]))
        milliseconds, counter = milliseconds + step, 0 if step else counter + 1
        at = stamp(milliseconds, counter)
        said = draw(st.none() | st.integers(min_value=1, max_value=20))
        cause = (
            CausedBy("00000000-0000-0000-0000-000000000001", "grants", 1, hlc.text_of(at - (said << 16)))
            if said
            else None
        )
        day = draw(days)
        entry = EntryPosted(
            "",
            draw(st.sampled_from(FACTS)),
            day,
            draw(st.just(day) | days),
            tuple(draw(st.lists(transfers(PLAN + GRANTS), max_size=3))),
            amount_grosze=draw(amounts),
            suspense=tuple(draw(st.lists(transfers(SECOND), max_size=1))),
            caused_by=cause,
        )
        entries.append((at, entry))
    return entries


def some_of(groupings: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(groupings), min_size=2, max_size=2, unique=True)


@pytest.fixture(scope="module")
def books(postgres: Postgres) -> Iterator[Books]:
    """Blocks of four entries, two of a level make one of the next: forty entries then fill four levels."""
    with pytest.MonkeyPatch.context() as patch, open_books(postgres.fresh_database("ledger")) as opened:
        patch.setattr(sums, "BLOCK", 4)
        patch.setattr(sums, "RADIX", 2)
        opened.all_have_passed()
        yield opened


def written(books: Books, history: list[tuple[int, EntryPosted]]) -> str:
    programme = f"h{next(numbers)}-2025"
    books.write(programme, [(at, replaced(entry, programme)) for at, entry in history])
    books.project()
    return programme


def replaced(entry: EntryPosted, programme: str) -> EntryPosted:
    return EntryPosted(**{**{name: getattr(entry, name) for name in entry.__slots__}, "programme_id": programme})


def twelve(figures: dict[str, int]) -> dict[str, int]:
    return {name: figures[name] for name in BALANCES}


def added(parts: list[dict[str, int]]) -> dict[str, int]:
    return {name: sum(part[name] for part in parts) for name in BALANCES}


def in_flight(raw: Raw, until: date, known: datetime) -> int:
    return sum(
        entry["amount_grosze"]
        for entry, at in raw.entries
        if entry["caused_by"] and entry["fact"] != "FundsReserved" and date.fromisoformat(entry["value_on"]) <= until
        if hlc.from_text(entry["caused_by"]["hlc"]) <= hlc.last_at(known) < at
    )


def check_budget(
    books: Books, programme: str, raw: Raw, as_of: date | None, known: datetime, groupings: list[str]
) -> None:
    until = as_of or date.max
    for by in [None, *groupings]:
        answer = books.ask(budget, programme=programme, as_of=as_of, known_at=known, by=by)
        naive = raw.figures(by or "area", until=until, known=known)
        assert twelve(answer) == added(list(naive.values()))
        elsewhere = naive.pop("", dict.fromkeys(BALANCES, 0))
        groups = answer["areas"] if by is None else answer["groups"]
        assert {name: twelve(figures) for name, figures in groups.items()} == naive
        assert by is None or twelve(answer["elsewhere"]) == elsewhere
        assert answer["complete"]
    suspense = [
        turnover
        for name, turnover in raw.turnovers("account", until=until, known=known).items()
        if "suspense/grant/" in name
    ]
    assert answer["suspense"] == sum(abs(credit - debit) for debit, credit in suspense)
    assert answer["in_flight"] == in_flight(raw, until, known)


def check_sheet(
    books: Books,
    programme: str,
    raw: Raw,
    first: date | None,
    last: date | None,
    known: datetime,
    groupings: list[str],
) -> None:
    until = last or date.max
    before = first - timedelta(days=1) if first else date.min
    for by in groupings:
        answer = books.ask(turnover_sheet, programme=programme, from_on=first, to_on=last, known_at=known, by=by)
        opening, to_date = (raw.turnovers(by, until=day, known=known) for day in (min(before, until), until))
        rows = {row["group"] or "": row for row in answer["rows"]}
        assert set(rows) == set(to_date)
        for name, (debit, credit) in to_date.items():
            debit_before, credit_before = opening.get(name, (0, 0))
            assert list(rows[name].values())[1:] == [
                credit_before - debit_before,
                debit - debit_before,
                credit - credit_before,
                debit,
                credit,
                credit - debit,
            ]
        totals, journal = answer["sums"], answer["journal"]
        assert totals["debit_grosze"] == totals["credit_grosze"] == journal["turnover_grosze"]
        assert totals["debit_to_date_grosze"] == totals["credit_to_date_grosze"] == journal["turnover_to_date_grosze"]
        assert totals["opening_debit_grosze"] == totals["opening_credit_grosze"]
        assert totals["closing_debit_grosze"] == totals["closing_credit_grosze"]


def check_statement(
    books: Books, programme: str, raw: Raw, account: str, first: date | None, last: date | None, known: datetime
) -> None:
    """Page by page of two postings, against the moves of that account in order of effect."""
    until = last or date.max
    mine = [
        (entry, name, change)
        for entry, name, change in raw.moves(until=until, known=known)
        if account in (name, general_of(name))
    ]
    mine.sort(key=lambda move: move[0]["effective_on"])
    in_period = [move for move in mine if date.fromisoformat(move[0]["effective_on"]) >= (first or date.min)]
    opening = sum(change for _, _, change in mine) - sum(change for _, _, change in in_period)
    postings: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        answer = books.ask(
            statement,
            programme=programme,
            account=account,
            from_on=first,
            to_on=last,
            known_at=known,
            after=after,
            limit=2,
        )
        postings += answer["postings"]
        after = answer["next_after"]
        if after is None:
            break
    assert answer["opening_grosze"] == opening
    assert [posting["amount_grosze"] for posting in postings] == [change for _, _, change in in_period]
    assert [posting["account"] for posting in postings] == [name for _, name, _ in in_period]
    running = opening
    for posting in postings:
        running += posting["amount_grosze"]
        assert posting["balance_grosze"] == running
    assert answer["closing_grosze"] == running
    assert answer["credit_grosze"] - answer["debit_grosze"] == running - opening


def general_of(name: str) -> str:
    return group(name, "account")


def tables(books: Books) -> dict[str, list[tuple[Any, ...]]]:
    names = ("journal_entries", "postings", "ledger_accounts", "ledger_blocks")
    with psycopg.connect(books.database_url) as connection:
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), data=st.data())
def test_any_answer_on_both_axes_equals_the_replay(
    books: Books, history: list[tuple[int, EntryPosted]], data: st.DataObject
) -> None:
    programme = written(books, history)
    raw = books.raw(programme)
    touched = sorted({name for _, name, _ in raw.moves()})
    for _ in range(2):
        known = instant(data.draw(st.integers(min_value=0, max_value=120)))
        first, last = data.draw(st.none() | days), data.draw(st.none() | days)
        check_budget(books, programme, raw, last, known, data.draw(some_of(GROUPINGS)))
        if first is None or last is None or first <= last:
            check_sheet(books, programme, raw, first, last, known, data.draw(some_of(SHEET_GROUPINGS)))
            if touched:
                account = data.draw(st.sampled_from(touched))
                for name in {account, general_of(account)}:
                    check_statement(books, programme, raw, name, first, last, known)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), as_of=st.none() | days, late=st.integers(min_value=0, max_value=60))
def test_made_anew_from_zero_the_ledger_has_the_same_rows_and_gives_the_same_bytes(
    books: Books, history: list[tuple[int, EntryPosted]], as_of: date | None, late: int
) -> None:
    programme = written(books, history)
    asked = {"programme": programme, "as_of": as_of, "known_at": instant(late)}
    rows, answer = tables(books), canonical_json(books.ask(budget, **asked))
    books.forget()
    books.project()
    assert tables(books) == rows
    assert canonical_json(books.ask(budget, **asked)) == answer


def test_the_chart_lists_each_account_page_by_page_and_under_a_general_one_those_of_single_grants(books: Books) -> None:
    day = date(2025, 3, 1)
    home = HOMES[2]
    entry = EntryPosted(
        "",
        "FundsReserved",
        day,
        day,
        (
            Transfer("limit", "free", 100),
            Transfer("free", home, 90),
            Transfer(home, f"{home}/grant/g1/reserved", 30),
            Transfer(home, f"{home}/grant/g2/reserved", 20),
            Transfer(f"{home}/grant/g2/reserved", f"{home}/grant/g2/contracted", 5),
        ),
        suspense=(Transfer("suspense/bank", "suspense/grant/g2", 7),),
    )
    programme = written(books, [(stamp(0), entry)])
    asked = {"programme": programme, "as_of": None, "known_at": instant(1)}

    def pages(under: str | None, limit: int) -> list[tuple[str, str, str, int]]:
        found, after = [], None
        while True:
            answer = books.ask(accounts, **asked, under=under, after=after, limit=limit)
            found += [(a["account"], a["book"], a["balance"], a["amount_grosze"]) for a in answer["accounts"]]
            after = answer["next_after"]
            if after is None:
                return found

    general = [
        ("free", "budget", "free", 10),
        ("limit", "budget", "limit", -100),
        (home, "budget", "opened", 40),
        (f"{home}/grant/*/contracted", "budget", "contracted", 5),
        (f"{home}/grant/*/reserved", "budget", "reserved", 45),
        ("suspense/bank", "suspense", "suspense", -7),
        ("suspense/grant/g2", "suspense", "suspense", 7),
    ]
    assert pages(None, 1000) == pages(None, 2) == general
    single = [
        (f"{home}/grant/g1/reserved", "budget", "reserved", 30),
        (f"{home}/grant/g2/reserved", "budget", "reserved", 15),
    ]
    assert pages(f"{home}/grant/*/reserved", 1000) == pages(f"{home}/grant/*/reserved", 1) == single
