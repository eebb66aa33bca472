"""Why money may not be moved: the rules of the budget, each with its article."""

from shared.kernel.refusal import Refusal


class BudgetUnknown(Refusal):
    rule = (
        "Money is allocated, announced and promised only in a year whose draft budget was submitted or budget adopted."
    )
    article = "UDPP art. 13(5); UFP art. 211"
    status = 404


class LineUnknown(Refusal):
    rule = "Money is announced only from a line to which it was allocated."
    article = "UFP art. 247"
    status = 404


class FreeMoneyExceeded(Refusal):
    rule = "No more is allocated to areas than is free, on any day from the allocation on."
    article = "UFP art. 44(1)(3), 52(1)(2)"


class LineExceeded(Refusal):
    rule = "No more is announced in calls than the line holds, on any day from the opening on."
    article = "UFP art. 44(1)(3); UDPP art. 13(2)(2)"


class CallPoolExceeded(Refusal):
    rule = "No more is promised than the call's pool holds, on any day from the award on."
    article = "UFP art. 261; UDPP art. 13(2)(2)"


class CallNotOpenHere(Refusal):
    rule = "Money is promised only from a call that was opened on this budget and is not resolved."
    article = "UDPP art. 13, 15"


class CutPending(Refusal):
    rule = "While a cut of the limit is pending nothing new is promised."
    article = "UFP art. 257-260"


class YearAlreadyKnown(Refusal):
    rule = "A year is taken over from a register once, with one limit and line, where nothing was known of it."
