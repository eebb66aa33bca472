"""Stored names of programme's events. A name is for ever; a changed shape is a new version with an upcaster."""

from programme.domain import budget, call, execution, programme, reservation
from shared.eventstore.codec import Codec

CODEC = Codec(
    {
        "programme.drafted.v1": programme.ProgrammeDrafted,
        "programme.consultation-opened.v1": programme.ConsultationOpened,
        "programme.consultation-closed.v1": programme.ConsultationClosed,
        "programme.adopted.v2": programme.ProgrammeAdopted,
        "programme.multi-year-drafted.v1": programme.MultiYearProgrammeDrafted,
        "programme.multi-year-referred-to.v1": programme.MultiYearProgrammeReferredTo,
        "programme.multi-year-adopted.v1": programme.MultiYearProgrammeAdopted,
        "programme.text-stated.v1": programme.TextStated,
        "programme.task-areas-stated.v1": programme.TaskAreasStated,
        "programme.period-stated.v1": programme.PeriodStated,
        "programme.planned-amount-stated.v1": programme.PlannedAmountStated,
        "programme.area-mapped.v1": programme.AreaMapped,
        "programme.meeting-held.v1": programme.MeetingHeld,
        "programme.department-contributed.v1": programme.DepartmentContributed,
        "programme.remark-filed.v1": programme.RemarkFiled,
        "programme.remark-answered.v1": programme.RemarkAnswered,
        "programme.council-opinion-requested.v1": programme.CouncilOpinionRequested,
        "programme.council-opinion-given.v1": programme.CouncilOpinionGiven,
        "programme.council-opinion-waived.v1": programme.CouncilOpinionWaived,
        "programme.council-found-absent.v1": programme.CouncilFoundAbsent,
        "programme.adoption-deadline-missed.v1": programme.AdoptionDeadlineMissed,
        "programme.contents-amended.v1": programme.ProgrammeContentsAmended,
        "programme.published.v1": programme.ProgrammePublished,
        "execution.offer-noted.v1": execution.OfferNoted,
        "execution.offer-rejection-noted.v1": execution.OfferRejectionNoted,
        "execution.contract-noted.v1": execution.ContractNoted,
        "execution.grant-settlement-noted.v1": execution.GrantSettlementNoted,
        "execution.programme-report-published.v1": execution.ProgrammeReportPublished,
        "execution.report-deadline-missed.v1": execution.ReportDeadlineMissed,
        "budget.entry-posted.v1": budget.EntryPosted,
        "call.opened.v1": call.CallOpened,
        "call.resolved.v1": call.CallResolved,
        "call.annulled.v1": call.CallAnnulled,
        "reservation.funds-reserved.v1": reservation.FundsReserved,
        "reservation.funds-refused.v1": reservation.FundsRefused,
    },
    upcasters={
        # At first nobody was warned: what would have been a warning is not judged again.
        "programme.adopted.v1": ("programme.adopted.v2", lambda data: {**data, "warnings": ()}),
    },
)
