"""Stored names of notifications' facts. A name is for ever; a new shape gets a new version and an upcaster."""

from notifications.domain.notice import NoticeRecorded
from shared.eventstore.codec import Codec

CODEC = Codec({"notice.notice-recorded.v1": NoticeRecorded}, upcasters={})
