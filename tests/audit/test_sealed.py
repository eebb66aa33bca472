"""Sums at sealed positions: for random histories and moments the same bytes as a count of every record."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.asof import answer, counted
from audit.bundle.checking import problems
from audit.bundle.manifest import read_manifest, write_manifest
from audit.bundle.writing import export
from audit.groups import GROUPINGS
from audit.replay import Replay
from audit.sealed.answering import SealedCounts, sealed_counts
from audit.sealed.blocks import Sizes, batch_number
from audit.sealed.writing import seal
from audit.sources import SERVICES
from audit.sources.bundle import Bundle
from shared.kernel import hlc
from shared.kernel.canonical import canonical_json
from tests.audit.clocks import FIRST, Clocks, began
from tests.audit.history import BEGAN_MS, P
from tests.audit.test_cut_properties import gaps, skews
from tests.audit.test_properties import steps

SMALL = Sizes(block=4, radix=2)


def bundle_of(clocks: Clocks, folder: Path, *, sizes: Sizes = SMALL) -> Bundle:
    export(clocks.source(), folder)
    manifest = read_manifest(folder)
    for name in [name for name in manifest["files"] if name.startswith("count/")]:
        (folder / name).unlink()
        del manifest["files"][name]
    manifest["count"], files = seal(manifest, [folder], folder, sizes=sizes)
    manifest["files"] |= files
    write_manifest(folder, manifest)
    return Bundle(folder)


def at(at_ms: int):
    return hlc.instant_of((BEGAN_MS + at_ms) << hlc.COUNTER_BITS)


def both(bundle: Bundle, at_ms: int, day: date | None, by: str) -> tuple[bytes | str, bytes | str]:
    found: list[bytes | str] = []
    for way in (sealed_counts, counted):
        replay = Replay.known_at(bundle, at(at_ms))
        counts = way(replay)
        assert counts is not None
        try:
            found.append(canonical_json(answer(replay, counts, P, as_of=day, by=by)))
        except LookupError as error:
            found.append(str(error))
    return found[0], found[1]


@settings(max_examples=40, deadline=None)
@given(
    history=st.lists(steps, max_size=40),
    skews=skews,
    gaps_ms=gaps,
    moments=st.lists(
        st.tuples(st.integers(-70_000, 500_000), st.none() | st.integers(-1, 300)), min_size=4, max_size=12
    ),
)
def test_any_moment_from_sealed_sums_is_the_same_bytes_as_a_count_of_every_record(history, skews, gaps_ms, moments):
    told = began(10**9)
    for kind, grant, part, later in history:
        told.day += timedelta(days=later)
        told.act(kind, grant, part)
    clocks = Clocks(skews)
    clocks.tell(told.facts, gaps_ms)
    with TemporaryDirectory() as folder:
        bundle = bundle_of(clocks, Path(folder) / "taken")
        for number, (at_ms, after) in enumerate([*moments, (10**6, None)]):
            day = None if after is None else FIRST + timedelta(days=after)
            sealed, naive = both(bundle, at_ms, day, GROUPINGS[number % len(GROUPINGS)])
            assert sealed == naive


def year_of_work(clocks: Clocks) -> None:
    told = began(10**9)
    for number in range(40):
        told.day += timedelta(days=number % 3)
        told.act(("reserve", "sign", "pay", "accept")[number % 4], f"g{number % 5}", 0.5)
    clocks.tell(told.facts, [1000])


def test_a_fact_that_waits_is_in_flight_from_its_own_moment_until_that_of_its_predecessor(tmp_path: Path):
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    year_of_work(clocks)
    about = {"programme_id": P, "grant_id": "late", "call_id": "c1", "line_id": None, "decision_no": 1}
    signed = about | {"amount_grosze": 700, "signed_on": "2025-10-09"}
    clocks.record("grants", "contract.signed.v1", FIRST, signed, at_ms=200_000)
    clocks.record(
        "programme", "reservation.funds-reserved.v1", FIRST, about | {"amount_grosze": 800}, at_ms=300_000, key="late"
    )
    bundle = bundle_of(clocks, tmp_path / "taken")
    flights = []
    for at_ms in (150_000, 250_000, 350_000):
        for day in (None, date(2025, 10, 8), date(2025, 10, 9)):
            sealed, naive = both(bundle, at_ms, day, "grant")
            assert sealed == naive
        replay = Replay.known_at(bundle, at(at_ms))
        flights.append(counted(replay).figures(P, as_of=None, by="programme")["in_flight"])
    assert flights == [0, 700, 0]


def test_an_effect_without_its_cause_is_told_from_the_sums_too(tmp_path: Path):
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    year_of_work(clocks)
    cause = clocks.record("grants", "offer.scored.v1", FIRST, {}, at_ms=400_000)
    effect = clocks.record("payments", "tranche-plan.tranches-planned.v1", FIRST, {}, at_ms=410_000, cause=cause)
    effect.stamp = (BEGAN_MS + 390_000) << hlc.COUNTER_BITS
    bundle = bundle_of(clocks, tmp_path / "taken")
    sealed, naive = both(bundle, 500_000, None, "area")
    assert sealed == naive
    assert b'"violations":1' in sealed


def test_a_moment_that_not_every_service_had_passed_is_counted_and_not_read_off(tmp_path: Path):
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    year_of_work(clocks)
    passed = {**dict.fromkeys(SERVICES, 2**62), "grants": (BEGAN_MS + 10_000) << hlc.COUNTER_BITS}
    export(clocks.source(**passed), tmp_path / "taken")
    bundle = Bundle(tmp_path / "taken")
    assert sealed_counts(Replay.known_at(bundle, at(10_001))) is None
    assert isinstance(sealed_counts(Replay.known_at(bundle, at(9_999))), SealedCounts)


def test_a_changed_sum_is_named_although_the_manifest_was_changed_with_it(tmp_path: Path):
    clocks = Clocks(dict.fromkeys(SERVICES, 0))
    year_of_work(clocks)
    bundle = bundle_of(clocks, tmp_path / "taken")
    assert list(problems(bundle.folder)) == []
    name = next(name for name in sorted(bundle.manifest["files"]) if name.startswith("count/sums/0"))
    path = bundle.folder / name
    with pa.ipc.open_file(path) as file:
        batches = [file.get_batch(number) for number in range(file.num_record_batches)]
        schema = file.schema
    more = pa.array([change + 1 for change in batches[0]["change_grosze"].to_pylist()], pa.int64())
    batches[0] = pa.RecordBatch.from_arrays([batches[0]["account"], batches[0]["day"], more], schema=schema)
    with path.open("wb") as file, pa.ipc.new_file(file, schema) as changed:
        for batch in batches:
            changed.write_batch(batch)
    (wrong, *_) = problems(bundle.folder)
    assert wrong.startswith(name)
    manifest = read_manifest(bundle.folder)
    from audit.bundle.manifest import digest

    manifest["files"][name] = digest(path)
    write_manifest(bundle.folder, manifest)
    assert list(problems(bundle.folder)) == [f"{name}: its sums come out otherwise"]


@pytest.mark.parametrize("moves", [0, 1, 4095, 4096, 65_536 + 4_097, 10_000_000, 123_456_789])
def test_blocks_cover_every_move_but_a_tail_shorter_than_one_and_are_few(moves: int):
    sizes = Sizes()
    blocks = list(sizes.covering(moves))
    assert sum(sizes.size(level) for level, _ in blocks) == moves - moves % 4096
    begun = 0
    for level, number in blocks:
        assert number * sizes.size(level) == begun
        begun += sizes.size(level)
    assert len(blocks) <= 15 * 7


def test_every_block_of_a_span_has_a_place_of_its_own():
    sizes = Sizes()
    places = [batch_number(sizes, 0, n) for n in range(256)] + [batch_number(sizes, 1, n) for n in range(16)]
    assert sorted(places) == list(range(272))
