"""Stored names of programme's events. A name is for ever; a changed shape is a new version with an upcaster."""

from programme.domain import budget, call, programme, reservation
from shared.eventstore.codec import Codec

CODEC = Codec(
    {
        "programme.drafted.v1": programme.ProgrammeDrafted,
        "programme.consultation-opened.v1": programme.ConsultationOpened,
        "programme.consultation-closed.v1": programme.ConsultationClosed,
        "programme.adopted.v1": programme.ProgrammeAdopted,
        "budget.entry-posted.v1": budget.EntryPosted,
        "call.opened.v1": call.CallOpened,
        "call.resolved.v1": call.CallResolved,
        "call.annulled.v1": call.CallAnnulled,
        "reservation.funds-reserved.v1": reservation.FundsReserved,
        "reservation.funds-refused.v1": reservation.FundsRefused,
    }
)
