"""Free text and personal data stay outside events: an event holds only a reference and a salted hash."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRef:
    """Where a text is kept, and SHA-256 of its salt and body, hexadecimal.

    Salt and body lie together in an erasable table: once erased, the hash tells nothing more.
    """

    ref: str
    digest: str
