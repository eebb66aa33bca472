"""What an operator sees of the money, read from the tables of the journal: literal rows, literal figures."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from psycopg.rows import dict_row

from programme.main import SERVICE
from programme.readmodels.figures import of_money
from shared.eventstore.migrations import migrate
from shared.kernel.accounts import BALANCES
from shared.kernel.canonical import canonical_json

pytestmark = pytest.mark.slow

YEAR = "torun-2025"
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture
def connection(postgres):
    dsn = postgres.fresh_database("figures")
    migrate(dsn, SERVICE.migrations)
    with psycopg.connect(dsn, row_factory=dict_row) as connected:
        yield connected


def _post(connection, number: int, day: date, *moves: tuple[str, int]) -> None:
    """moves: (account, grosze)."""
    for ordinal, (account, amount) in enumerate(moves):
        connection.execute(
            "INSERT INTO postings (programme_id, number, ordinal, effective_on, account, synthetic, counter, "
            "amount_grosze) VALUES (%s, %s, %s, %s, %s, %s, '', %s)",
            (YEAR, number, ordinal, day, account, account, amount),
        )


def _state(connection, number: int, fact: str, stated_grosze: int) -> None:
    """An entry by which the limit is stated."""
    connection.execute(
        "INSERT INTO journal_entries (programme_id, number, hlc, fact, effective_on, value_on, actor, amount_grosze, "
        "turnover_grosze, running_turnover_grosze) VALUES (%s, %s, %s, %s, %s, %s, 'council', 0, 0, 0)",
        (YEAR, number, number, fact, MAY, MAY),
    )
    connection.execute(
        "INSERT INTO events (originator_id, originator_version, topic, state, notification_id, event_id, hlc) "
        "VALUES (%s, %s, 'budget.entry-posted.v1', %s, %s, gen_random_uuid(), %s)",
        (f"budget/{YEAR}", number, canonical_json({"data": {"stated_grosze": stated_grosze}}), number, number),
    )


def _told(connection) -> dict[str, float]:
    return {
        figure.labels.get("balance", figure.name): figure.value
        for figure in of_money(connection, 0.0)
        if figure.labels["programme"] == YEAR
    }


def test_before_there_is_a_year_nothing_is_told(connection):
    assert list(of_money(connection, 0.0)) == []


def test_balances_sums_and_suspense(connection):
    _post(connection, 1, MAY, ("limit", -1000), ("free", 1000))
    _post(connection, 2, MAY, ("free", -300), ("line/a/grant/g/reserved", 300))
    _post(connection, 3, JUNE, ("suspense/grant/g", -70), ("suspense/bank", 70))
    _post(connection, 4, JUNE, ("suspense/grant/h", 20), ("suspense/bank", -20))
    told = _told(connection)
    assert {name: told[name] for name in BALANCES if told[name]} == {"free": 700, "reserved": 300}
    assert told["grosz_budget_committed_grosze"] == 300
    assert told["grosz_budget_headroom_grosze"] == 700
    assert told["grosz_suspense_grosze"] == 90
    assert told["grosz_accounts_below_zero"] == 0


def test_the_limit_is_what_its_contra_account_holds_and_the_bank_of_the_second_book_is_none_of_it(connection):
    _post(connection, 1, MAY, ("limit", -1000), ("free", 1000))
    _post(connection, 2, JUNE, ("suspense/grant/g", -70), ("suspense/bank", 70))
    assert _told(connection)["grosz_budget_limit_grosze"] == 1000


def test_an_account_that_was_below_zero_for_a_month_is_told_though_it_ends_above(connection):
    _post(connection, 1, JUNE, ("limit", -1000), ("free", 1000))
    _post(connection, 2, MAY, ("free", -1), ("line/a", 1))
    assert _told(connection)["grosz_accounts_below_zero"] == 1


def test_a_cut_is_pending_as_far_as_the_limit_is_above_the_lower_word(connection):
    _post(connection, 1, MAY, ("limit", -1000), ("free", 1000))
    _state(connection, 1, "BudgetAdopted", 1000)
    assert _told(connection)["grosz_cut_pending_grosze"] == 0
    _state(connection, 2, "ProgrammeAdopted", 1200)
    _state(connection, 3, "BudgetAmended", 900)
    assert _told(connection)["grosz_cut_pending_grosze"] == 100
