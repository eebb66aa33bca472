"""Against a superuser of the database: whatever he does below a checkpoint is named, by whatever was left true.

The store holds 23 records; checkpoints were signed over 6, 12 and 20, so 21 to 23 are the open window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.audit.proof.conftest import Vault
from tests.support.tampering import tampering

pytestmark = pytest.mark.slow

Connection = psycopg.Connection[Any]


def edit(connection: Connection) -> None:
    connection.execute(
        "UPDATE events SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"amount\":9', '\"amount\":900'), "
        "'UTF8') WHERE notification_id = 9"
    )


def delete(connection: Connection) -> None:
    connection.execute("DELETE FROM events WHERE notification_id = 9")


def _renumber(connection: Connection, *, after: int, by: int) -> None:
    connection.execute("UPDATE events SET notification_id = -notification_id WHERE notification_id > %s", (after,))
    connection.execute("UPDATE events SET notification_id = %s - notification_id WHERE notification_id < 0", (by,))
    connection.execute("UPDATE head SET position = position + %s", (by,))


def delete_and_close_the_gap(connection: Connection) -> None:
    delete(connection)
    _renumber(connection, after=9, by=-1)


def insert(connection: Connection) -> None:
    _renumber(connection, after=8, by=1)
    connection.execute(
        "INSERT INTO events SELECT 'counter/forged', 1, topic, convert_to(replace(convert_from(state, 'UTF8'), "
        "originator_id, 'counter/forged'), 'UTF8'), 9, gen_random_uuid(), hlc - 1 FROM events "
        "WHERE notification_id = 10"
    )


def _swap(connection: Connection, columns: str) -> None:
    connection.execute(
        "CREATE TABLE two AS SELECT notification_id AS n, hlc FROM events WHERE notification_id IN (9, 15)"
    )
    connection.execute("UPDATE events SET notification_id = -notification_id WHERE notification_id IN (9, 15)")
    connection.execute(f"UPDATE events SET notification_id = 24 + notification_id {columns} WHERE notification_id < 0")
    connection.execute("DROP TABLE two")


def swap(connection: Connection) -> None:
    """Two records change places and take their stamps along."""
    _swap(connection, "")


def swap_in_place(connection: Connection) -> None:
    """Two records change places, and the stamps stay in order."""
    _swap(connection, ", hlc = (SELECT hlc FROM two WHERE n = 24 + notification_id)")


def truncate(connection: Connection) -> None:
    connection.execute("DELETE FROM events WHERE notification_id > 14")
    connection.execute("UPDATE head SET position = 14")


DEEDS = [
    (edit, "changed", 9),
    (delete, "missing", 9),
    (delete_and_close_the_gap, "missing", 9),
    (insert, "inserted", 9),
    (swap, "moved", 9),
    (swap_in_place, "moved", 9),
    (truncate, "truncated", 15),
]
LEFT: dict[str, Callable[[Vault], None]] = {
    "everything": lambda _: None,
    "kept hashes only": lambda vault: (vault.cover_up(), vault.lose_streams()),
    "the streams only": lambda vault: (vault.cover_up(), vault.lose_all_kept()),
    "the service's hashes only": lambda vault: (vault.lose_streams(), vault.lose_kept_hashes()),
}


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize(("deed", "kind", "position"), DEEDS, ids=[deed.__name__ for deed, *_ in DEEDS])
def test_the_first_bad_record_is_named(
    vault: Vault, deed: Callable[[Connection], None], kind: str, position: int, left: str
) -> None:
    assert vault.verify().findings == []
    with tampering(vault.database) as connection:
        deed(connection)
    LEFT[left](vault)
    verdict = vault.verify()
    first = next(finding for finding in verdict.findings if finding.kind != "columns")
    assert (first.kind, first.position, first.where) == (kind, position, "the database")
    assert verdict.proven_to <= 6 or kind == "truncated"


@pytest.mark.parametrize(("deed", "kind", "position"), DEEDS, ids=[deed.__name__ for deed, *_ in DEEDS])
def test_with_nothing_but_kept_checkpoints_the_range_between_two_of_them_is_named(
    vault: Vault, deed: Callable[[Connection], None], kind: str, position: int
) -> None:
    vault.verify()
    with tampering(vault.database) as connection:
        deed(connection)
    vault.cover_up()
    vault.lose_streams()
    vault.lose_kept_hashes()
    first = next(finding for finding in vault.verify().findings if finding.kind != "columns")
    if deed in (delete, truncate):  # a hole or an early end has an exact place
        assert (first.kind, first.position) == (kind, position)
    else:
        assert (first.kind, first.position, first.until) == ("unplaced", 7, 12)


def test_where_another_copy_is_left_it_is_told_what_was_signed(vault: Vault) -> None:
    with tampering(vault.database) as connection:
        edit(connection)
    (finding,) = vault.verify().findings
    assert str(finding) == (
        f"{vault.service}:9 in the database is not the record that was signed (as the LOG stream has it): "
        "data.amount: signed 9, now 900"
    )


def test_an_honest_house_is_proven_up_to_its_last_checkpoint_and_the_rest_is_told_to_be_open(vault: Vault) -> None:
    for _ in range(2):
        verdict = vault.verify()
        assert (verdict.findings, verdict.records, verdict.signed_to, verdict.proven_to) == ([], 23, 20, 20)
        assert (verdict.open_records, verdict.checkpoints, verdict.remarks) == (3, 3, [])
    vault.seal()
    assert (vault.verify().proven_to, vault.verify().open_records) == (23, 0)


def test_in_the_open_window_the_log_stream_still_shows_an_edit_and_a_cut(vault: Vault) -> None:
    with tampering(vault.database) as connection:
        connection.execute("UPDATE events SET hlc = hlc + 1 WHERE notification_id = 22")
    (finding,) = vault.verify().findings
    assert (finding.kind, finding.position) == ("changed", 22)
    with tampering(vault.database) as connection:
        connection.execute("DELETE FROM events WHERE notification_id >= 22")
    (finding,) = vault.verify().findings
    assert (finding.kind, finding.position, finding.until) == ("truncated", 22, 23)


def test_in_the_open_window_a_hole_is_seen_even_alone(vault: Vault) -> None:
    with tampering(vault.database) as connection:
        connection.execute("DELETE FROM events WHERE notification_id = 22")
    (finding,) = vault.verify(bus=False).findings
    assert (finding.kind, finding.position) == ("missing", 22)


@pytest.mark.parametrize(
    ("column", "value"),
    [("topic", "'counter.remarked.v1'"), ("originator_id", "'counter/x'"), ("event_id", "gen_random_uuid()")],
)
def test_a_column_that_contradicts_its_record_is_named_though_the_record_is_as_signed(
    vault: Vault, column: str, value: str
) -> None:
    with tampering(vault.database) as connection:
        connection.execute(f"UPDATE events SET {column} = {value} WHERE notification_id = 9")
    verdict = vault.verify()
    assert verdict.proven_to == 20
    assert [(finding.kind, finding.position) for finding in verdict.findings] == [("columns", 9)]
    assert column in verdict.findings[0].what


def test_a_record_below_the_first_position_is_named(vault: Vault) -> None:
    with tampering(vault.database) as connection:
        connection.execute(
            "INSERT INTO events SELECT 'counter/zero', 1, topic, state, 0, gen_random_uuid(), 1 FROM events LIMIT 1"
        )
    first = vault.verify().findings[0]
    assert (first.kind, first.position) == ("inserted", 1)


def test_a_lost_log_stream_is_told_and_is_no_finding(vault: Vault) -> None:
    vault.verify()
    vault.lose_streams()
    verdict = vault.verify()
    assert verdict.findings == []
    assert "the LOG stream ends at position 0" in verdict.remarks[0]


def test_a_changed_log_stream_is_named_as_such(vault: Vault) -> None:
    vault.lose_streams()
    vault.logged = 0
    with tampering(vault.database) as connection:
        connection.execute("CREATE TABLE saved AS SELECT * FROM events WHERE notification_id = 9")
        edit(connection)
    vault.relay()
    with tampering(vault.database) as connection:
        connection.execute("UPDATE events e SET state = s.state FROM saved s WHERE e.notification_id = 9")
    verdict = vault.verify()
    assert [(one.kind, one.position, one.where) for one in verdict.findings] == [("changed", 9, "the LOG stream")]


def test_two_signed_histories_contradict_each_other(vault: Vault) -> None:
    """Who holds the key signs another history: the kept checkpoint shows it, even if he hides the first one."""
    vault.verify()
    vault.fork()
    kinds = {finding.kind for finding in vault.verify().findings}
    assert "contradiction" in kinds


def test_a_checkpoint_that_no_trusted_key_signed_counts_for_nothing(vault: Vault) -> None:
    with tampering(vault.database) as connection:
        connection.execute("UPDATE seals SET note = replace(note, 'watermark 0', 'watermark 1') WHERE size = 12")
    verdict = vault.verify()
    assert [finding.where for finding in verdict.findings] == ["the table of checkpoints"]
    assert "is false" in verdict.findings[0].what
