"""The same hot budget reached through a service's doors: HTTP, request and reply on the bus, facts on the streams."""

from __future__ import annotations

from bench.doors.commands import BusDoor, HttpDoor
from bench.doors.facts import FactsDoor

DOORS = (HttpDoor, BusDoor, FactsDoor)

__all__ = ["DOORS"]
