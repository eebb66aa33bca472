"""Who may do what in a service's database: the owner makes tables, the service appends, the auditor reads.

Said by the owner after every migration, so that no table is ever without its rights. What is refused here is refused
by PostgreSQL itself, whatever a service's code does: no role that serves can change or remove a fact, a receipt or the
schema, and the auditor's role sees no personal text.
"""

from typing import Any

import psycopg
from psycopg import sql

APPEND_ONLY = ("events", "receipts", "seals")
"""Facts, the answers given for ever, and the signed checkpoints: read and added to, nothing else."""

ERASABLE = ("texts",)
"""Free text and personal data: added, read, erased (GDPR art. 17); never changed."""

PERSONAL = ("texts",)
"""What the auditor does not read; a text that somebody shows is checked against its salted hash."""

_OWNERS_ONLY = ("schema_migrations",)
"""Read by whoever wants to know whether the schema is this version's; written by migrations alone."""


def grant_rights(connection: "psycopg.Connection[Any]", *, service: str, reader: str) -> None:
    """Bring the rights of the two roles to what they should be; repeating it changes nothing.

    The connection is the owner's, in a transaction. Read models and the store's own marks may be changed and rebuilt.
    Raises psycopg.Error, where a role does not exist.
    """
    roles = sql.SQL(", ").join([sql.Identifier(service), sql.Identifier(reader)])
    connection.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(roles))
    connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(roles))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(roles))
    connection.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
    connection.execute(sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(sql.Identifier(service)))
    connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(sql.Identifier(service)))
    for table in _tables(connection):
        _grant(connection, table, service_rights(table), service)
        if table not in PERSONAL:
            _grant(connection, table, "SELECT", reader)


def service_rights(table: str) -> str:
    """What the serving role may do with a table."""
    if table in APPEND_ONLY:
        return "SELECT, INSERT"
    if table in ERASABLE:
        return "SELECT, INSERT, DELETE"
    if table in _OWNERS_ONLY:
        return "SELECT"
    return "SELECT, INSERT, UPDATE, DELETE, TRUNCATE"


def _tables(connection: "psycopg.Connection[Any]") -> list[str]:
    rows = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1"
    ).fetchall()
    return [row["relname"] if isinstance(row, dict) else row[0] for row in rows]


def _grant(connection: "psycopg.Connection[Any]", table: str, rights: str, role: str) -> None:
    connection.execute(
        sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), sql.Identifier(role))
    )
