"""How far the call has come."""

from dataclasses import dataclass, replace

from programme.domain.call.events import CallOpened, CallResolved


@dataclass(frozen=True, slots=True)
class CallState:
    opened: CallOpened | None = None
    resolved: CallResolved | None = None


def evolve(state: CallState, event: object) -> CallState:
    match event:
        case CallOpened():
            return replace(state, opened=event)
        case CallResolved():
            return replace(state, resolved=event)
        case _:
            return state
