"""A checkpoint: how many records a service's tree holds, their root, and the instant that it has passed.

Format: c2sp.org/tlog-checkpoint, with one extension line, `watermark <hlc>`. Both numbers are taken under the append
lock in one moment, so `size` is also the position of the last record that bears that stamp or a smaller one, and no
record with such a stamp will ever be added. RFC 6962 counts leaves from 0; the record at position p is leaf p - 1.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from shared.proof.hashing import HASH_BYTES
from shared.proof.notes import BadNote

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_HLC = re.compile(r"[0-9]{14}-[0-9]{5}")
_WATERMARK = "watermark "


def origin_of(authority: str, service: str) -> str:
    """Which tree: "grosz/torun/grants". Also the name of the key that signs its checkpoints."""
    return f"grosz/{authority}/{service}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """watermark: a hybrid logical clock as sortable text, "01764000000123-00007"; empty in another's checkpoint."""

    origin: str
    size: int
    root: bytes
    watermark: str = ""

    @property
    def service(self) -> str:
        return self.origin.rpartition("/")[2]

    @property
    def order(self) -> tuple[int, str]:
        """Of one tree: later ones are never smaller."""
        return self.size, self.watermark

    def text(self) -> str:
        """The note text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        if self.watermark:
            lines.append(_WATERMARK + self.watermark)
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """From the text of a note; lines of others' extensions are passed over. Raises BadNote."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise BadNote("a checkpoint is an origin, a size and a root, each in a line")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            root = b""
        watermarks = [line.removeprefix(_WATERMARK) for line in lines[3:] if line.startswith(_WATERMARK)]
        if len(root) != HASH_BYTES or len(watermarks) > 1 or not all(map(_HLC.fullmatch, watermarks)):
            raise BadNote("the root or the watermark of the checkpoint cannot be read")
        return cls(lines[0], int(lines[1]), root, watermarks[0] if watermarks else "")
