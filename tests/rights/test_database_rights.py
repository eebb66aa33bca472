"""What PostgreSQL itself refuses, whatever a service's code does: each right that a role lacks is tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from grants.main import SERVICE
from grosz import databases
from shared.eventstore.migrations import Roles, migrate
from shared.eventstore.rights import APPEND_ONLY
from shared.eventstore.store import Store
from shared.proof.keys import SigningKey
from shared.sealing.sealer import Sealer
from tests.support.servers import own_postgres

pytestmark = pytest.mark.slow

SERVICES = ("grants", "payments")


class Office:
    """A server with two services' databases, the first one migrated."""

    def __init__(self, admin_url: str, passwords: Path) -> None:
        self.admin_url = admin_url
        self.passwords = passwords
        self.provision()
        self.migrate()

    def provision(self) -> None:
        databases.provision(self.admin_url, SERVICES, passwords_file=self.passwords)

    def migrate(self) -> list[str]:
        return migrate(self.owner, SERVICE.migrations, roles=Roles("grants", databases.AUDITOR))

    @property
    def owner(self) -> str:
        return databases.owner_url(self.admin_url, "grants", passwords_file=self.passwords)

    @property
    def service(self) -> str:
        return databases.service_url(self.admin_url, "grants", passwords_file=self.passwords)

    @property
    def auditor(self) -> str:
        return databases.auditor_url(self.admin_url, "grants", passwords_file=self.passwords)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with own_postgres() as server:
        yield Office(server.admin_dsn, tmp_path_factory.mktemp("office") / "databases.json")


def run(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET hlc = 0", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} ADD COLUMN x int", "DROP TABLE {}"],
)
def test_a_service_cannot_change_what_it_recorded(office: Office, table: str, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(office.service, statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (x int)",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "INSERT INTO schema_migrations VALUES ('service/9999.sql', '')",
        "DELETE FROM schema_migrations",
        "UPDATE texts SET body = ''",
        "SET ROLE grants_owner",
        "SET session_replication_role = replica",
    ],
)
def test_a_service_has_no_right_beyond_serving(office: Office, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(office.service, statement)


def test_a_service_may_do_all_that_serving_needs(office: Office) -> None:
    store = Store(office.service, pool_size=2)
    try:
        before = store.watermark()
        assert store.feed(after=before.position, limit=10) == []
        sealer = Sealer(store, SigningKey.generate("grosz/torun/grants"))
        sealer.resume(None)
        assert sealer.seal() is not None
    finally:
        store.close()
    run(office.service, "INSERT INTO projections VALUES ('a-paper', 0, 0)")
    run(office.service, "UPDATE projections SET position = 1 WHERE name = 'a-paper'")
    run(office.service, "DELETE FROM projections WHERE name = 'a-paper'")


@pytest.mark.parametrize(
    "statement", ["SELECT count(*) FROM events, seals, seal_tiles", "SELECT position, hlc FROM head"]
)
def test_the_auditor_reads_what_was_recorded(office: Office, statement: str) -> None:
    run(office.auditor, statement)


@pytest.mark.parametrize(
    "statement", ["SELECT body FROM texts", "INSERT INTO projections VALUES ('x', 0, 0)", "SELECT take_watermark()"]
)
def test_the_auditor_reads_no_personal_text_and_writes_nothing(office: Office, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(office.auditor, "SET default_transaction_read_only = off", statement)


@pytest.mark.parametrize("verb", ["INSERT INTO head VALUES (true, 0, 0)", "UPDATE head SET position = 9"])
def test_the_auditors_transactions_are_read_only_from_the_start(office: Office, verb: str) -> None:
    with pytest.raises((errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)):
        run(office.auditor, verb)


def test_a_service_cannot_connect_to_anothers_database(office: Office) -> None:
    stranger = office.service.rpartition("/")[0] + "/payments"
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger)


def test_what_a_service_owned_before_there_was_an_owner_is_handed_over(office: Office) -> None:
    with psycopg.connect(office.admin_url.rpartition("/")[0] + "/grants", autocommit=True) as admin:
        admin.execute("CREATE TABLE from_before (x int)")
        admin.execute("ALTER TABLE from_before OWNER TO grants")
    office.provision()
    office.migrate()
    with pytest.raises(errors.InsufficientPrivilege):
        run(office.service, "DROP TABLE from_before")
    with psycopg.connect(office.owner, autocommit=True) as owner:
        owner.execute(sql.SQL("DROP TABLE from_before"))


def test_repeating_the_rights_changes_nothing(office: Office) -> None:
    def rights() -> list[tuple[object, ...]]:
        with psycopg.connect(office.owner) as connection:
            return connection.execute(
                "SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL ORDER BY 1"
            ).fetchall()

    before = rights()
    assert office.migrate() == []
    assert rights() == before
