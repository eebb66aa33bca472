"""Sealing on real servers: never two roots over one size, whatever dies, and silence where a record was changed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from nats.js import JetStreamContext

from shared.kernel import hlc
from shared.proof.checkpoints import Checkpoint
from shared.proof.hashing import leaf_hash
from shared.proof.notes import Note
from shared.sealing import tiles
from shared.sealing.sealer import Contradiction, Sealer
from shared.transport.topology import seal_stream, seal_subject
from tests.shared.sealing.conftest import House
from tests.support.bus import make_streams, on_bus
from tests.support.tampering import tampering
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


def test_checkpoints_cover_the_records_of_log_and_their_watermarks_are_kept(house: House) -> None:
    house.sealer()
    house.wait_sealed(0)
    for times in (1, 2, 300, 4):
        house.count(times)
        house.wait_sealed()
    house.assert_every_checkpoint_is_true()
    assert len(house.published()) >= 5


@pytest.mark.parametrize("step", ["grown", "signed", "kept", "published"])
def test_a_sealer_killed_at_any_step_goes_on_without_a_second_root(house: House, step: str) -> None:
    house.count(20)
    first = house.sealer(DIE_AT=step)
    assert first.wait(within=20) == -9
    house.count(20)
    second = house.sealer(DIE_AT=step)
    assert second.wait(within=20) == -9
    house.count(1)
    house.sealer()
    house.wait_sealed()
    house.assert_every_checkpoint_is_true()


def test_two_sealers_at_once_killed_again_and_again_under_load_never_contradict_each_other(house: House) -> None:
    pair = [house.sealer(ZOMBIE="1") for _ in range(2)]
    enough = threading.Event()

    def load() -> None:
        while not enough.is_set():
            house.count(15)

    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(load)
        try:
            for turn in range(6):
                before = len(house.published())
                wait_until(lambda before=before: len(house.published()) > before + 2, missing=house.words)
                pair[turn % 2].kill()
                pair[turn % 2].start()
        finally:
            enough.set()
        loading.result()
    house.wait_sealed()
    house.assert_every_checkpoint_is_true()
    assert "sealing has stopped" not in house.words()


@pytest.mark.parametrize(
    "loss",
    ["TRUNCATE seal_tiles", "TRUNCATE seal_head", "UPDATE seal_head SET size = 3", "UPDATE seal_tiles SET hashes = %s"],
)
def test_stored_hashes_that_are_lost_or_changed_are_made_again_from_the_records(house: House, loss: str) -> None:
    house.count(40)
    sealer = house.sealer()
    house.wait_sealed()
    sealer.kill()
    with psycopg.connect(house.database) as connection:
        connection.execute(loss, [b"\x00" * 40 * 32] if "%s" in loss else [])
    house.count(5)
    sealer.start()
    house.wait_sealed()
    house.assert_every_checkpoint_is_true()


def test_where_a_record_was_changed_and_the_hashes_too_nothing_more_is_signed(house: House) -> None:
    house.count(40)
    sealer = house.sealer()
    house.wait_sealed()
    sealer.kill()
    before = house.published()
    with tampering(house.database) as connection:
        connection.execute(
            "UPDATE events SET state = replace(state::text, '31', '32')::bytea WHERE notification_id = 7"
        )
        connection.execute("TRUNCATE seal_tiles, seal_head, seals")
        connection.execute("INSERT INTO seal_head VALUES (true, 0)")
    house.count(5)
    sealer.start()
    wait_until(lambda: "the root that was signed at 40" in house.words(), missing=house.words)
    assert (house.published(), house.kept()) == (before, [])


def test_a_store_that_was_set_back_behind_a_published_checkpoint_is_not_sealed_any_more(house: House) -> None:
    house.count(40)
    sealer = house.sealer()
    house.wait_sealed()
    sealer.kill()
    before = house.published()
    with tampering(house.database) as connection:
        connection.execute("DELETE FROM events WHERE notification_id > 30")
        connection.execute("UPDATE head SET position = 30")
        connection.execute("TRUNCATE seal_tiles, seals")
        connection.execute("UPDATE seal_head SET size = 0")
    sealer.start()
    wait_until(lambda: "ends at position 30, and a checkpoint over 40" in house.words(), missing=house.words)
    assert house.published() == before


def test_a_running_sealer_that_meets_a_gap_stops(house: House) -> None:
    house.count(4)
    sealer = Sealer(house.store, house.key)
    sealer.resume(None)
    with tampering(house.database) as connection:
        connection.execute("DELETE FROM events WHERE notification_id = 2")
    with pytest.raises(Contradiction, match="position 2 is gone"):
        sealer.seal()


def test_a_stream_of_checkpoints_that_was_lost_is_filled_again(house: House) -> None:
    sealer = house.sealer()
    for _ in range(3):
        house.count(5)
        house.wait_sealed()
    sealer.kill()
    before = house.published()

    async def lose(js: JetStreamContext) -> None:
        await js.delete_stream(seal_stream(house.service))
        await make_streams(js, house.service)

    on_bus(house.nats_url, lose)
    sealer.start()
    house.wait_sealed()
    assert house.published()[: len(before)] == before


def test_what_somebody_else_puts_among_the_checkpoints_changes_nothing(house: House) -> None:
    sealer = house.sealer()
    house.count(5)
    house.wait_sealed()
    sealer.kill()
    forged = Checkpoint(house.key.name, 999, leaf_hash(b"forged"), hlc.text_of(2**60))
    for body in (b"hello", str(Note(forged.text(), Note.parse(_last(house)).signatures)).encode()):
        on_bus(house.nats_url, lambda js, body=body: js.publish(seal_subject(house.service), body))
    sealer.start()
    house.count(5)
    with house.store.connection() as connection:
        wait_until(lambda: tiles.last_seal(connection).size == 10, missing=house.words)
    assert house.words().count("was not signed by our key") >= 2


def test_each_day_of_warsaw_gets_a_checkpoint_even_when_nothing_was_recorded(house: House) -> None:
    house.count(3)
    sealer = Sealer(house.store, house.key)
    sealer.resume(None)
    assert sealer.due()
    today = sealer.seal()
    assert today is not None
    assert not sealer.due()
    yesterday = today._replace(watermark=today.watermark - (24 * 3600 * 1000 << hlc.COUNTER_BITS))
    with tampering(house.database) as connection:
        connection.execute("UPDATE seals SET hlc = %s", (yesterday.watermark,))
    assert sealer.due()
    again = sealer.seal()
    assert again is not None
    assert (again.size, again.root) == (today.size, today.root)
    assert again.watermark > today.watermark


@pytest.mark.parametrize("table", ["events", "seals"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {}"])
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_what_is_recorded_and_signed_refuses_changes_even_as_a_replica(
    house: House, table: str, change: str, role: str
) -> None:
    house.count(1)
    sealer = Sealer(house.store, house.key)
    sealer.resume(None)
    sealer.seal()
    column = {"events": "hlc = 1", "seals": "size = 9"}[table]
    with psycopg.connect(house.database) as connection:
        connection.execute(f"SET session_replication_role = {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f"of {table} is refused"):
            connection.execute(change.format(table, column))


def _last(house: House) -> str:
    with house.store.connection() as connection:
        seal = tiles.last_seal(connection)
    assert seal
    return seal.note
