"""Every "no" in one form: an RFC 9457 problem, on HTTP and on the bus alike."""

from typing import Any

from pydantic import ValidationError

from shared.eventstore.work import Refused
from shared.kernel.refusal import Refusal
from shared.messages.envelope import Problem

MEDIA_TYPE = "application/problem+json"


def problem_of(refused: Refused | Refusal) -> Problem:
    """A refusal by a rule."""
    return _problem(
        code=refused.code,
        rule=refused.rule,
        article=refused.article,
        status=refused.status,
        detail=refused.detail,
        field=refused.field,
        retryable=refused.retryable,
    )


def malformed(error: ValidationError) -> Problem:
    """A body that does not fit its shape: every field, with its reason; the first one stands in `field`."""
    errors = [
        {"field": ".".join(str(part) for part in e["loc"]) or "body", "reason": e["msg"], "kind": e["type"]}
        for e in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = errors[0]
    return _problem(
        code="malformed",
        rule="A command fits its published shape: known fields, exact types, values in range.",
        status=422,
        detail=f"{first['field']}: {first['reason']}",
        field=first["field"],
        errors=errors,
    )


def unauthenticated(detail: str) -> Problem:
    return _problem(
        code="unauthenticated",
        rule="A command that needs a person carries that person's token, signed by the issuer.",
        status=401,
        detail=detail,
    )


def forbidden(detail: str, *, article: str = "house rule") -> Problem:
    return _problem(
        code="forbidden",
        rule="Only a person whose token bears the command's role may give it.",
        status=403,
        detail=detail,
        article=article,
    )


def late_entry(detail: str, *, status: int, field: str) -> Problem:
    return _problem(
        code="acted-at-not-allowed",
        rule="The moment of an act is now; earlier only for the role late-entry and with a reason, later never.",
        status=status,
        detail=detail,
        field=field,
    )


def command_id_reused() -> Problem:
    return _problem(
        code="command-id-reused",
        rule="A command id belongs to one body for ever.",
        status=409,
        detail="this command_id was used before with another body; take a new id for a new command",
        field="command_id",
    )


def too_large(bytes_max: int) -> Problem:
    return _problem(
        code="too-large",
        rule="A command fits one message of the bus.",
        status=413,
        detail=f"the body is larger than {bytes_max} bytes",
        field="body",
    )


def unavailable(detail: str) -> Problem:
    return _problem(
        code="unavailable",
        rule="A command is answered only after its facts are stored.",
        status=503,
        detail=detail,
        retryable=True,
    )


def fault() -> Problem:
    return _problem(
        code="fault",
        rule="The service works.",
        status=500,
        detail="a fault of ours, it has been logged; repeat the same command_id later",
    )


def _problem(*, code: str, rule: str, status: int, detail: str, article: str = "house rule", **more: Any) -> Problem:
    return Problem(
        type=f"urn:grosz:problem:{code}",
        title=rule,
        status=status,
        code=code,
        detail=detail,
        rule=rule,
        article=article,
        **more,
    )
