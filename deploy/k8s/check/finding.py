"""What a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """rule: which one is broken; where: kind and name of the object; what: the sentence for whoever mends it."""

    rule: str
    where: str
    what: str

    @classmethod
    def of(cls, document: dict[str, Any], rule: str, what: str) -> Finding:
        return cls(rule, f"{document.get('kind')}/{document.get('metadata', {}).get('name')}", what)

    def __str__(self) -> str:
        return f"{self.where}: {self.what} [{self.rule}]"
