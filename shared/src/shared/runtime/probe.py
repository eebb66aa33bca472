"""Is the service on this machine ready? For a container's health check, which has no shell and no curl.

python -m shared.runtime.probe [path]    exit code 0: it answered 200; 1: it did not, and the reason is printed
"""

import sys
from http.client import HTTPConnection

from shared.runtime.settings import http_port

PATIENCE_SECONDS = 3


def probe(path: str, *, port: int) -> str | None:
    """None when the service answers 200 on this path; otherwise what it said, or why it could not be asked."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace")
    except OSError as error:
        return str(error)
    finally:
        connection.close()
    return None if answer.status == 200 else said


if __name__ == "__main__":
    reason = probe(sys.argv[1] if len(sys.argv) > 1 else "/health/ready", port=http_port())
    if reason is not None:
        print(reason)
        raise SystemExit(1)
