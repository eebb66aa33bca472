"""One database and one role per service, and a role that may only read, in all of them.

No service can even connect to another's database. The auditor reads every table, also those that are made later,
because each service's role grants it in advance.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
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
    passwords = _passwords([*services, AUDITOR], passwords_file)
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as connection:
        for role, password in passwords.items():
            _ensure_role(connection, role, password)
        only_reads = sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on")
        connection.execute(only_reads.format(sql.Identifier(AUDITOR)))
        for service in services:
            _ensure_database(connection, service)
    for service in services:
        with psycopg.connect(service_url(admin_url, service, passwords_file=passwords_file)) as connection:
            _let_the_auditor_read(connection)


def service_url(admin_url: str, service: str, *, passwords_file: Path) -> str:
    """The address with which a service connects to its own database."""
    return _address(admin_url, user=service, password=read_record(passwords_file)[service], database=service)


def auditor_url(admin_url: str, service: str, *, passwords_file: Path) -> str:
    """The address with which the auditor reads that service's database."""
    return _address(admin_url, user=AUDITOR, password=read_record(passwords_file)[AUDITOR], database=service)


def _address(admin_url: str, *, user: str, password: str, database: str) -> str:
    """The administrator's address with another login and database; host, port and options stay."""
    parts = urlsplit(admin_url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}", path=f"/{quote(database)}"))


def _passwords(roles: Sequence[str], file: Path) -> dict[str, str]:
    known = read_record(file)
    passwords = {role: known.get(role) or secrets.token_hex(24) for role in roles}
    write_record(file, {**known, **passwords})
    return passwords


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def _ensure_database(connection: psycopg.Connection, service: str) -> None:
    name = sql.Identifier(service)
    superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if superuser != (True,):
        # Only a member of a role may make a database for it.
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [service]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(AUDITOR)))


def _let_the_auditor_read(connection: psycopg.Connection) -> None:
    """Said by the service's own role: default privileges count only for what that role makes."""
    for statement in (
        "GRANT USAGE ON SCHEMA public TO auditor",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor",
        "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO auditor",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO auditor",
    ):
        connection.execute(statement)
