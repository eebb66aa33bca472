"""What outsiders are told, on purpose: that a notice was recorded, for whom and about what.

The wire shape takes the fields that it declares; amounts, days and reasons stay in the register.
"""

from typing import Any

from notifications.domain.notice import NoticeRecorded
from shared.kernel.canonical import plain
from shared.messages import notifications_v1
from shared.messages.fields import Fact

TOLD: dict[type, type[Fact]] = {NoticeRecorded: notifications_v1.NoticeRecorded}


def publish(event: Any, *, key: str) -> Fact | None:
    """The wire fact that tells outsiders of an event; None where it is our own affair."""
    shape = TOLD.get(type(event))
    return shape.model_validate(plain(event)) if shape else None
