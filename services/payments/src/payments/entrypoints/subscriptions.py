"""Facts of other services that payments listens to."""

from payments import usecases
from shared.messages import grants_changes_v1, grants_v1
from shared.transport.binding import bind_reactions

SUBSCRIPTIONS = bind_reactions(
    [
        grants_v1.ContractSigned,
        grants_v1.GrantTakenOver,
        grants_changes_v1.AnnexSigned,
        grants_changes_v1.ContractTerminated,
    ],
    usecases.REACTIONS,
)
