"""Facts and questions of the notifications service: notices. It takes no commands; it listens."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.messages.fields import Command, Fact, Question, Slug


class NoticeRecorded(Fact):
    """Somebody has been, or is to be, told something: who, about what, because of which fact."""

    TYPE: ClassVar = "notifications.notice-recorded"
    notice_id: str
    kind: str = Field(
        description="call-opened, award, refusal, contract, payment, report-due, settlement, deadline-missed or "
        "report-published"
    )
    recipient: str = Field(description='an organisation id, "public", or "programme-office"')
    subject_id: str = Field(description="the call, grant or programme it is about")


class NoticesQuestion(Question):
    """Notices about one call or grant, or the latest of all."""

    NAME: ClassVar = "notices"
    subject_id: Slug | None = None
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000


COMMANDS: tuple[type[Command], ...] = ()
FACTS: tuple[type[Fact], ...] = (NoticeRecorded,)
QUESTIONS: tuple[type[Question], ...] = (NoticesQuestion,)
