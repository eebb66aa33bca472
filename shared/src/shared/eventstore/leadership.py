"""One of several processes works, the others wait: an advisory lock, held as long as its connection lives.

It is for speed and quiet logs only: whoever has lost the lock without knowing must be harmless by other means.
"""

import asyncio
from typing import Any

import psycopg

ASK_EVERY_SECONDS = 1.0


async def lead(connection: "psycopg.AsyncConnection[Any]", name: str) -> None:
    """Wait until this connection holds the lock of that name."""
    while True:
        cursor = await connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (name,))
        row = await cursor.fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(ASK_EVERY_SECONDS)
