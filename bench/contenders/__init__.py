"""The contenders, in the order in which they are interleaved."""

from __future__ import annotations

from bench.contender import Opening
from bench.contenders.optimistic import Optimistic
from bench.contenders.ours import Ours, OursFromBytes
from bench.contenders.rows import Row, RowWithReservation

CONTENDERS: dict[str, Opening] = {
    kind.name: kind.opened for kind in (Ours, Row, RowWithReservation, Optimistic, OursFromBytes)
}
TITLES: dict[str, str] = {kind.name: kind.title for kind in (Ours, Row, RowWithReservation, Optimistic, OursFromBytes)}
OURS = Ours.name

__all__ = ["CONTENDERS", "OURS", "TITLES"]
