"""Facts of a call. Amounts in grosze, days in Warsaw, instants in UTC; what people wrote lies outside events."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.kernel.texts import TextRef


@dataclass(frozen=True, slots=True)
class Criterion:
    """What offers are judged by: points from 0 to `scale_points`, weighing so many percent of the whole."""

    code: str
    weight_percent: int
    scale_points: int


@dataclass(frozen=True, slots=True)
class CallTerms:
    """legal_basis: a key of `bases`; mode: "entrusting" (powierzenie) or "supporting" (wspieranie).

    line_shift_percent: by how much a line of the cost estimate may grow without an annex. task_until is inclusive.
    choice_on: the day of the choice; None where a rolling call chooses as offers come.
    """

    call_id: str
    programme_id: str
    line_id: str
    unit: str
    number: str
    legal_basis: str
    mode: str
    pool_grosze: int
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    line_shift_percent: int
    pass_mark_points: int
    criteria: tuple[Criterion, ...]
    task_from: date
    task_until: date
    choice_on: date | None
    rolling: bool


@dataclass(frozen=True, slots=True)
class CallDrafted:
    """A later draft takes the place of an earlier one."""

    call_id: str
    programme_id: str
    terms: CallTerms


@dataclass(frozen=True, slots=True)
class CallContentWritten:
    """One of the contents of UDPP art. 13(2); a later text takes the place of an earlier one."""

    call_id: str
    programme_id: str
    content: str
    body: TextRef


@dataclass(frozen=True, slots=True)
class CallApproved:
    """The president's order: from this day the pool is the call's."""

    call_id: str
    programme_id: str
    line_id: str
    number: str
    pool_grosze: int
    approved_on: date
    document: str


@dataclass(frozen=True, slots=True)
class AnnouncementPlanned:
    """The announcement shall stand in every place by `appears_on`. legal_until: the law's earliest, if it holds."""

    call_id: str
    programme_id: str
    appears_on: date
    offers_until: datetime
    legal_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallPublished:
    """matter: announcement, correction, results or annulment; place: bip, board, website or press.

    completes: with it the matter stands in every mandatory place. legal_until: the law's earliest deadline, where it
    is counted from this publication.
    """

    call_id: str
    programme_id: str
    matter: str
    place: str
    published_on: date
    completes: bool
    legal_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallAnnounced:
    """The announcement stands in every mandatory place, the last since `opens_on`: offers are taken from that day.

    `offers_until` is the first instant (UTC) at which an offer is too late; `legal_until` the earliest that the law
    allows it to be, None where the law sets none.
    """

    call_id: str
    programme_id: str
    terms: CallTerms
    opens_on: date
    offers_until: datetime
    legal_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallExtended:
    """The same fields as CallAnnounced, as they stand from now on."""

    call_id: str
    programme_id: str
    terms: CallTerms
    opens_on: date
    offers_until: datetime
    legal_until: datetime | None
    extended_on: date
    document: str


@dataclass(frozen=True, slots=True)
class CallCorrected:
    """The same fields as CallAnnounced, as they stand from now on. A material correction begins a new term."""

    call_id: str
    programme_id: str
    terms: CallTerms
    opens_on: date
    offers_until: datetime
    legal_until: datetime | None
    material: bool
    corrected_on: date
    document: str


@dataclass(frozen=True, slots=True)
class RollingCallStopped:
    """The pool of a rolling call is used up: offers are taken until this instant, earlier than announced."""

    call_id: str
    programme_id: str
    terms: CallTerms
    opens_on: date
    offers_until: datetime
    stopped_on: date


@dataclass(frozen=True, slots=True)
class CallPoolMoved:
    """change_grosze above zero raises the pool from its line, below zero gives back; pool_grosze is what it is now."""

    call_id: str
    programme_id: str
    change_grosze: int
    pool_grosze: int
    moved_on: date
    document: str


@dataclass(frozen=True, slots=True)
class CallOpened:
    """A call opened in one step. `offers_until` is the first instant (UTC) at which an offer is too late."""

    call_id: str
    programme_id: str
    line_id: str
    number: str
    pool_grosze: int
    opens_on: date
    offers_until: datetime
    min_grant_grosze: int
    max_grant_grosze: int
    max_share_percent: int
    pass_mark_points: int


@dataclass(frozen=True, slots=True)
class CallAnnulled:
    """On one of the two grounds of UDPP art. 18a: "no-offer-submitted" or "no-offer-met-the-requirements"."""

    call_id: str
    programme_id: str
    ground: str
    annulled_on: date


@dataclass(frozen=True, slots=True)
class CallResolved:
    call_id: str
    programme_id: str
    unused_grosze: int
    resolved_on: date
