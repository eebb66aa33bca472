"""Why a call may not be drafted, announced, changed or ended: the rules of calls, each with its article."""

from shared.kernel.refusal import Refusal


class CallUnknown(Refusal):
    rule = "A call is drafted or opened before anything else happens to it."
    article = "UDPP art. 13(1)"
    status = 404


class CallAlreadyOpened(Refusal):
    rule = "A call's id belongs to one call, and its terms stand as they were announced."
    article = "UDPP art. 13(2)"


class CallTermsContradict(Refusal):
    rule = (
        "Offers are taken until after the opening; the smallest grant is not above the largest, "
        "nor the largest above the pool; a task does not end before it begins."
    )
    article = "UDPP art. 13(1), 13(2)"


class CallUnitDiffers(Refusal):
    rule = "A call is carried out by the unit in whose plan its line lies."
    article = "UFP art. 247, 249(5)"


class WeightsDoNotAddUp(Refusal):
    rule = "The criteria of a call are different ones, and their weights come to 100 percent."
    article = "UDPP art. 13(2)(6), 15(1)"


class CriteriaMissing(Refusal):
    rule = "An open call says by which criteria offers are chosen."
    article = "UDPP art. 13(2)(6)"


class EntrustedTaskNeedsNoShare(Refusal):
    rule = "Where a task is entrusted the grant finances it whole: no own share is asked for or judged."
    article = "UDPP art. 5(4), 11(1), 15(1)"


class SmallGrantTooLarge(Refusal):
    rule = "A small grant is at most 10 000 PLN."
    article = "UDPP art. 19a(1)"


class CallAlreadyApproved(Refusal):
    rule = "What was approved is not drafted again; an announced call is corrected."
    article = "UDPP art. 13(2)"


class CallNumberStands(Refusal):
    rule = "A call keeps the number, the programme and the line under which it was first drafted."


class CallNotApproved(Refusal):
    rule = "A call is announced after the executive has approved it, with the money it names."
    article = "UDPP art. 13(1); UFP art. 44(1)(3)"


class ApprovedPoolDiffers(Refusal):
    rule = "The executive approves the amount that the draft names."
    article = "UDPP art. 13(2)(2)"


class ContentMissing(Refusal):
    rule = "An open call is announced with all seven contents of the act."
    article = "UDPP art. 13(2)"


class DeadlineTooEarly(Refusal):
    rule = "Offers are taken for at least 21 days from the last of the three mandatory publications."
    article = "UDPP art. 13(1)"


class ChoiceBeforeDeadline(Refusal):
    rule = "The day of the choice that is announced is not before the last moment for offers."
    article = "UDPP art. 13(2)(6)"


class AnnouncementNotPlanned(Refusal):
    rule = "Before an announcement appears, its deadline is worked out."
    article = "UDPP art. 13(1)"


class CallAlreadyAnnounced(Refusal):
    rule = "An announced call is extended or corrected, not planned or written anew."
    article = "UDPP art. 13(1), 13(2)"


class CallNotAnnounced(Refusal):
    rule = "Until it has appeared in every mandatory place a call is not announced: nothing in it runs or ends."
    article = "UDPP art. 13(1), 13(3)"


class PublicationStands(Refusal):
    rule = "What appeared in a place appeared there on one day."
    article = "UDPP art. 13(3)"


class PublishedTooEarly(Refusal):
    rule = "Nothing appears before the act that it tells of."
    article = "UDPP art. 13(3), 15(2h), 18a(2)"


class NothingToPublish(Refusal):
    rule = "A correction, a result or an annulment is published once there is one."
    article = "UDPP art. 13(3), 15(2h), 18a(2)"


class DeadlineMovedEarlier(Refusal):
    rule = "A deadline that was announced is only moved later."
    article = "UDPP art. 5(3), 13(1)"


class OffersAlreadyClosed(Refusal):
    """Reopened is only a call that closed before the law allowed it: nothing else has a remedy."""

    rule = "After the last moment for offers a call is neither extended nor corrected."
    article = "UDPP art. 5(3), 13(1)"


class CallNotRolling(Refusal):
    rule = "Only a call that takes offers until its pool is used ends with its pool."
    article = "UDPP art. 13(2)(5)"


class PoolNotUsed(Refusal):
    rule = "A rolling call stops early when its pool bears no further grant."
    article = "UDPP art. 13(2)(5)"


class CallStillOpen(Refusal):
    rule = "A call is resolved or annulled after the last moment for offers."
    article = "UDPP art. 13(1), 15(2h), 18a"


class OffersClosedTooEarly(Refusal):
    rule = "A call whose deadline came before the law's earliest is extended before it ends."
    article = "UDPP art. 13(1)"


class CorrectionNotPublished(Refusal):
    rule = "A call ends after its correction has appeared wherever its announcement did."
    article = "UDPP art. 13(1), 13(3)"


class AnnulmentMandatory(Refusal):
    """Retryable: what grants knows of an offer may still be on its way."""

    rule = "A call in which no offer was made, or none met the requirements, is annulled and not resolved."
    article = "UDPP art. 18a(1)"
    retryable = True


class OffersAwaitAnswer(Refusal):
    """Retryable: grants may still tell of an answer."""

    rule = "A call is resolved when each valid offer is awarded or decided against."
    article = "UDPP art. 15(2g), 15(2h)"
    retryable = True


class GroundNotGiven(Refusal):
    """Retryable: grants may still tell of a rejection."""

    rule = "A call is annulled because no offer was made, or because none met the requirements; on no other ground."
    article = "UDPP art. 18a(1)"
    retryable = True


class CallAlreadyEnded(Refusal):
    rule = "A call ends once: it is resolved or annulled."
    article = "UDPP art. 15(2h), 18a"
