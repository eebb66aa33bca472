"""The answer that an offer gets when it is not chosen."""

from typing import ClassVar

from pydantic import Field

from shared.messages.fields import Command, Day, Fact, Slug

_GROUND = "code of the ground: not-enough-points, pool-used, withdrawn, or another"


class DecideNotToAward(Command):
    """The executive gives an offer no award; a call is resolved when each of its offers has an answer."""

    NAME: ClassVar = "decide-not-to-award"
    ROLE: ClassVar = "director"
    ARTICLE: ClassVar = "UDPP art. 15(2g), 15(2h)"
    offer_id: Slug
    ground: Slug = Field(description=_GROUND)
    decided_on: Day


class OfferNotAwarded(Fact):
    """The offer was not chosen."""

    TYPE: ClassVar = "grants.offer-not-awarded"
    offer_id: str
    call_id: str
    organisation_id: str
    ground: str = Field(description=_GROUND)
    decided_on: Day


COMMANDS: tuple[type[Command], ...] = (DecideNotToAward,)
FACTS: tuple[type[Fact], ...] = (OfferNotAwarded,)
