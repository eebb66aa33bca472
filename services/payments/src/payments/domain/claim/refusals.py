"""What is refused about refund claims, each with its article."""

from shared.kernel.refusal import Refusal


class ClaimEstablishedOtherwise(Refusal):
    rule = "A claim's number names one claim of its grant; another claim takes another number."


class ClaimAbovePaid(Refusal):
    rule = "No more is claimed back than was paid, has not come back and is in no other claim."
    article = "UFP art. 251, 252"


class PartsDoNotAddUp(Refusal):
    rule = "What is claimed of each tranche, once, makes up the principal of the claim."
    article = "UFP art. 252"


class MisuseNamesNoTranche(Refusal):
    rule = "Interest on misused money runs from the day of its transfer, so the claim names its tranches."
    article = "UFP art. 252(6)(1)"


class TrancheNotPaid(Refusal):
    rule = "Of a tranche no more is claimed back than the bank has paid on it."
    article = "UFP art. 252"


class NoTermOfUse(Refusal):
    rule = "A claim for unused money names the last day of use, within the budget year."
    article = "UFP art. 221(3), 251"


class DaysOutOfOrder(Refusal):
    rule = "A claim is found, then called for, then decided on, and none of it is dated after its recording."


class RateNotKnown(Refusal):
    rule = "Interest is counted by known rates only."
    article = "Tax Ordinance art. 56"


class ClaimUnknown(Refusal):
    rule = "Only a claim that was established is written off."
    article = "UFP art. 64"
    status = 404


class ReliefAboveClaim(Refusal):
    rule = "No more is written off than is left of the claim."
    article = "UFP art. 64"


class DecisionTakenAlready(Refusal):
    rule = "A decision on relief is carried out once, with its amount."
    article = "UFP art. 64"


class SecondPersonRequired(Refusal):
    rule = "Whoever established a claim never writes it off."
    article = "UFP art. 53, 64, 69"
    status = 403


class NothingLeftOfClaim(Refusal):
    rule = "A claim of which nothing is left is not time-barred."
    article = "UFP art. 67; Tax Ordinance art. 70"


class LimitationNotPassed(Refusal):
    rule = "A claim is time-barred five years after the end of the year in which it was due."
    article = "UFP art. 67; Tax Ordinance art. 70 § 1"
