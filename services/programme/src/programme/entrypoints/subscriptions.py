"""The facts of other services that programme listens to."""

from programme import usecases
from shared.messages import (
    grants_answers_v1,
    grants_changes_v1,
    grants_v1,
    payments_changes_v1,
    payments_claims_v1,
    payments_v1,
)
from shared.transport.binding import bind_reactions

SUBSCRIPTIONS = bind_reactions(
    [
        grants_v1.OfferSubmitted,
        grants_v1.OfferRejected,
        grants_v1.AwardProposed,
        grants_v1.AwardDeclined,
        grants_v1.ContractSigned,
        grants_v1.ExpenditureAccepted,
        grants_v1.OfferSubmitted,
        grants_v1.OfferRejected,
        grants_v1.GrantSettled,
        grants_v1.GrantTakenOver,
        payments_v1.FundsDisbursed,
        payments_v1.FundsReturned,
        payments_v1.StatementsComplete,
        payments_v1.PaymentTakenOver,
        *grants_answers_v1.FACTS,
        *grants_changes_v1.FACTS,
        *payments_changes_v1.FACTS,
        *payments_claims_v1.FACTS,
    ],
    usecases.REACTIONS,
)
