"""A stand-in for a service: prepares, serves /health/ready, and misbehaves as its environment says.

Run by the tests of the stack's bookkeeping, where the services themselves are not the point.
"""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

NAME = sys.argv[1]
BEHAVIOUR = os.environ.get(f"STANDIN_{NAME.upper()}", "")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = BEHAVIOUR != "never ready"
        body = json.dumps({"ready": ready, "waiting_for": [] if ready else ["the moon"]}).encode()
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: the log is for what matters."""


def main() -> None:
    with Path("starts.txt").open("a") as starts:
        starts.write(f"{NAME} {sys.argv[2]} {os.environ.get('GROSZ_HTTP_PORT', '-')}\n")
    if sys.argv[2] == "prepare":
        if BEHAVIOUR == "bad preparation":
            sys.exit("table note exists already")
        return
    if BEHAVIOUR == "crash":
        print("the coffee is out", flush=True)
        sys.exit(3)
    HTTPServer(("127.0.0.1", int(os.environ["GROSZ_HTTP_PORT"])), Handler).serve_forever()


main()
