"""A bundle: the same records give the same bytes, only what is new is added, and each changed file is named."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.bundle import columns, lines, writing
from audit.bundle.checking import problems
from audit.bundle.columns import BOOKS, EVENTS, TRANSFERS, rows_of
from audit.bundle.manifest import MANIFEST, damaged, digest, read_manifest, segments_of, write_manifest
from audit.bundle.writing import OtherHistory, export
from audit.facts import fact_of
from audit.meanings import MEANINGS
from audit.sealed.rows import Row, fact_in
from audit.sources import SERVICES, Mark, Source, SourceDown
from audit.sources.bundle import Bundle
from audit.sources.record import Record, placed_record
from shared.eventstore.envelope import with_place
from shared.kernel.canonical import canonical_json
from tests.audit.clocks import Remembered
from tests.audit.history import BEGAN_MS, History, P
from tests.audit.three_sources import DAY, body_of, some_history
from tests.audit.year import Year

PASSED = 2**62


def a_year() -> History:
    """With a payment beyond its contract: both books have transfers."""
    year = Year().begin(1000, 600, 400, DAY)
    year.reserve("g1", 300, DAY)
    year.sign("g1", 200, DAY)
    year.pay("g1", 250, DAY)
    year.arrive_all()
    return year.history


def source_of(history: History, *, upto: int | None = None) -> Remembered:
    stored = {
        service: [placed_record(service, body_of(event)) for event in history.events[:upto] if event.service == service]
        for service in SERVICES
    }
    return Remembered(stored, dict.fromkeys(SERVICES, PASSED))


def bodies(source: Source) -> dict[str, list[bytes]]:
    return {service: [record.body for record in source.records(service)] for service in SERVICES}


def test_the_same_records_make_the_same_bundle_byte_for_byte(tmp_path: Path):
    for name in ("one", "two"):
        export(source_of(some_history()), tmp_path / name)
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()
    assert damaged(tmp_path / "one") == []
    assert list(problems(tmp_path / "one")) == []


def test_a_second_export_adds_segments_and_changes_no_file_of_records(tmp_path: Path):
    history = some_history(40)
    export(source_of(history, upto=23), tmp_path / "taken")
    before = read_manifest(tmp_path / "taken")
    export(source_of(history), tmp_path / "taken")
    after = read_manifest(tmp_path / "taken")
    kept = {name: file for name, file in before["files"].items() if not name.startswith("count/")}
    assert kept.items() <= after["files"].items()
    assert [len(after["services"][service]["segments"]) for service in SERVICES] == [2, 2, 2, 2]
    assert after["previous"]
    assert bodies(Bundle(tmp_path / "taken")) == bodies(source_of(history))
    assert list(problems(tmp_path / "taken")) == []
    there = {str(path.relative_to(tmp_path / "taken")) for path in (tmp_path / "taken").rglob("*") if path.is_file()}
    assert there == {*after["files"], MANIFEST}


def test_an_export_of_nothing_new_adds_nothing(tmp_path: Path):
    for _ in range(2):
        export(source_of(some_history()), tmp_path / "taken")
    assert [len(segments_of(about)) for about in read_manifest(tmp_path / "taken")["services"].values()] == [1] * 4


def test_a_bundle_of_another_history_is_refused_and_stays_as_it_is(tmp_path: Path):
    export(source_of(some_history(20)), tmp_path / "taken")
    before = (tmp_path / "taken" / MANIFEST).read_bytes()
    other = source_of(some_history(40))
    changed = other.stored["grants"][4]
    changed.stored = changed.stored.replace(b'"number":', b'"numbed":')
    with pytest.raises(OtherHistory, match="grants: record 5 of"):
        export(other, tmp_path / "taken")
    assert (tmp_path / "taken" / MANIFEST).read_bytes() == before


def test_a_folder_that_is_no_bundle_is_not_written_into(tmp_path: Path):
    (tmp_path / "letters").mkdir()
    with pytest.raises(FileExistsError):
        export(source_of(some_history()), tmp_path / "letters")
    assert list((tmp_path / "letters").iterdir()) == []


def test_an_export_that_dies_leaves_the_bundle_as_it_was(tmp_path: Path):
    export(source_of(some_history(20)), tmp_path / "taken")
    files = {path: path.read_bytes() for path in (tmp_path / "taken").rglob("*") if path.is_file()}
    dying = source_of(some_history(40))

    def records(service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        yield from Remembered.records(dying, service, after=after, until=until)
        if service == "payments" and after != until - 1:
            raise SourceDown("the line is dead")

    dying.records = records
    with pytest.raises(SourceDown, match="the line is dead"):
        export(dying, tmp_path / "taken")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == files


def test_segments_frames_and_groups_change_nothing_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "SEGMENT", 7)
    monkeypatch.setattr(lines, "FRAME", 3)
    history = some_history(80)
    export(source_of(history), tmp_path / "taken")
    bundle = Bundle(tmp_path / "taken")
    whole = bodies(source_of(history))
    assert bodies(bundle) == whole
    for after in range(21):
        assert [one.position for one in bundle.records("grants", after=after)] == list(range(after + 1, 21))
        assert [one.position for one in bundle.records("grants", after=after, until=9)] == list(range(after + 1, 10))
    assert list(problems(tmp_path / "taken")) == []


def test_one_changed_byte_of_any_file_is_found(tmp_path: Path):
    export(source_of(a_year()), tmp_path / "taken")
    for name in read_manifest(tmp_path / "taken")["files"]:
        path = tmp_path / "taken" / name
        good = path.read_bytes()
        middle = len(good) // 2
        path.write_bytes(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :])
        assert [wrong.split(":")[0] for wrong in damaged(tmp_path / "taken")] == [name]
        assert any(wrong.startswith(name) for wrong in problems(tmp_path / "taken"))
        path.write_bytes(good)
    assert list(problems(tmp_path / "taken")) == []


def test_a_changed_amount_in_a_parquet_file_is_found_although_the_manifest_was_changed_with_it(tmp_path: Path):
    folder = tmp_path / "taken"
    export(source_of(a_year()), folder)
    manifest = read_manifest(folder)
    (segment,) = segments_of(manifest["services"]["payments"])
    name = segment.events("payments")
    table = pq.read_table(folder / name)
    amounts = table["amount_grosze"].to_pylist()
    at = next(number for number, amount in enumerate(amounts) if amount)
    amounts[at] += 1
    column = EVENTS.get_field_index("amount_grosze")
    pq.write_table(table.set_column(column, "amount_grosze", pa.array(amounts, pa.int64())), folder / name)
    manifest["files"][name] = digest(folder / name)
    write_manifest(folder, manifest)
    assert damaged(folder) == []
    first, *_ = problems(folder)
    position = table["position"][at].as_py()
    assert first.endswith(
        f"{name}: position {position}: amount_grosze is {amounts[at]}, the line says {amounts[at] - 1}"
    )


def test_a_bundle_that_was_cut_off_is_not_read_as_whole(tmp_path: Path):
    export(source_of(some_history()), tmp_path / "taken")
    bundle = Bundle(tmp_path / "taken")
    (segment,) = segments_of(bundle.manifest["services"]["grants"])
    path = bundle.folder / segment.lines("grants")
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(SourceDown, match="cut off"):
        list(bundle.records("grants"))


def test_a_journal_entry_has_a_row_for_each_of_its_transfers(tmp_path: Path):
    history = a_year()
    export(source_of(history), tmp_path / "taken")
    entries = [event for event in history.events if event.name == "budget.entry-posted.v1"]
    expected = [
        (entry.version, book, one["debit"], one["credit"], one["amount_grosze"])
        for entry in entries
        for field, book in BOOKS.items()
        for one in entry.data[field]
    ]
    (file,) = (tmp_path / "taken" / "programme" / "transfers").iterdir()
    rows = pq.read_table(file).to_pylist()
    assert [(r["number"], r["book"], r["debit"], r["credit"], r["amount_grosze"]) for r in rows] == expected
    assert expected


def test_what_is_in_no_form_that_we_know_is_null_in_columns_and_whole_in_lines(tmp_path: Path):
    odd = {"amount_grosze": "seven", "day": 7, "programme_id": [P], "transfers": 3, "decision_no": 2**70}
    history = History()
    history.add("grants", "note/1", "note.taken.v1", DAY, **odd)
    export(source_of(history), tmp_path / "taken")
    (file,) = (tmp_path / "taken" / "grants" / "events").iterdir()
    (row,) = pq.read_table(file).to_pylist()
    assert (row["amount_grosze"], row["programme"], row["decision_no"]) == (None, None, None)
    assert next(Bundle(tmp_path / "taken").records("grants")).data == odd
    assert list(problems(tmp_path / "taken")) == []


class Long:
    """Records of one service that are made as they are asked for."""

    services = ("grants",)

    def __init__(self, length: int) -> None:
        self.length = length

    def describe(self) -> str:
        return "made up"

    def mark(self, _service: str) -> Mark:
        return Mark(self.length, PASSED)

    def records(self, service: str, *, after: int = 0, until: int | None = None) -> Iterator[Record]:
        for position in range(after + 1, (until or self.length) + 1):
            envelope = {"type": "note.taken", "type_version": 1, "stream": "note/1", "version": position, "data": {}}
            stamp = (BEGAN_MS + position) << 16
            yield placed_record(service, with_place(canonical_json(envelope), position=position, stamp=stamp))


def test_memory_of_an_export_does_not_grow_with_the_length_of_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(columns, "ROW_GROUP", 200)
    monkeypatch.setattr(writing, "SEGMENT", 2_000)
    peaks = []
    for length in (2_500, 15_000):
        pool = pa.system_memory_pool()
        before = pool.bytes_allocated()
        tracemalloc.start()
        export(Long(length), tmp_path / str(length))
        peaks.append(tracemalloc.get_traced_memory()[1] + pool.bytes_allocated() - before)
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 300_000


def test_columns_say_of_every_money_fact_in_the_corpus_what_its_record_says():
    """A field that the count comes to need is missing in the columns: this fails, and a column is to be added."""
    seen = set()
    for path in sorted(Path("tests/messages/corpus").glob("*/*.json")):
        service, envelope = path.parent.name, path.read_bytes()
        record = placed_record(service, with_place(envelope, position=7, stamp=BEGAN_MS << 16))
        meaning = MEANINGS.get(record.name)
        if meaning is None or meaning.service != service:
            continue
        event, transfers = rows_of(record, record.body, 0)
        said = dict(zip(EVENTS.names, event, strict=True))
        moves = [dict(zip(TRANSFERS.names, row, strict=True)) for row in transfers]
        inside = [
            {name: one[name] for name in ("debit", "credit", "amount_grosze")}
            for one in moves
            if one["book"] == "limit"
        ]
        row = Row(**{name: said[name] for name in Row._fields[:-2]}, service=service, moves=inside)
        assert fact_in(row) == fact_of(record, str(record.data["programme_id"])), path
        seen.add(record.name)
    assert seen == set(MEANINGS)
