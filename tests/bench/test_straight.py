"""What the benchmark writes straight is what an export writes, row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from audit.asof import answer, counted
from audit.bundle.writing import export
from audit.replay import Replay
from audit.sealed.answering import sealed_counts
from audit.sources.bundle import Bundle
from bench.histories import SERVICES, MadeUp, P
from bench.straight import write_straight
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json


def test_columns_moves_and_sums_written_straight_are_those_of_an_export(tmp_path: Path) -> None:
    made = MadeUp(26_000)
    export(made, tmp_path / "exported")
    write_straight(made, tmp_path / "straight")
    for kind in (*(f"{service}/events" for service in SERVICES), "programme/transfers", "count/moves"):
        (ours,), (theirs,) = (list((tmp_path / name / kind).iterdir()) for name in ("straight", "exported"))
        assert (kind, ours.name) == (kind, theirs.name)
        for said, expected in zip(pq.read_table(ours).to_pylist(), pq.read_table(theirs).to_pylist(), strict=True):
            assert said == expected
    for kind in (*(f"{service}/places" for service in SERVICES), "count/sums"):
        (ours,), (theirs,) = (list((tmp_path / name / kind).iterdir()) for name in ("straight", "exported"))
        assert pa.ipc.open_file(ours).read_all() == pa.ipc.open_file(theirs).read_all()


def test_moments_of_a_history_written_straight_are_those_that_a_count_gives(tmp_path: Path) -> None:
    made = MadeUp(26_000)
    write_straight(made, tmp_path / "straight")
    for round_, day in ((0, None), (700, date(2025, 3, 1)), (2_000, date(2025, 9, 9)), (2_599, None)):
        instant = hlc.instant_of(made.stamp(round_, 7))
        whole, sealed = Replay.known_at(made, instant), Replay.known_at(Bundle(tmp_path / "straight"), instant)
        ours = sealed_counts(sealed)
        assert ours is not None
        assert canonical_json(answer(sealed, ours, P, as_of=day, by="call")) == canonical_json(
            answer(whole, counted(whole), P, as_of=day, by="call")
        )
