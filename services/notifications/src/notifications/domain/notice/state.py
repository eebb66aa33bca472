"""Whether a notice was recorded."""

from dataclasses import dataclass

from notifications.domain.notice.events import NoticeRecorded


@dataclass(frozen=True, slots=True)
class NoNotice:
    """Nobody was told."""


@dataclass(frozen=True, slots=True)
class Recorded:
    notice: NoticeRecorded


NoticeState = NoNotice | Recorded


def evolve(state: NoticeState, event: object) -> NoticeState:
    match event:
        case NoticeRecorded():
            return Recorded(event)
        case _:
            return state
