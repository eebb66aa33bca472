"""On which law a call may rest, and what that law asks of its announcement.

| basis            | what it is                                | contents      | places               | at least |
|------------------|-------------------------------------------|---------------|----------------------|----------|
| udpp-open-call   | open call, UDPP art. 11(2), 13            | the seven     | BIP, board, website  | 21 days  |
| sport-act        | club sport, Sport Act art. 27, 28         | none by law   | BIP (house rule)     | none     |
| udpp-11a         | disaster, UDPP art. 11a, 11d              | none          | none                 | none     |
| udpp-19a-pool    | small grants on request, UDPP art. 19a    | none          | none                 | none     |

The Sport Act leaves the procedure to the council's resolution, which is not modelled: only openness is kept, by one
public place. Articles 11a and 19a know no call; a "call" on them is a pool with terms, open from the planned day.
"""

from dataclasses import dataclass

CONTENTS = (
    "task-type",
    "amount",
    "granting-rules",
    "execution-conditions",
    "offer-deadline",
    "choice",
    "earlier-tasks",
)
"""UDPP art. 13(2)(1) to (7), in the order of the act."""

FROM_TERMS = ("amount", "offer-deadline")
"""Contents that are figures of the call itself; the others are written by people."""

PLACES = ("bip", "board", "website")
"""UDPP art. 13(3): all three, always. The press (13(4)) comes on top where the city wants it."""

OWN_SHARE = "own-share"
"""The criterion that UDPP art. 15(1) knows only where the city supports."""


@dataclass(frozen=True, slots=True)
class Basis:
    """least_days: how long offers are taken at least, from the last publication. None: the law sets no such term."""

    article: str
    contents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    least_days: int | None = None
    annulment_is_mandatory: bool = False
    max_grant_grosze: int | None = None


BASES = {
    "udpp-open-call": Basis("UDPP art. 11(2), 13", CONTENTS, PLACES, least_days=21, annulment_is_mandatory=True),
    "sport-act": Basis("Sport Act art. 27, 28", places=("bip",)),
    "udpp-11a": Basis("UDPP art. 11a, 11d"),
    "udpp-19a-pool": Basis("UDPP art. 19a", max_grant_grosze=1_000_000),
}
