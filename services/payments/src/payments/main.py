"""The payments service, put together: the one place that knows all of its rooms."""

from pathlib import Path

from payments import settings
from payments.adapters.publishing import publish
from payments.adapters.stored_events import CODEC
from payments.entrypoints.commands import commands
from payments.entrypoints.questions import QUESTIONS
from payments.entrypoints.subscriptions import SUBSCRIPTIONS
from payments.readmodels import figures
from payments.readmodels.claim_register import ClaimRegister
from payments.readmodels.payment_register import PaymentRegister
from shared.hosting.service import Service
from shared.messages import payments_v1

_DEBTOR = settings.debtor()

SERVICE = Service(
    name="payments",
    codec=CODEC,
    publish=publish,
    facts=payments_v1.FACTS,
    commands=commands(debtor_name=_DEBTOR.name, debtor_account=_DEBTOR.bank_account),
    questions=QUESTIONS,
    subscriptions=SUBSCRIPTIONS,
    projections=[PaymentRegister(), ClaimRegister()],
    migrations=Path(__file__).parent / "migrations",
    figures=[figures.of_waiting],
)
