"""The fact of a notice. Amounts are grosze; days are Warsaw dates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NoticeRecorded:
    """Who is told what about which call or grant, and because of which fact.

    recipient     an organisation id, "public", or "programme-office";
    amount_grosze the amount that the notice speaks of, if any;
    spoken_of_on  the day that it speaks of (opened, signed, paid, due, settled), if any;
    reason        the code of the broken rule or defect, in a refusal.
    """

    notice_id: str
    kind: str
    recipient: str
    subject_id: str
    cause_event_id: str
    cause_type: str
    amount_grosze: int | None = None
    spoken_of_on: date | None = None
    reason: str | None = None
