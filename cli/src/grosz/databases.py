"""One database per service, with three roles: one owns it, one serves, and the auditor's only reads.

No service can even connect to another's database. The owner migrates and then says what the other two may do
(`shared.eventstore.rights`); a service that runs never has the owner's password.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from grosz.records import read_record, write_record

AUDITOR = "auditor"


def provision(admin_url: str, services: Sequence[str], *, passwords_file: Path) -> None:
    """Bring roles, databases and grants to what they should be; repeating it changes nothing.

    The administrator needs CREATEROLE and CREATEDB. Raises psycopg.Error.
    """
    passwords = ensure_passwords(services, file=passwords_file)
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as connection:
        for role, password in passwords.items():
            _ensure_role(connection, role, password)
        only_reads = sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on")
        connection.execute(only_reads.format(sql.Identifier(AUDITOR)))
        for service in services:
            _ensure_database(connection, service)
    for service in services:
        with psycopg.connect(_address(admin_url, database=service)) as connection:
            _hand_over(connection, service)


def ensure_passwords(services: Sequence[str], *, file: Path) -> dict[str, str]:
    """Role to password: those that are kept in the file, and new ones for the rest."""
    known = read_record(file)
    roles = [*services, *map(owner_of, services), AUDITOR]
    passwords = {role: known.get(role) or secrets.token_hex(24) for role in roles}
    write_record(file, {**known, **passwords})
    return passwords


def owner_of(service: str) -> str:
    """The role that owns a service's database, and with which it is migrated."""
    return f"{service}_owner"


def owner_url(admin_url: str, service: str, *, passwords_file: Path) -> str:
    """The address with which a service's database is migrated."""
    owner = owner_of(service)
    return _address(admin_url, login=(owner, read_record(passwords_file)[owner]), database=service)


def service_url(admin_url: str, service: str, *, passwords_file: Path) -> str:
    """The address with which a service connects to its own database."""
    return _address(admin_url, login=(service, read_record(passwords_file)[service]), database=service)


def auditor_url(admin_url: str, service: str, *, passwords_file: Path) -> str:
    """The address with which the auditor reads that service's database."""
    return _address(admin_url, login=(AUDITOR, read_record(passwords_file)[AUDITOR]), database=service)


def note_for_the_auditor(
    admin_url: str, services: Sequence[str], *, bus: Mapping[str, str], passwords_file: Path, file: Path
) -> None:
    """Write down where the auditor's workbench reads, and with which rights: none but reading.

    bus  nats_url; nats_nkey_file and nats_ca_file where there are
    """
    addresses = {service: auditor_url(admin_url, service, passwords_file=passwords_file) for service in services}
    write_record(file, {"databases": addresses, **bus})


def _address(admin_url: str, *, database: str, login: tuple[str, str] | None = None) -> str:
    """The administrator's address with another database and, if given, another login; host, port and options stay."""
    parts = urlsplit(admin_url)
    if login:
        place = parts.netloc.rpartition("@")[2]
        parts = parts._replace(netloc=f"{':'.join(map(quote, login))}@{place}")
    return urlunsplit(parts._replace(path=f"/{quote(database)}"))


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def _ensure_database(connection: psycopg.Connection, service: str) -> None:
    name, owner, serves = (sql.Identifier(word) for word in (service, owner_of(service), service))
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        # Only a member of a role may make a database for it, or take one over from it.
        connection.execute(sql.SQL("GRANT {}, {} TO CURRENT_USER").format(owner, serves))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [service]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(name, serves))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(name, serves, sql.Identifier(AUDITOR)))


def _hand_over(connection: psycopg.Connection, service: str) -> None:
    """Whatever the serving role owns, from before there was an owner, becomes the owner's."""
    connection.execute(
        sql.SQL("REASSIGN OWNED BY {} TO {}").format(sql.Identifier(service), sql.Identifier(owner_of(service)))
    )
