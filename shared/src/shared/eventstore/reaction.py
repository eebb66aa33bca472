"""A reaction: what a service does when another one says that something has happened."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reaction:
    """handler: (desk, **fields of the fact); key: the field behind which later messages wait or are parked."""

    handler: Callable[..., None]
    key: str
