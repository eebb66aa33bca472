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


class YearClosedAlready(Refusal):
    rule = "From 1 January nothing is planned or promised in the old year."
    article = "UFP art. 263(1)"


class YearNotOver(Refusal):
    rule = "A year is closed after its 31 December."
    article = "UFP art. 109(1), 263(1)"


class SmallGrantCapExceeded(Refusal):
    rule = "The pools for small grants are together at most 20 % of the grants planned for the year."
    article = "UDPP art. 19a(7)"


class BlockedAmountExceeded(Refusal):
    rule = "No more is blocked than is there, and no more is unblocked than was blocked."
    article = "UFP art. 260"


class NoCutPending(Refusal):
    rule = "A cut is carried out where one is pending."
    article = "UFP art. 257-260"


class CutExceeded(Refusal):
    rule = "A cut takes no more than is pending."
    article = "UFP art. 257-260"


class CutNotCovered(Refusal):
    rule = "A cut is carried out whole: each account bears its part, and the parts with what is free make the cut."
    article = "UFP art. 257-260"


class NothingToAmend(Refusal):
    rule = "What was adopted is amended; what was not is adopted first."
    article = "UFP art. 211, 239"


class BudgetAlreadyAdopted(Refusal):
    rule = "A budget is adopted once; after that it is amended, and no draft replaces it."
    article = "UFP art. 211, 239"


class DayOutsideProgramme(Refusal):
    rule = "What makes a programme year takes effect in that year or in the one before."
    article = "UFP art. 109(1), 211(1)"


class DayInTheFuture(Refusal):
    rule = "A resolution, a draft or a result is recorded once it is there, not before."
    article = "house rule"


class StatementsNotComplete(Refusal):
    rule = "A year is closed after payments has confirmed every bank statement up to 31 December."
    article = "UFP art. 263(1)"
    retryable = True


class SameLine(Refusal):
    rule = "A reallocation goes from one line to another."
    article = "UFP art. 257"


class ContractNotInForce(Refusal):
    rule = "Only a contract that is signed and has not ended is changed by an annex."
    article = "UDPP art. 16(2)"


class IncreaseNotCovered(Refusal):
    rule = "No more is promised on top of a contract than its call, or its line once the call is resolved, still holds."
    article = "UFP art. 261"


class NoDraftToDrop(Refusal):
    rule = "A draft budget is dropped while it is a draft; what was adopted is amended."
    article = "UDPP art. 13(5); UFP art. 233"


class BudgetNotInForce(Refusal):
    rule = "A year's part of a multi-year commitment is confirmed once the budget of that year is adopted."
    article = "UFP art. 228; UDPP art. 13(5)"


class GrantKnownInYear(Refusal):
    rule = "A grant has one place in a year's budget."
    article = "UFP art. 228"


class PartAlreadyPaid(Refusal):
    rule = "Of a confirmed year no more is taken back than is unpaid."
    article = "UFP art. 228, 251"
