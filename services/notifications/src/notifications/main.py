"""The notifications service, put together: the one place that knows all of its rooms."""

from pathlib import Path

from notifications.adapters.publishing import publish
from notifications.adapters.stored_events import CODEC
from notifications.entrypoints.commands import COMMANDS
from notifications.entrypoints.questions import QUESTIONS
from notifications.entrypoints.subscriptions import SUBSCRIPTIONS
from notifications.readmodels.notice_register import NoticeRegister
from shared.hosting.service import Service
from shared.messages import notifications_v1

SERVICE = Service(
    name="notifications",
    codec=CODEC,
    publish=publish,
    facts=notifications_v1.FACTS,
    commands=COMMANDS,
    questions=QUESTIONS,
    subscriptions=SUBSCRIPTIONS,
    projections=[NoticeRegister()],
    migrations=Path(__file__).parent / "migrations",
)
