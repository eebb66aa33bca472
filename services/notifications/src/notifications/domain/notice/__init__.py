"""A notice: that somebody has been, or is to be, told something. Stream key: the notice id.

    (nothing) --NoticeRecorded--> recorded

Promises: one fact of another service gives one notice of a kind, however often it is told; a notice holds ids, amounts,
days and codes, never names or free text. How a notice reaches people (letter, mail, board) is not decided here.

Law: UDPP art. 13(3), 15(2h), 15(2j): calls and results are announced, to everybody.
"""

from notifications.domain.notice.decisions import notice_id, record_notice
from notifications.domain.notice.events import NoticeRecorded
from notifications.domain.notice.state import NoNotice, NoticeState, Recorded, evolve
from shared.kernel.aggregate import Aggregate

NOTICE: Aggregate[NoticeState] = Aggregate("notice", NoNotice(), evolve, met_new=True)

__all__ = ["NOTICE", "NoNotice", "NoticeRecorded", "NoticeState", "Recorded", "notice_id", "record_notice"]
