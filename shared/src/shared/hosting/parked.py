"""The operator's word on parked messages: show them, take them up again, or discard one with a reason.

It works on the service's own database, whether the service runs or not: a message is decided again by a writer of this
process, and two writers at once bear one another. A message that was discarded counts as dealt with for ever;
who said so, when and why stays in its row, with its bytes.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import PersistenceError

from shared.eventstore.records import InboxRow
from shared.eventstore.store import Store
from shared.eventstore.work import Message
from shared.eventstore.writer import Writer
from shared.hosting.service import Service
from shared.kernel import hlc
from shared.kernel.canonical import instant_text
from shared.transport.inbox import Inbox

ANSWER_WITHIN_SECONDS = 60
DONE, STILL_PARKED, USAGE, DOWN = 0, 1, 2, 3


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """parked list | retry | discard, as arguments."""
    verbs = parser.add_subparsers(dest="action", required=True)
    shown = verbs.add_parser("list", help="show parked messages, oldest first, each with its reason")
    shown.add_argument("--key", help="only those parked under this key (mostly a grant's id)")
    shown.add_argument("--json", action="store_true", help="one JSON array")
    again = verbs.add_parser(
        "retry", help="decide parked messages again, key by key, oldest first; a key stops at the first that fails"
    )
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("--key", help="those parked under this key")
    which.add_argument("--all", action="store_true", help="all of them")
    discard = verbs.add_parser("discard", help="give one message up for ever; its fact will never take effect here")
    discard.add_argument("event_id", type=UUID, help="which one: the event_id that `list` shows")
    discard.add_argument("--reason", required=True, type=_words, help="why; kept with the message")
    discard.add_argument("--by", required=True, type=_words, help="who decides so; kept with the message")


def carry_out(service: Service, database_url: str, arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Do what the arguments say. Exit code: 0 done, 1 something is still parked, 2 there is no such message,
    3 the database does not answer."""
    store = Store(database_url)
    try:
        desk = ParkedMessages(service, store)
        if arguments.action == "list":
            return _show(desk.rows(arguments.key), as_json=arguments.json, say=say)
        if arguments.action == "retry":
            return _retry(desk, arguments.key, say)
        return _discard(desk, arguments, say)
    except PersistenceError as error:
        say(f"the database does not answer; what was asked may be done or not, ask again: {error}")
        return DOWN
    finally:
        store.close()


@dataclass(slots=True)
class ParkedMessages:
    service: Service
    store: Store

    def rows(self, key: str | None = None) -> list[InboxRow]:
        return self.store.unfinished("parked", keys=[key] if key else None)

    def retry(self, key: str) -> Iterator[tuple[InboxRow, str]]:
        """Take up what is parked under a key, in order: each with its status from now on. Ends after one that is
        parked again, for what came later must not overtake it."""
        with self._writing() as (inbox, writer):
            while rows := self.rows(key):
                row = rows[0]
                place = (row.publisher, row.event_id)
                message = Message(*place, row.position, row.hlc, row.key, row.message or b"", again=True)
                with suppress(Exception):  # whatever it was: the row tells what became of it, and why
                    writer.submit(inbox.revive(message)).result(ANSWER_WITHIN_SECONDS)
                status = self.store.inbox_status([place])[place]
                yield row, status
                if status == "parked":
                    return

    def discard(self, row: InboxRow, *, reason: str, by: str) -> bool:
        """False when it is not parked any more."""
        when = instant_text(datetime.now(UTC))
        return self.store.discard(row.publisher, row.event_id, reason=f"discarded by {by} on {when}: {reason}")

    @contextmanager
    def _writing(self) -> Iterator[tuple[Inbox, Writer]]:
        inbox = Inbox(self.service.name, self.service.subscriptions)
        writer = Writer(self.store, self.service.codec, self.service.publish, revive=inbox.revive)
        writer.start()
        try:
            yield inbox, writer
        finally:
            writer.stop()


def _retry(desk: ParkedMessages, key: str | None, say: Callable[[str], None]) -> int:
    keys = [key] if key else list(dict.fromkeys(row.key for row in desk.rows()))
    taken = {row.event_id: status for one in keys for row, status in desk.retry(one)}
    for event_id, status in taken.items():
        say(f"{event_id}: {status}")
    left = [row for row in desk.rows() if row.key in keys or row.event_id in taken]
    if not left:
        say("nothing is parked there")
        return DONE
    say("still parked:")
    _show(left, as_json=False, say=say)
    return STILL_PARKED


def _discard(desk: ParkedMessages, arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    found = [row for row in desk.rows() if row.event_id == arguments.event_id]
    if not found or not desk.discard(found[0], reason=arguments.reason, by=arguments.by):
        say(f"no message {arguments.event_id} is parked; `parked list` shows those that are")
        return USAGE
    say(f"discarded: {arguments.event_id}")
    if behind := desk.rows(found[0].key):
        say(f"{len(behind)} more of its key are parked; take them up with: parked retry --key {found[0].key}")
    return DONE


def _show(rows: list[InboxRow], *, as_json: bool, say: Callable[[str], None]) -> int:
    if as_json:
        say(json.dumps([_told(row) for row in rows], indent=1, ensure_ascii=False))
    elif not rows:
        say("nothing is parked")
    for row in () if as_json else rows:
        told = _told(row)
        say(f"{told['event_id']}  {told['recorded_at']}  {told['publisher']} {told['position']}  {told['type']}")
        say(f"    key {told['key']}: {told['reason']}")
    return DONE


def _told(row: InboxRow) -> dict[str, Any]:
    return {
        "event_id": str(row.event_id),
        "publisher": row.publisher,
        "position": row.position,
        "recorded_at": instant_text(hlc.instant_of(row.hlc)),
        "type": _type_of(row.message or b""),
        "key": row.key,
        "reason": row.reason,
    }


def _type_of(body: bytes) -> str:
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(body)["type"])
    return "unreadable"


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it must not be empty")
    return " ".join(text.split())
