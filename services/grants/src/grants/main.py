"""The service put together: the one place that knows all its rooms."""

from pathlib import Path

from grants.adapters.publishing import publish
from grants.adapters.stored_events import CODEC
from grants.entrypoints.calendar import CALENDAR
from grants.entrypoints.commands import COMMANDS
from grants.entrypoints.publications import PUBLICATIONS
from grants.entrypoints.questions import QUESTIONS
from grants.entrypoints.subscriptions import SUBSCRIPTIONS
from grants.readmodels import figures
from grants.readmodels.grant_register import GrantRegister
from grants.readmodels.known_calls import KnownCalls
from grants.readmodels.public_register import PublicRegister
from shared.hosting.service import Service
from shared.messages import grants_v1

SERVICE = Service(
    name="grants",
    codec=CODEC,
    publish=publish,
    facts=grants_v1.FACTS,
    commands=COMMANDS,
    questions=QUESTIONS,
    subscriptions=SUBSCRIPTIONS,
    projections=[GrantRegister(), KnownCalls(), PublicRegister()],
    migrations=Path(__file__).parent / "migrations",
    calendar=CALENDAR,
    figures=[figures.of_overdue_reports],
    publications=PUBLICATIONS,
)
