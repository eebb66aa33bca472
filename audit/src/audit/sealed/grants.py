"""Grants one by one, from the moves themselves: no block sums them, and their number is what the answer is long by."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from audit.bundle.manifest import segments_of
from audit.ledger import Ledger
from audit.sources.bundle import Bundle

_SUMS = """
SELECT account, sum(change)::BIGINT AS change FROM (
    SELECT debit AS account, -amount_grosze AS change FROM read_parquet($files)
    WHERE programme = $programme AND stamp <= $until AND day <= $day
    UNION ALL
    SELECT credit, amount_grosze FROM read_parquet($files)
    WHERE programme = $programme AND stamp <= $until AND day <= $day
) GROUP BY account ORDER BY account
"""
_ORGANISATIONS = """
SELECT "grant", arg_max(organisation, position) FROM read_parquet($files)
WHERE organisation <> '' AND "grant" <> '' AND stamp <= $until GROUP BY "grant"
"""


def ledger_of(files: Sequence[Path], programme: str, *, until: int, as_of: date | None) -> Ledger:
    """Each account with its whole change up to the day, as if it were of one day."""
    ledger = Ledger()
    if files:
        with duckdb.connect() as connection:
            named = {"files": [str(file) for file in files], "programme": programme, "until": until}
            rows = connection.execute(_SUMS, {**named, "day": as_of or date.max}).fetchall()
        ledger.changes = {account: {date.min: change} for account, change in rows}
    return ledger


def organisations(bundle: Bundle, until: int) -> dict[str, str]:
    """Whose each grant was, by the last word of grants' facts up to a stamp."""
    segments = segments_of(bundle.manifest["services"].get("grants", {"segments": []}))
    files = [str(bundle.folder / one.events("grants")) for one in segments if one.first_stamp <= until]
    if not files:
        return {}
    with duckdb.connect() as connection:
        return dict(connection.execute(_ORGANISATIONS, {"files": files, "until": until}).fetchall())
