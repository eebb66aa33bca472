"""The bus as a city runs it: three real servers from the committed configuration, with TLS between them and to clients.

Only addresses and folders are other ones, since three have to stand on one machine.
"""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import nats
import nats.errors
import pytest
from nats.js import JetStreamContext
from nats.js.errors import Error as JetStreamError

from deploy.k8s.check.world import World
from grosz import processes
from grosz.deployment.secrets import Deployment, make_secrets
from grosz.ports import free_port
from grosz.processes import Process
from grosz.servers.nats import find_binary
from shared.hosting.provisioning import provision
from shared.transport.access import BusAccess
from shared.transport.topology import TopologyDiffers, events_stream, own_streams
from tests.architecture.tree import SERVICES
from tests.support.waiting import wait_until, wait_until_async

pytestmark = pytest.mark.slow

NODES = ("nats-0", "nats-1", "nats-2")
COMPONENT = Path(__file__).parents[2] / "deploy/k8s/components/nats"


class Nodes:
    """Three servers, each with its folder laid out as its pod sees it."""

    def __init__(self, folder: Path, arguments: list[str]) -> None:
        self.folder, self.secrets, self._arguments = folder, folder / "secrets", arguments
        make_secrets(Deployment(self.secrets, Path("/secrets"), nats="localhost:4222"))
        taken: list[int] = []
        for _ in range(3 * len(NODES)):
            taken.append(free_port(avoid=taken))
        self.client, self.route, self.monitor = (dict(zip(NODES, taken[at::3], strict=True)) for at in range(3))
        self.running: dict[str, Process] = {}

    def start(self) -> None:
        for node in NODES:
            home = self.folder / node
            for place in ("etc/nats", "secrets/nats", "data", "run"):
                (home / place).mkdir(parents=True)
            for file in COMPONENT.glob("*.conf"):
                (home / "etc/nats" / file.name).write_text(self._placed(file.read_text(), node))
            for file in (self.secrets / "nats").iterdir():
                (home / "secrets/nats" / file.name).write_text(self._placed(file.read_text(), node))
            binary = find_binary()
            assert binary
            config = str(home / "etc/nats/nats.conf")
            arguments = [config if argument.startswith("/etc/") else argument for argument in self._arguments]
            environment = {"POD_NAME": node}
            self.running[node] = processes.launch(
                [binary, *arguments], log=home / "log", folder=home, environment=environment
            )
        for node in NODES:
            wait_until(
                lambda node=node: self.healthy(node), missing=lambda node=node: (self.folder / node / "log").read_text()
            )

    def stop(self) -> None:
        for process in self.running.values():
            processes.kill(process)

    def healthy(self, node: str) -> bool:
        """As the startup probe asks: every stream is caught up."""
        try:
            with urlopen(f"http://127.0.0.1:{self.monitor[node]}/healthz", timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except (URLError, OSError):
            return False

    def access(self, user: str) -> BusAccess:
        key = self.secrets / f"console/bus/{user}.nk"
        urls = ",".join(f"tls://localhost:{port}" for port in self.client.values())
        return BusAccess(urls, user, nkey_file=key, ca_file=self.secrets / "console/ca.pem")

    def run(self, user: str, work: Callable[[JetStreamContext], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            options = self.access(user).options()
            client = await nats.connect(
                **{**options, "servers": options["servers"].split(",")}, max_reconnect_attempts=-1
            )
            try:
                return await work(client.jetstream(timeout=2))
            finally:
                await client.close()

        return asyncio.run(connected())

    def _placed(self, text: str, node: str) -> str:
        home = self.folder / node
        for number, other in enumerate(NODES):
            text = text.replace(
                f"nats-{number}.nats-headless.grosz.svc.cluster.local:6222", f"127.0.0.1:{self.route[other]}"
            )
        for port, ports in ((4222, self.client), (6222, self.route), (8222, self.monitor)):
            text = text.replace(f'"0.0.0.0:{port}"', f'"127.0.0.1:{ports[node]}"')
        for place in ("/data/nats", "/run/nats"):
            text = text.replace(f'"{place}', f'"{home}/{place.split("/")[1]}')
        return text.replace('"/secrets/nats/', f'"{home}/secrets/nats/')


@contextmanager
def _nodes(folder: Path, city: World) -> Iterator[Nodes]:
    stated = next(pod for pod in city.written_pods if pod.name == "StatefulSet/nats").containers[0]["args"]
    nodes = Nodes(folder, stated)
    try:
        nodes.start()
        yield nodes
    finally:
        nodes.stop()


async def _prepared(nodes: Nodes, *, replicas: int) -> None:
    for service in SERVICES:
        described = importlib.import_module(f"{service}.main").SERVICE
        access = nodes.access("provisioner")
        one = BusAccess(access.url.split(",")[0], access.user, nkey_file=access.nkey_file, ca_file=access.ca_file)
        await provision(described, one, replicas=replicas, retire=False)


def test_a_fact_that_was_taken_survives_the_death_of_the_node_that_led(tmp_path: Path, city: World):
    stream = events_stream("programme")
    with _nodes(tmp_path, city) as nodes:
        asyncio.run(_prepared(nodes, replicas=3))

        async def look(js: JetStreamContext) -> dict[str, Any]:
            return {name: (await js.stream_info(name)) for service in SERVICES for name in own_streams(service)}

        found = nodes.run("provisioner", look)
        for info in found.values():
            assert (info.config.num_replicas, info.config.deny_delete, info.config.deny_purge) == (3, True, True)

        async def publish(js: JetStreamContext) -> int:
            taken = 0
            for number in range(40):
                if number == 20:
                    processes.kill(nodes.running[found[stream].cluster.leader])
                header = {"Nats-Msg-Id": str(number)}

                async def once(number: int = number, header: dict[str, str] = header) -> bool:
                    try:
                        await js.publish("programme.counted.v1", str(number).encode(), stream=stream, headers=header)
                    except (nats.errors.Error, TimeoutError, JetStreamError):
                        return False
                    return True

                await wait_until_async(once, missing=f"an answer to fact {number}")
                taken += 1
            return taken

        assert nodes.run("programme", publish) == 40

        async def count(js: JetStreamContext) -> int:
            return int((await js.stream_info(stream)).state.messages)

        assert nodes.run("provisioner", count) == 40


def test_a_stream_that_lies_on_fewer_nodes_is_told_of(tmp_path: Path, city: World):
    with _nodes(tmp_path, city) as nodes:
        asyncio.run(_prepared(nodes, replicas=1))
        with pytest.raises(TopologyDiffers, match="num_replicas"):
            asyncio.run(_prepared(nodes, replicas=3))
