"""A superuser of the database who switches the triggers off, does what he likes, and switches them on again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


@contextmanager
def tampering(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url) as connection:
        for table in ("events", "seals"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield connection
        for table in ("events", "seals"):
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER records_stay")
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER records_stay_all")
