"""Facts of other services that notifications listens to."""

from notifications import usecases
from shared.messages import grants_v1, payments_v1, programme_call_v1, programme_making_v1, programme_v1
from shared.transport.binding import bind_reactions

SUBSCRIPTIONS = bind_reactions(
    [
        programme_v1.CallOpened,
        programme_making_v1.DeadlineMissed,
        programme_making_v1.ProgrammeReportPublished,
        programme_call_v1.CallAnnounced,
        programme_call_v1.CallExtended,
        grants_v1.GrantAwarded,
        grants_v1.AwardRefused,
        grants_v1.OfferRejected,
        grants_v1.ContractSigned,
        payments_v1.FundsDisbursed,
        grants_v1.ReportFallenDue,
        grants_v1.GrantSettled,
    ],
    usecases.REACTIONS,
)
