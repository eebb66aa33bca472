"""Facts of other services that payments listens to."""

from payments import usecases
from shared.messages import grants_v1
from shared.transport.binding import bind_reactions

SUBSCRIPTIONS = bind_reactions([grants_v1.ContractSigned, grants_v1.GrantTakenOver], usecases.REACTIONS)
