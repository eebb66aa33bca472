"""Who used the workbench, for what, when and why: a fact of its own for every use.

With a bus it goes to the stream AUDIT_USE, which refuses deletion and purging. Without one, as with a bundle on a
machine of its own, it goes to a file to which lines are only added, each with the hash of the line before it.
"""

import fcntl
import getpass
import hashlib
import hmac
import json
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from nats.js import JetStreamContext
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from audit.sources import SourceDown
from audit.sources.log import Bus, log_stream
from audit.sources.places import Places
from shared.kernel.canonical import canonical_json, instant_text

STREAM = "AUDIT_USE"
SUBJECT = "audit.use"
FILE = "uses.jsonl"
FIRST = "0" * 64
REASON_CHARACTERS_MAX = 200


@dataclass(slots=True)
class Use:
    """One use. reason: a case or a purpose, which names no person; None: none was given.

    cut            the positions that the answer rests on, where it rests on a cut
    result_sha256  of the answer's canonical JSON, or of what was printed; None for what is shown as it comes
    exit_code      None for what is shown as it comes
    """

    command: str
    arguments: dict[str, Any]
    person: str
    reason: str | None
    source: str | None = None
    cut: dict[str, Any] | None = None
    result_sha256: str | None = None
    exit_code: int | None = None
    use_id: str = field(default_factory=lambda: uuid4().hex)
    recorded: bool = False

    def plain(self, at: datetime) -> dict[str, Any]:
        told = asdict(self)
        del told["recorded"]
        return {**told, "at": instant_text(at)}


def person_here(places: Places) -> str:
    """A pseudonym for whoever works on this machine: always the same, and not to be guessed back without our salt."""
    salt_file = places.home / "salt"
    if not salt_file.exists():
        places.home.mkdir(parents=True, exist_ok=True)
        file = os.open(salt_file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(file, "wb") as salt:
            salt.write(secrets.token_bytes(32))
    name = f"{getpass.getuser()}@{socket.gethostname()}".encode()
    return "local-" + hmac.new(salt_file.read_bytes(), name, hashlib.sha256).hexdigest()[:12]


def record_use(use: Use, places: Places, *, say: Callable[[str], None]) -> None:
    """Record it once, on the bus or in the file. Raises SourceDown when neither takes it."""
    if use.reason is None:
        say("no reason was given (--reason); that is recorded too")
    elif len(use.reason) > REASON_CHARACTERS_MAX:
        use.reason = use.reason[:REASON_CHARACTERS_MAX]
    told = use.plain(datetime.now(UTC))
    if places.nats:
        bus = Bus(places.nats)
        try:
            bus.run(_publish(bus, told))
            use.recorded = True
            return
        except SourceDown:
            say(f"the bus does not answer; this use is recorded in {places.home / FILE}")
        finally:
            bus.close()
    _append(places.home / FILE, told)
    use.recorded = True


async def _publish(bus: Bus, told: dict[str, Any]) -> None:
    js = await bus.jetstream()
    try:
        await js.stream_info(STREAM)
    except NotFoundError:
        await js.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=[SUBJECT],
                retention=RetentionPolicy.LIMITS,
                storage=StorageType.FILE,
                max_age=0,
                max_msgs=-1,
                max_bytes=-1,
                deny_delete=True,
                deny_purge=True,
                num_replicas=await _copies_of_records(js),
            )
        )
    await js.publish(SUBJECT, canonical_json(told), headers={"Nats-Msg-Id": told["use_id"]}, stream=STREAM)


async def _copies_of_records(js: JetStreamContext) -> int | None:
    """The record of uses lies on as many nodes as the records that are looked at."""
    try:
        return (await js.stream_info(log_stream("programme"))).config.num_replicas
    except NotFoundError:
        return None


def _append(path: Path, told: dict[str, Any]) -> None:
    """One more line, on the disk before we go on; writers wait for one another."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as lines:
            fcntl.flock(lines, fcntl.LOCK_EX)
            lines.seek(0)
            previous = FIRST
            for line in lines:
                previous = hashlib.sha256(line.rstrip(b"\n")).hexdigest()
            lines.write(canonical_json({**told, "previous": previous}) + b"\n")
            lines.flush()
            os.fsync(lines.fileno())
    except OSError as error:
        raise SourceDown(f"this use cannot be recorded in {path}: {error.strerror}; nothing is shown") from error


def uses_on_bus(places: Places) -> Iterator[dict[str, Any]]:
    """What lies in AUDIT_USE, in order. Raises SourceDown."""
    if not places.nats:
        return
    bus = Bus(places.nats)
    try:
        for sequence in range(1, bus.run(_count(bus)) + 1):
            yield bus.run(_use_at(bus, sequence))
    finally:
        bus.close()


async def _count(bus: Bus) -> int:
    try:
        return (await (await bus.jetstream()).stream_info(STREAM)).state.last_seq
    except NotFoundError:
        return 0


async def _use_at(bus: Bus, sequence: int) -> dict[str, Any]:
    message = await (await bus.jetstream()).get_msg(STREAM, sequence)
    return {**json.loads(message.data or b"{}"), "place": f"{STREAM}:{sequence}"}


def uses_in_file(places: Places) -> Iterator[dict[str, Any]]:
    """What lies in the file, in order; `unbroken` is false from the first line whose hash does not follow."""
    path = places.home / FILE
    if not path.exists():
        return
    previous, unbroken = FIRST, True
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            told = json.loads(line)
            unbroken = unbroken and told.pop("previous") == previous
            previous = hashlib.sha256(line.rstrip(b"\n")).hexdigest()
            yield {**told, "place": f"{FILE}:{number}", "unbroken": unbroken}
