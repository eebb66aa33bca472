"""One difference, to the grosz, with the facts behind it where they are known."""

from dataclasses import dataclass

from shared.kernel.money import format_pln

SHOWN_FACTS = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """where    who says otherwise: "journal", "budget", "grants", "payments", "law" or "store";
    what     the figure, account or entry in question;
    counted  what the count says, said what the other says; grosze, None where it is not a matter of an amount.
    """

    where: str
    what: str
    counted: int | None = None
    said: int | None = None
    facts: tuple[str, ...] = ()

    @property
    def grosze(self) -> int:
        return (self.said or 0) - (self.counted or 0)

    def __str__(self) -> str:
        amounts = ""
        if self.counted is not None and self.said is not None:
            amounts = f": counted {format_pln(self.counted)}, said {format_pln(self.said)} ({self.grosze:+d} gr)"
        shown = "".join(f"\n    {fact}" for fact in self.facts[:SHOWN_FACTS])
        more = f"\n    and {len(self.facts) - SHOWN_FACTS} more" if len(self.facts) > SHOWN_FACTS else ""
        return f"{self.where}: {self.what}{amounts}{shown}{more}"
