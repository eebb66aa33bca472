"""What reports and their acceptance must keep to (UDPP art. 17, 18; UFP art. 251, 252)."""

from shared.kernel.refusal import Refusal


class TaskNotEnded(Refusal):
    """Retryable: the day will come."""

    rule = "The term of the report begins to run when the task has ended."
    article = "UDPP art. 18(1)"
    retryable = True


class ReportBeforeSignature(Refusal):
    rule = "A report is not dated before the contract that it reports on."
    article = "UDPP art. 18(1)"


class ReportedInTheFuture(Refusal):
    rule = "A report is not dated after the day on which it is recorded."


class ReportAlreadySubmitted(Refusal):
    rule = "A contract has one final report."
    article = "UDPP art. 18(1)"


class SpentAboveContract(Refusal):
    rule = "No more of a grant is spent than the contract gives."
    article = "UFP art. 252(1)"


class SpentAboveDisbursed(Refusal):
    """Retryable: the payment may be on its way from the bank's statement."""

    rule = "No more of a grant is spent than was paid."
    article = "UFP art. 251, 252"
    retryable = True


class ReportNotSubmitted(Refusal):
    rule = "Expenditure is accepted on a submitted report."
    article = "UDPP art. 17, 18"


class AcceptedBeforeReport(Refusal):
    rule = "An acceptance is not dated before the report that it accepts."
    article = "UDPP art. 17, 18"


class AcceptedInTheFuture(Refusal):
    rule = "An acceptance is not dated after the day on which it is recorded."


class AcceptedAboveSpent(Refusal):
    rule = "No more is accepted than was reported as spent."
    article = "UDPP art. 18(4); UFP art. 252"


class AcceptedAboveDisbursed(Refusal):
    """Retryable: the payment may be on its way from the bank's statement."""

    rule = "No more is accepted than was paid and not given back."
    article = "UFP art. 251, 252"
    retryable = True


class AcceptedLessThanBefore(Refusal):
    rule = "What was accepted once is taken back only after a control."
    article = "UDPP art. 17"


class WithdrawnAboveAccepted(Refusal):
    rule = "No more of an acceptance is withdrawn than was accepted."
    article = "UDPP art. 17; UFP art. 252"


class WithdrawnBeforeAcceptance(Refusal):
    rule = "An acceptance is not withdrawn as of a day before it was given."
    article = "UDPP art. 17"


class WithdrawnInTheFuture(Refusal):
    rule = "A withdrawal is not dated after the day on which it is recorded."
