"""Settlement: what was paid, reported, accepted and given back (UDPP art. 17, 18; UFP art. 251).

    PaymentNoted, ReturnNoted,
    ReversalNoted                  any time, any order: what payments says the bank has done, as totals
    ReportFallenDue                the day after the task's last: 30 days begin to run (art. 18(1))
    ReportSubmitted                once
    ReportAccepted                 once, with ExpenditureAccepted for each part newly accepted
    AcceptanceWithdrawn            after a control, years later too: so much is accepted no more
    GrantSettled                   when accepted + returned = disbursed and the report is accepted

Promises: nothing is accepted that was not reported, not paid, or given back. The totals of payments only grow, so a
repeated or late fact changes nothing and every order of arrival ends in the same figures. A payment or a return that
comes after the settlement undoes it, until the figures balance again. Amounts are integer grosze.
"""

from grants.domain.settlement.balance import settle_grant
from grants.domain.settlement.decisions import (
    accept_report,
    mark_report_due,
    note_payment,
    note_return,
    note_reversal,
    submit_report,
    withdraw_acceptance,
)
from grants.domain.settlement.events import (
    AcceptanceWithdrawn,
    ExpenditureAccepted,
    GrantSettled,
    PaymentNoted,
    ReportAccepted,
    ReportFallenDue,
    ReportSubmitted,
    ReturnNoted,
    ReversalNoted,
)
from grants.domain.settlement.rules import (
    AcceptedAboveDisbursed,
    AcceptedAboveSpent,
    AcceptedBeforeReport,
    AcceptedInTheFuture,
    AcceptedLessThanBefore,
    ReportAlreadySubmitted,
    ReportBeforeSignature,
    ReportedInTheFuture,
    ReportNotSubmitted,
    SpentAboveContract,
    SpentAboveDisbursed,
    TaskNotEnded,
    WithdrawnAboveAccepted,
    WithdrawnBeforeAcceptance,
    WithdrawnInTheFuture,
)
from grants.domain.settlement.state import Settlement, evolve
from shared.kernel.aggregate import Aggregate

SETTLEMENT: Aggregate[Settlement] = Aggregate("settlement", Settlement(), evolve)

__all__ = [
    "SETTLEMENT",
    "AcceptanceWithdrawn",
    "AcceptedAboveDisbursed",
    "AcceptedAboveSpent",
    "AcceptedBeforeReport",
    "AcceptedInTheFuture",
    "AcceptedLessThanBefore",
    "ExpenditureAccepted",
    "GrantSettled",
    "PaymentNoted",
    "ReportAccepted",
    "ReportAlreadySubmitted",
    "ReportBeforeSignature",
    "ReportFallenDue",
    "ReportNotSubmitted",
    "ReportSubmitted",
    "ReportedInTheFuture",
    "ReturnNoted",
    "ReversalNoted",
    "Settlement",
    "SpentAboveContract",
    "SpentAboveDisbursed",
    "TaskNotEnded",
    "WithdrawnAboveAccepted",
    "WithdrawnBeforeAcceptance",
    "WithdrawnInTheFuture",
    "accept_report",
    "mark_report_due",
    "note_payment",
    "note_return",
    "note_reversal",
    "settle_grant",
    "submit_report",
    "withdraw_acceptance",
]
