"""The facts of other services that grants listens to; the only place that reads them."""

from grants import usecases
from shared.messages import payments_changes_v1, payments_v1, programme_call_v1, programme_v1
from shared.transport.binding import bind_reactions

SUBSCRIPTIONS = bind_reactions(
    [
        programme_v1.CallOpened,
        programme_call_v1.CallAnnounced,
        programme_call_v1.CallExtended,
        programme_call_v1.CallCorrected,
        programme_call_v1.RollingCallStopped,
        programme_v1.CallResolved,
        programme_v1.CallAnnulled,
        programme_v1.LimitChanged,
        programme_v1.YearClosed,
        programme_v1.BudgetDraftSubmitted,
        programme_v1.BudgetAdopted,
        programme_v1.FundsReserved,
        programme_v1.FundsRefused,
        payments_v1.FundsDisbursed,
        payments_v1.FundsReturned,
        payments_v1.PaymentTakenOver,
        payments_changes_v1.DisbursementReversed,
    ],
    usecases.REACTIONS,
)
