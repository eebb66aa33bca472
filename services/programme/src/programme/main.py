"""Composition root: the one place where programme's rooms meet."""

from pathlib import Path

from programme.adapters import watermarks
from programme.adapters.publishing import publish
from programme.adapters.stored_events import CODEC
from programme.entrypoints.calendar import CALENDAR
from programme.entrypoints.commands import COMMANDS
from programme.entrypoints.publications import PUBLICATIONS
from programme.entrypoints.questions import questions
from programme.entrypoints.subscriptions import SUBSCRIPTIONS
from programme.readmodels import figures
from programme.readmodels.call_register import CallRegister
from programme.readmodels.execution import Execution
from programme.readmodels.journal import Journal
from programme.readmodels.making import Making
from programme.readmodels.registers import Registers
from shared.hosting.service import Service
from shared.messages import programme_v1

SERVICE = Service(
    name="programme",
    codec=CODEC,
    publish=publish,
    facts=programme_v1.FACTS,
    commands=COMMANDS,
    questions=questions(before_budget=watermarks.refresh),
    subscriptions=SUBSCRIPTIONS,
    projections=[Journal(), Registers(), Making(), Execution(), CallRegister()],
    migrations=Path(__file__).parent / "migrations",
    calendar=CALENDAR,
    background=[watermarks.keep_fresh],
    figures=[figures.of_money],
    publications=PUBLICATIONS,
)
