"""The W3C trace context that a caller may send along: kept where it has the published form, else left out.

It is a stranger's word and ends up in the envelope of every fact that follows: of any other form, or any length, it
could make a record larger than a message of the bus, and the relay would stand still before it for ever.
"""

import re

_FORM = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def trace_of(header: str | None) -> str | None:
    """The header as it came, or None where it is not one."""
    return header if header is not None and _FORM.fullmatch(header) else None
