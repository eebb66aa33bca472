"""What outsiders are told, chosen fact by fact. The journal as a whole is in the LOG stream."""

from programme.domain.budget import EntryPosted
from programme.domain.call import (
    CallAnnounced,
    CallAnnulled,
    CallCorrected,
    CallExtended,
    CallOpened,
    CallPublished,
    CallResolved,
    RollingCallStopped,
)
from programme.domain.execution import ProgrammeReportPublished, ReportDeadlineMissed
from programme.domain.programme import (
    AdoptionDeadlineMissed,
    MultiYearProgrammeAdopted,
    ProgrammeAdopted,
    ProgrammePublished,
)
from programme.domain.reservation import FundsRefused, FundsReserved
from shared.kernel.canonical import plain
from shared.messages import programme_call_v1 as calls
from shared.messages import programme_making_v1 as making
from shared.messages import programme_v1 as wire
from shared.messages.fields import Fact


def publish(event: object, *, key: str) -> Fact | None:
    """The contract message of an event, or None."""
    match event:
        case ProgrammeAdopted():
            return wire.ProgrammeAdopted(**plain(event))
        case CallAnnounced() | CallExtended() | CallCorrected() | RollingCallStopped():
            return _standing(event)
        case CallPublished():
            return calls.CallPublished.model_validate(plain(event))
        case CallOpened():
            return wire.CallOpened(**plain(event))
        case CallResolved():
            return wire.CallResolved(**plain(event))
        case CallAnnulled():
            return wire.CallAnnulled(**plain(event))
        case FundsReserved():
            return wire.FundsReserved(**plain(event))
        case FundsRefused():
            return wire.FundsRefused(**plain(event))
        case EntryPosted():
            return _entry(event)
        case _:
            return _of_the_making(event)


def _of_the_making(event: object) -> Fact | None:
    match event:
        case MultiYearProgrammeAdopted():
            return making.MultiYearProgrammeAdopted(**plain(event))
        case ProgrammePublished():
            return making.ProgrammePublished(**plain(event))
        case ProgrammeReportPublished():
            return making.ProgrammeReportPublished.model_validate(plain(event))
        case AdoptionDeadlineMissed():
            return making.DeadlineMissed(programme_id=event.programme_id, deadline="adoption", due_on=event.due_on)
        case ReportDeadlineMissed():
            return making.DeadlineMissed(
                programme_id=event.programme_id, deadline="execution-report", due_on=event.due_on
            )
        case _:
            return None


_STANDING: dict[type, type[Fact]] = {
    CallAnnounced: calls.CallAnnounced,
    CallExtended: calls.CallExtended,
    CallCorrected: calls.CallCorrected,
    RollingCallStopped: calls.RollingCallStopped,
}


def _standing(event: CallAnnounced | CallExtended | CallCorrected | RollingCallStopped) -> Fact:
    """The terms, flat, and what the event itself says beside them."""
    said = plain(event)
    return _STANDING[type(event)].model_validate(said.pop("terms") | said)


def _entry(entry: EntryPosted) -> Fact | None:
    match entry.fact:
        case "BudgetDraftSubmitted":
            return wire.BudgetDraftSubmitted(programme_id=entry.programme_id, limit_grosze=entry.stated_grosze or 0)
        case "BudgetAdopted" | "ProgrammeTakenOver":
            return wire.BudgetAdopted(
                programme_id=entry.programme_id,
                limit_grosze=entry.stated_grosze or 0,
                cut_pending_grosze=entry.cut_pending_grosze,
                adopted_on=entry.value_on,
            )
        case "ProgrammeAdopted" if not entry.in_force:
            return None  # before the budget is adopted nothing is signed, and the adoption tells the limit
        case "ProgrammeAdopted" | "ProgrammeAmended" | "BudgetAmended" | "CutCarriedOut" | "BudgetDraftDropped":
            return wire.LimitChanged(
                programme_id=entry.programme_id,
                limit_grosze=entry.limit_grosze,
                in_force=entry.in_force,
                cut_pending_grosze=entry.cut_pending_grosze,
                changed_on=entry.value_on,
            )
        case "YearClosed" if entry.effective_on == entry.value_on:
            return wire.YearClosed(
                programme_id=entry.programme_id, lapsed_grosze=entry.amount_grosze, closed_on=entry.value_on
            )
        case "AreaAllocated":
            return wire.AreaAllocated(
                programme_id=entry.programme_id,
                line_id=entry.line_id or "",
                amount_grosze=sum(transfer.amount_grosze for transfer in entry.transfers),
            )
        case _:
            return None
