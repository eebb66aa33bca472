"""A stack that is watched as in a city: a real Prometheus, a collector of traces, the auditor's watch; one year played.

What people write is bait here: names and an account that must turn up in no log, no metric and no span.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from grosz.client import Client
from grosz.home import Home
from grosz.ports import free_port
from grosz.stack import Stack
from grosz.starting import bring_up
from grosz.stopping import bring_down
from tests.e2e.journey import ACCOUNT, Journey
from tests.support.collector import Collector, collecting
from tests.support.prometheus import Prometheus, prometheus, tool
from tests.support.running import process
from tests.support.waiting import wait_until

BAIT = ("Zenobia Przynęta", "Organizacja zmyślona", "Zajęcia zmyślone", ACCOUNT)
NAME = "watched"
TRACE = "0af7651916cd43dd8448eb211c80319c"


@dataclass(frozen=True)
class Watched:
    stack: Stack
    home: Home
    prometheus: Prometheus
    collector: Collector
    watch_log: Path

    def pages(self) -> dict[str, str]:
        """Service to what it tells a Prometheus."""
        return {name: httpx.get(f"{url}/metrics", timeout=10).text for name, url in self.stack.urls.items()}


@pytest.fixture(scope="session")
def watched() -> Iterator[Watched]:
    tool("prometheus")  # first: without it nothing is started
    with (
        tempfile.TemporaryDirectory(prefix="grosz-watched-", ignore_cleanup_errors=True) as folder,
        collecting() as collector,
        pytest.MonkeyPatch.context() as settings,
    ):
        Path(folder).chmod(0o755)
        settings.setenv("GROSZ_OTLP_URL", collector.url)
        settings.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        home = Home(Path(folder) / "stack")
        try:
            stack = bring_up(home, say=print)
            port, log = free_port(), Path(folder) / "watch.log"
            looking = ("--every", "2", "--verify-every", "10", "--pause", "1", "--port", str(port))
            targets = {name: url.removeprefix("http://") for name, url in stack.urls.items()}
            with (
                process("-m", "audit.watch", *looking, log=log, GROSZ_HOME=str(home.root)),
                prometheus(targets, audit=f"127.0.0.1:{port}") as server,
            ):
                wait_until(lambda: not server.down(), missing=server.down, within=60)
                asyncio.run(_play(stack))
                yield Watched(stack, home, server, collector, log)
        finally:
            bring_down(home, say=print)


async def _play(stack: Stack) -> None:
    async with Client(stack) as client:
        journey = Journey(client, NAME)
        await journey.play()
        await journey.settled_budget()
    token = stack.mint_token("p-official", ["organisation-clerk", "offer-clerk"])
    headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    async with httpx.AsyncClient(base_url=stack.urls["grants"], headers=headers) as http:
        # Refused, malformed, misplaced and not even JSON: each of them quotes what somebody wrote.
        for body in (
            {
                "command_id": "bait-00001",
                "data": {"organisation_id": f"{NAME}-org", "name": BAIT[0], "bank_account": ACCOUNT},
            },
            {
                "command_id": "bait-00002",
                "data": {"organisation_id": BAIT[0], "name": BAIT[0], "bank_account": BAIT[0]},
            },
            {"command_id": "bait-00003", "data": {"organisation_id": "o", "remark": BAIT[0]}, BAIT[0]: BAIT[0]},
        ):
            answer = await http.post("/commands/register-organisation", json=body)
            assert answer.status_code in {403, 409, 422}, answer.text
        assert (await http.post("/commands/register-organisation", content=BAIT[0].encode())).status_code in {401, 422}
        assert (await http.get("/grant", params={"grant_id": BAIT[0]})).status_code in {404, 422}
