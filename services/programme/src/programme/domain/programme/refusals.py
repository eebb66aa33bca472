"""The rules of the programme's making, each with its article."""

from shared.kernel.refusal import Refusal


class ProgrammeUnknown(Refusal):
    rule = "A programme is drafted before anything else happens to it."
    article = "UDPP art. 5a(1)"
    status = 404


class ProgrammeAlreadyDrafted(Refusal):
    rule = "A year has one programme."
    article = "UDPP art. 5a(1)"


class ProgrammeOfOtherKind(Refusal):
    rule = "An annual programme and one of several years are drafted and adopted each by its own act."
    article = "UDPP art. 5a(1), 5a(2)"


class MultiYearProgrammeNotInForce(Refusal):
    rule = "An annual programme refers to a programme of several years that was adopted and covers its year."
    article = "UDPP art. 5a(2)"


class ConsultationOutOfOrder(Refusal):
    rule = "A draft is consulted once, from a first day to a later last day, before the council adopts it."
    article = "UDPP art. 5(5), 5a(1)"


class ProgrammeNotConsulted(Refusal):
    rule = "The council adopts the programme after its consultation has closed."
    article = "UDPP art. 5a(1)"


class ProgrammeAlreadyAdopted(Refusal):
    rule = "A programme is adopted once; a change is an amendment."
    article = "UDPP art. 5a(1)"


class ProgrammeNotAdopted(Refusal):
    rule = "What is amended or published as the programme was adopted before, or on the same day."
    article = "UDPP art. 5a(1)"


class ContentsMissing(Refusal):
    rule = "A programme has all its mandatory contents before the council adopts it."
    article = "UDPP art. 5a(4), 5a(5)"


class TaskAreaUnknown(Refusal):
    rule = "A task area is an item that the act has on the first day of the programme's year."
    article = "UDPP art. 4(1)"
    status = 422


class PeriodOutsideProgramme(Refusal):
    rule = "An annual programme lasts within its year, one of several years from its first year into a later one."
    article = "UDPP art. 5a(1), 5a(2)"


class MeetingAlreadyRecorded(Refusal):
    rule = "A meeting's id belongs to one meeting."


class RemarkOutsideConsultation(Refusal):
    rule = "Remarks are filed from the first to the last day of the consultation, before it is closed."
    article = "UDPP art. 5(5)"


class RemarkAlreadyFiled(Refusal):
    rule = "A remark's id belongs to one remark."


class RemarkUnknown(Refusal):
    rule = "An answer belongs to a remark that was filed."
    article = "UDPP art. 5(5)"
    status = 404


class RemarkAlreadyAnswered(Refusal):
    rule = "A remark is answered once, with an outcome and a reason."
    article = "UDPP art. 5(5)"


class RemarksCountDiffers(Refusal):
    rule = "The consultation closes on the number of remarks that were filed."
    article = "UDPP art. 5(5)"


class RemarksUnanswered(Refusal):
    rule = "Every remark of the consultation has an answer before the council adopts the programme."
    article = "UDPP art. 5(5), 5a(4)"


class OpinionNotRequested(Refusal):
    rule = "The Council of Public Benefit Activity is asked for its opinion, where the commune has one."
    article = "UDPP art. 41i(1), 5a(2a)"


class OpinionRequestedAlready(Refusal):
    rule = "The draft is delivered to the Council of Public Benefit Activity once, and only where there is one."
    article = "UDPP art. 41i(2)"


class OpinionOutOfTerm(Refusal):
    rule = "The Council gives its opinion within 14 days of the draft's delivery; silence waives it."
    article = "UDPP art. 41i(2)"


class OpinionGivenAlready(Refusal):
    rule = "The Council gives one opinion on a draft."
    article = "UDPP art. 41i(2)"


class OpinionAwaited(Refusal):
    """Retryable: the calendar tells of the silence by itself."""

    rule = "The city council adopts the programme after the opinion was given, or 14 days have passed in silence."
    article = "UDPP art. 5a(2a), 41i(2)"
    retryable = True


class OpinionTermRunning(Refusal):
    rule = "Silence waives the opinion only after its last day; the Council may speak until then."
    article = "UDPP art. 41i(2)"


class AdoptedBeforeOpinion(Refusal):
    rule = "The city council has the opinion, or the end of its term, behind it on the day of the resolution."
    article = "UDPP art. 5a(2a), 41i(2)"


class AdoptionDeadlineNotPassed(Refusal):
    rule = "The programme is overdue after 30 November of the year before, as long as it was not adopted."
    article = "UDPP art. 5a(1)"


class PublishedAlready(Refusal):
    rule = "A later publication in the same place has a later day."
    article = "UDPP art. 5(3)"


class ReportNotYetFrozen(Refusal):
    rule = "A report is posted in a place on the day on which it was published as such, or later."
    article = "UDPP art. 5a(3)"
