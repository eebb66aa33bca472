"""How far the call has come."""

from dataclasses import dataclass, replace

from programme.domain.call.events import CallAnnulled, CallOpened, CallResolved


@dataclass(frozen=True, slots=True)
class CallState:
    opened: CallOpened | None = None
    resolved: CallResolved | None = None
    annulled: CallAnnulled | None = None


def evolve(state: CallState, event: object) -> CallState:
    match event:
        case CallOpened():
            return replace(state, opened=event)
        case CallResolved():
            return replace(state, resolved=event)
        case CallAnnulled():
            return replace(state, annulled=event)
        case _:
            return state
