"""The latest word of programme on a call, and its end; either may come first."""

from dataclasses import dataclass, replace

from grants.domain.known_call.events import CallNoted, CallResolutionNoted


@dataclass(frozen=True, slots=True)
class KnownCall:
    announced: CallNoted | None = None
    resolved: CallResolutionNoted | None = None


def evolve(state: KnownCall, event: object) -> KnownCall:
    match event:
        case CallNoted() if state.announced is None or event.said_at > state.announced.said_at:
            return replace(state, announced=event)
        case CallResolutionNoted() if state.resolved is None:
            return replace(state, resolved=event)
    return state
