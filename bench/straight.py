"""A made-up history written straight as a bundle's columns, moves and sums, by SQL: ten million facts in minutes.

An export of so many would take a core more than ten, for parsing and packing. What is written is what an export of
`histories.MadeUp` writes, row by row (`tests/bench/test_straight.py` holds them beside each other), but for the lines:
commands that read records find none here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from audit.bundle import manifest as manifests
from audit.bundle.columns import EVENTS, ROW_GROUP, TRANSFERS, batch_of, rows_of
from audit.bundle.manifest import Segment, digest, plain, write_manifest
from audit.bundle.places import BATCH, PLACES
from audit.bundle.writing import SEGMENT
from audit.sealed.blocks import BlocksWriter, Sizes
from audit.sealed.writing import ACCOUNTS, MOVES, MOVES_GROUP, general, moves_file
from bench.histories import BEGAN_MS, NEW_YEAR, PER_ROUND, PREAMBLE, PREAMBLE_MOVES, SERVICES, YEAR_MS, MadeUp, P
from shared.kernel import hlc

_UNNUMBERED = pa.schema(list(MOVES)[:-2])
_STEPS = {"programme": (0, 1, 3, 5, 7, 8), "grants": (2, 6), "payments": (4, 9)}
_ROUNDS = f"""
CREATE OR REPLACE MACRO rounds(first, beyond, whole) AS TABLE
SELECT r, 1 + r * 31 % 900000 AS amount, r // 10 % 250 AS part, 'g' || g AS grant_id, g % 120 AS c,
    'area' || c % 8 AS area, 'unit' || c % 8 % 5 AS unit, '926-9260' || c % 8 % 5 || '-2360' AS classification,
    area || '.' || unit || '.' || classification AS line, 'line/' || line || '/call/c' || c AS home,
    home || '/grant/' || grant_id AS own, DATE '{NEW_YEAR}' + (r * 364 // whole)::INTEGER AS day,
    day - CASE WHEN r % 10 = 3 THEN r * 7919 % 60 ELSE 0 END::INTEGER AS back
FROM (SELECT r, r // 2500 * 10 + r % 10 AS g FROM range(first, beyond) AS t(r));
CREATE OR REPLACE MACRO stamp_of(r, step, whole) AS
    (({BEGAN_MS} + (r * 10 + step) * {YEAR_MS} // (whole * 10 + 1)) << {hlc.COUNTER_BITS}) + step;
CREATE OR REPLACE MACRO instant_of(stamp) AS make_timestamptz((stamp >> {hlc.COUNTER_BITS}) * 1000)
"""  # noqa: S608  nothing in it comes from outside
_FACT = (
    "CASE step WHEN 0 THEN 'FundsReserved' WHEN 1 THEN 'FundsReserved' WHEN 2 THEN signed WHEN 3 THEN signed "
    "WHEN 4 THEN 'FundsDisbursed' WHEN 5 THEN 'FundsDisbursed' WHEN 6 THEN 'ExpenditureAccepted' "
    "WHEN 7 THEN 'ExpenditureAccepted' WHEN 8 THEN 'CallPoolIncreased' END"
)
_STEPPED = f"""
SELECT *, stamp_of(r, step, $whole) AS stamp, {_FACT} AS fact FROM (
    SELECT *, unnest(range(len($steps))) AS k, unnest($steps) AS step,
        CASE part WHEN 0 THEN 'ContractSigned' ELSE 'AnnexSigned' END AS signed FROM rounds($first, $beyond, $whole))
"""  # noqa: S608  nothing in it comes from outside
_EVENTS = f"""
SELECT $before + r * len($steps) + k + 1 AS position, stamp,
    CASE step WHEN 0 THEN 'reservation/{P}/' || grant_id || '/' || part + 1 WHEN 2 THEN 'contract/' || grant_id
        WHEN 6 THEN 'settlement/' || grant_id WHEN 4 THEN 'tranche-plan/' || grant_id WHEN 9 THEN 'payment/p' || r
        ELSE 'budget/{P}' END AS stream,
    CASE WHEN step IN (0, 9) THEN 1 WHEN step IN (2, 4, 6) THEN part + 1 ELSE {PREAMBLE_MOVES} + 5 * r + k END
        AS version,
    CASE step WHEN 0 THEN 'reservation.funds-reserved.v1'
        WHEN 2 THEN CASE part WHEN 0 THEN 'contract.signed.v1' ELSE 'contract.annex-signed.v1' END
        WHEN 4 THEN 'tranche-plan.tranche-disbursed.v1' WHEN 6 THEN 'settlement.expenditure-accepted.v1'
        WHEN 9 THEN 'payment.payment-ordered.v1' ELSE 'budget.entry-posted.v1' END AS name,
    printf('%08x-0000-5000-8000-%012x', $service_no, position) AS event_id,
    CASE step WHEN 8 THEN back ELSE day END AS effective_on, instant_of(stamp) AS acted_at,
    printf('person-%04d', position % 40) AS actor, NULL AS on_behalf_of, $service || '-' || position AS command_id,
    stream AS correlation_id, NULL AS causation_id,
    CASE step WHEN 2 THEN MAP {{'programme': {PREAMBLE} + 6 * r + 1}} WHEN 3 THEN MAP {{'grants': 2 * r + 1}}
        WHEN 4 THEN MAP {{'grants': 2 * r + 1}} WHEN 5 THEN MAP {{'payments': 2 * r + 1}}
        WHEN 6 THEN MAP {{'payments': 2 * r + 1}} WHEN 7 THEN MAP {{'grants': 2 * r + 2}}
        ELSE MAP {{}}::MAP(VARCHAR, BIGINT) END AS causes,
    CASE $service WHEN 'programme' THEN 3 * r + (k >= 2)::INTEGER + (k >= 3)::INTEGER + (k >= 4)::INTEGER
        WHEN 'grants' THEN 2 * r + k + 1 ELSE r + 1 END AS causes_so_far,
    '{P}' AS programme, CASE WHEN step IN (1, 3, 5, 7, 8) THEN line END AS line,
    CASE WHEN step IN (1, 3, 5, 7, 8) THEN area END AS area, CASE WHEN step IN (1, 3, 5, 7, 8) THEN unit END AS unit,
    CASE WHEN step IN (1, 3, 5, 7, 8) THEN classification END AS classification,
    CASE WHEN step IN (0, 1, 2, 3, 5, 7, 8) THEN 'c' || c END AS call, CASE WHEN step <> 8 THEN grant_id END AS grant,
    CASE WHEN step IN (2, 6) THEN 'org-' || c % 37 END AS organisation,
    CASE WHEN step = 9 THEN NULL ELSE fact END AS fact, CASE step WHEN 0 THEN part + 1 END AS decision_no,
    CASE WHEN step = 2 AND part > 0 THEN 'up' END AS direction,
    CASE WHEN step IN (1, 3, 5, 7, 8) THEN 'B/' || {PREAMBLE_MOVES} + 5 * r + k || '/2025' END AS document,
    CASE WHEN step = 8 THEN back WHEN step = 4 AND r % 7 = 0 THEN day - 1 ELSE day END AS day, amount AS amount_grosze
FROM ({_STEPPED}) ORDER BY position
"""  # noqa: S608  nothing in it comes from outside
_DEBIT = (
    "CASE step WHEN 0 THEN home WHEN 1 THEN home WHEN 2 THEN own || '/reserved' WHEN 3 THEN own || '/reserved' "
    "WHEN 4 THEN own || '/contracted' WHEN 5 THEN own || '/contracted' WHEN 8 THEN 'line/' || line "
    "ELSE own || '/disbursed' END"
)
_CREDIT = (
    "CASE step WHEN 0 THEN own || '/reserved' WHEN 1 THEN own || '/reserved' WHEN 2 THEN own || '/contracted' "
    "WHEN 3 THEN own || '/contracted' WHEN 4 THEN own || '/disbursed' WHEN 5 THEN own || '/disbursed' "
    "WHEN 8 THEN home ELSE own || '/settled' END"
)
_TRANSFERS = f"""
SELECT $before + r * 6 + k + 1 AS position, stamp, {PREAMBLE_MOVES} + 5 * r + k AS number, '{P}' AS programme, fact,
    CASE step WHEN 8 THEN back ELSE day END AS value_on, value_on AS effective_on, 'limit' AS book, {_DEBIT} AS debit,
    {_CREDIT} AS credit, amount AS amount_grosze
FROM ({_STEPPED}) WHERE step <> 0 ORDER BY position
"""  # noqa: S608  nothing in it comes from outside
_MOVES = f"""
SELECT {PREAMBLE_MOVES} + 5 * r + k + 1 AS number, stamp,
    CASE step WHEN 0 THEN 'programme' WHEN 8 THEN 'programme' WHEN 4 THEN 'payments' ELSE 'grants' END AS service,
    CASE step WHEN 0 THEN {PREAMBLE} + 6 * r + 1 WHEN 8 THEN {PREAMBLE} + 6 * r + 6 WHEN 6 THEN 2 * r + 2
        ELSE 2 * r + 1 END AS position,
    '{P}' AS programme, CASE step WHEN 8 THEN back ELSE day END AS day, {_DEBIT} AS debit, {_CREDIT} AS credit,
    amount AS amount_grosze
FROM ({_STEPPED}) ORDER BY number
"""  # noqa: S608  nothing in it comes from outside


def write_straight(made: MadeUp, folder: Path) -> dict[str, Any]:
    """Gives the manifest. A segment holds whole rounds, so it may be some records short of a million."""
    manifest = manifests.empty()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET threads = 2")
        connection.execute(_ROUNDS)
        for service in SERVICES:
            segments = _segments(connection, made, service, folder)
            manifest["services"][service] = {
                "records": segments[-1].last,
                "first_position": 1,
                "last_position": segments[-1].last,
                "last_hlc": hlc.text_of(segments[-1].last_stamp),
                "watermark": hlc.text_of(made.mark(service).watermark),
                "segments": [plain(segment) for segment in segments],
            }
        manifest["count"] = _sealed(connection, made, folder)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            manifest["files"][str(path.relative_to(folder))] = digest(path)
    write_manifest(folder, manifest)
    return manifest


def _segments(connection: duckdb.DuckDBPyConnection, made: MadeUp, service: str, folder: Path) -> list[Segment]:
    segments: list[Segment] = []
    rounds = SEGMENT // PER_ROUND[service] - PREAMBLE
    before = PREAMBLE if service == "programme" else 0
    for kind in ("events", "places", "transfers"):
        (folder / service / kind).mkdir(parents=True)
    for first in range(0, made.rounds, rounds):
        beyond = min(first + rounds, made.rounds)
        asked = {
            "first": first, "beyond": beyond, "whole": made.rounds, "steps": list(_STEPS[service]), "before": before,
        }  # fmt: skip
        more = {"service": service, "service_no": SERVICES.index(service)}
        events = connection.sql(_EVENTS, params=asked | more).to_arrow_table().cast(EVENTS)
        transfers = TRANSFERS.empty_table()
        if service == "programme":
            transfers = connection.sql(_TRANSFERS, params=asked).to_arrow_table().cast(TRANSFERS)
        if service == "programme" and not first:
            rows = [rows_of(record, record.body, 0) for record in made.records(service, until=PREAMBLE)]
            early = pa.Table.from_batches([batch_of([event for event, _ in rows], EVENTS)])
            events = pa.concat_tables([early, events])
            moves = [move for _, own in rows for move in own]
            transfers = pa.concat_tables([pa.Table.from_batches([batch_of(moves, TRANSFERS)]), transfers])
        segment = Segment(
            first=events["position"][0].as_py(),
            last=events["position"][-1].as_py(),
            records=events.num_rows,
            first_stamp=events["stamp"][0].as_py(),
            last_stamp=events["stamp"][-1].as_py(),
            transfers=transfers.num_rows,
            causes=events["causes_so_far"][-1].as_py(),
            frames=[],
        )
        pq.write_table(events, folder / segment.events(service), compression="zstd", row_group_size=ROW_GROUP)
        with (folder / segment.places(service)).open("wb") as file, pa.ipc.new_file(file, PLACES) as batches:
            batches.write_table(events.select(PLACES.names), max_chunksize=BATCH)
        if transfers.num_rows:
            pq.write_table(transfers, folder / segment.moves(service), compression="zstd", row_group_size=ROW_GROUP)
        segments.append(segment)
    return segments


def _sealed(connection: duckdb.DuckDBPyConnection, made: MadeUp, folder: Path) -> dict[str, Any]:
    """Moves by SQL; their sums by the workbench's own writer of blocks."""
    sizes = Sizes()
    blocks = BlocksWriter(folder, sizes)
    (folder / "count/moves").mkdir(parents=True)
    accounts: dict[str, int] = {}
    spans: list[dict[str, Any]] = []
    held = _early_moves(made)
    step = (sizes.span() - PREAMBLE_MOVES) // 5
    for first in range(0, made.rounds, step):
        asked = {
            "first": first,
            "beyond": min(first + step, made.rounds),
            "whole": made.rounds,
            "steps": [0, 2, 4, 6, 8],
        }
        held = pa.concat_tables([held, connection.sql(_MOVES, params=asked).to_arrow_table().cast(_UNNUMBERED)])
        while held.num_rows >= sizes.span():
            spans.append(_span(held.slice(0, sizes.span()), folder, blocks, accounts))
            held = held.slice(sizes.span())
    if held.num_rows:
        spans.append(_span(held, folder, blocks, accounts))
    blocks.close()
    name = "count/accounts.arrow"
    with (folder / name).open("wb") as file, pa.ipc.new_file(file, ACCOUNTS) as batches:
        batches.write_batch(batch_of([(P, account) for account in accounts], ACCOUNTS))
    return {
        "until": hlc.text_of(made.mark("programme").watermark),
        "moves": spans[-1]["last"],
        "block": sizes.block,
        "radix": sizes.radix,
        "spans": spans,
        "years": {P: spans[0]["first_hlc"]},
        "accounts": name,
        "waiting": None,
        "violations": None,
    }


def _early_moves(made: MadeUp) -> pa.Table:
    """The preamble's entries come first in the count too: each moves what its own entry, or its call, says."""
    rows: list[tuple[Any, ...]] = []
    for record in made.records("programme", until=PREAMBLE):
        _, own = rows_of(record, record.body, 0)
        for _, stamp, number, programme, fact, _, day, _, debit, credit, amount in own:
            called = fact == "CallOpened"
            place = (stamp - called, "programme", record.position - called)
            rows.append((number, *place, programme, day, debit, credit, amount))
    return pa.Table.from_batches([batch_of(rows, _UNNUMBERED)])


def _span(moves: pa.Table, folder: Path, blocks: BlocksWriter, accounts: dict[str, int]) -> dict[str, Any]:
    names: dict[str, int] = {}

    def number(account: str) -> int:
        found = names.get(account)
        if found is None:
            found = names[account] = accounts.setdefault(general(account), len(accounts))
        return found

    debits, credits_ = [], []
    for batch in moves.to_batches(max_chunksize=MOVES_GROUP):
        columns = (batch[name].to_pylist() for name in ("debit", "credit", "day", "amount_grosze"))
        for debit, credit, day, amount in zip(*columns, strict=True):
            debits.append(number(debit))
            credits_.append(number(credit))
            blocks.add(debits[-1], credits_[-1], day, amount)
    for name, numbers in (("debit_no", debits), ("credit_no", credits_)):
        moves = moves.append_column(name, pa.array(numbers, pa.int32()))
    first, last = moves["number"][0].as_py(), moves["number"][-1].as_py()
    name = moves_file(first, last)
    pq.write_table(moves, folder / name, compression="zstd", row_group_size=MOVES_GROUP)
    return {
        "first": first,
        "last": last,
        "first_hlc": hlc.text_of(moves["stamp"][0].as_py()),
        "last_hlc": hlc.text_of(moves["stamp"][-1].as_py()),
        "moves": name,
    }
