"""A refusal: the expected "no" of a rule, told so that the caller knows what to do next."""

import re
from typing import ClassVar


class Refusal(Exception):
    """A rule said no. Not a crash: it reaches the caller as an RFC 9457 problem and pages nobody.

    A subclass is named after the broken rule, stands beside the rule, and sets:
      rule       the rule as one sentence;
      article    the article of law, or "house rule";
      status     the HTTP status (409 for state, 404 for the unknown, 403 for who may);
      retryable  true where the same command may succeed later without anyone changing it; such a
                 refusal leaves no receipt.
    """

    rule: ClassVar[str]
    article: ClassVar[str] = "house rule"
    status: ClassVar[int] = 409
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field

    @property
    def code(self) -> str:
        return code_of(type(self))


def code_of(refusal: type[Refusal]) -> str:
    """The class name in kebab case: AwardExceedsRequest gives "award-exceeds-request"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


class NotYet(Exception):
    """A fact came before the fact it builds on; it waits, keyed by what it belongs to (mostly a grant).

    Raised by reactions only. The message is kept, acknowledged, and tried again after each later
    message of the same key.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason
