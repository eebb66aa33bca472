"""One process of one service: starts what it needs, says when it is ready, drains and stops."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Coroutine, Generator
from typing import Any

import nats.errors
import psycopg
import uvicorn
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.js import JetStreamContext
from psycopg.rows import dict_row

from shared.eventstore.migrations import missing
from shared.eventstore.projections import ProjectionRunner
from shared.eventstore.store import Store
from shared.eventstore.waking import Waker
from shared.eventstore.writer import Writer
from shared.hosting.calendar import Calendar
from shared.hosting.contracts import openapi_document
from shared.hosting.metrics import Metrics
from shared.hosting.sealing_key import sealing_key
from shared.hosting.service import Service
from shared.hosting.watermark import published, watermark
from shared.publishing.publication import Face
from shared.runtime.settings import Settings
from shared.sealing.task import Sealing
from shared.transport.access import BusAccess
from shared.transport.actors import TokenCheck
from shared.transport.bus import Listening, make_broker, requests_router
from shared.transport.commands import CommandDesk
from shared.transport.http import http_app
from shared.transport.inbox import Inbox
from shared.transport.issuer_keys import IssuerKeys
from shared.transport.publications import PublicationRoutes
from shared.transport.questions import QuestionDesk
from shared.transport.relay import Relay, lanes

log = logging.getLogger(__name__)


class Host:
    """Wires one service to one database, one bus and one port."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.store = Store(settings.database_url)
        self.waker = Waker(settings.database_url)
        inbox = Inbox(service.name, service.subscriptions)
        self.writer = Writer(self.store, service.codec, service.publish, revive=inbox.revive, on_append=self.waker.wake)
        self.projections = ProjectionRunner(self.store, service.codec, service.projections, self.waker)
        self.issuer_keys = IssuerKeys(settings.issuer.key_file, url=settings.issuer.jwks_url)
        tokens = TokenCheck(self.issuer_keys, issuer=settings.issuer.name, audience=settings.issuer.audience)
        self.commands = CommandDesk(service.commands, self.writer, tokens, authority=settings.authority)
        questions = {bound.shape.NAME: bound for bound in [*service.questions, watermark(self.store), published()]}
        self.questions = QuestionDesk(questions, self.store, self)
        self.listening = Listening(
            service.name,
            service.subscriptions,
            self.writer,
            inbox,
            unacknowledged_max=service.unacknowledged_max,
            retires=settings.bus.nkey_file is None,
        )
        self.broker: NatsBroker = make_broker(BusAccess.of(settings.bus, service.name), closed=self._bus_closed)
        self.broker.include_router(
            requests_router(service.name, self.commands, list(service.commands), self.questions, list(questions))
        )
        self.broker.include_router(self.listening.router())
        self._http_questions = [bound.shape.NAME for bound in service.questions]
        self._lacking: set[str] = {"database", "bus"}
        self._stopping = False
        self._tasks: list[asyncio.Task[Any]] = []
        self.relays: list[Relay] = []
        self._seal_key = sealing_key(settings, service.name)
        self._sealing: Sealing | None = None
        self.metrics = Metrics(self)

    async def serve(self) -> None:
        """Run until SIGTERM or SIGINT. HTTP is up first, so that readiness can tell what is still missing."""
        server = _Server(
            uvicorn.Config(
                self._http_app(),
                host=self.settings.http_host,
                port=self.settings.http_port,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=20,
            )
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
        starting = asyncio.create_task(self._start())
        starting.add_done_callback(_die_if_failed)
        await server.serve()
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await self._stop()

    async def _start(self) -> None:
        await self._wait_for_database()
        await asyncio.to_thread(self.writer.start)
        self.waker.start()
        self.projections.start()
        self._lacking.discard("database")
        await self._wait_for_bus()
        self._lacking.discard("bus")
        client = self.client
        self.relays = [Relay(self.store, client, lane, self.waker) for lane in lanes(self.service.name)]
        for relay in self.relays:
            self._run(relay.run())
        self._run(self.listening.watch(client.jetstream()))
        self._run(self.issuer_keys.refresh())
        if self._seal_key:
            self._sealing = Sealing(
                self.service.name, self.store, client, self._seal_key, every_seconds=self.settings.seal_seconds
            )
            self._run(self._sealing.run())
        if self.service.calendar:
            calendar = Calendar(self.service.calendar, self.store, self.commands, self.writer, self.service.commands)
            self._run(calendar.run())
        for task in self.service.background:
            self._run(task(self))
        log.info("%s is ready on port %d", self.service.name, self.settings.http_port)

    async def _wait_for_database(self) -> None:
        while True:
            try:
                lacking = await asyncio.to_thread(self._missing_migrations)
                if not lacking:
                    return
                log.warning("migrations are missing: %s", lacking)
            except psycopg.Error as error:
                log.warning("the database does not answer: %s", error)
            await asyncio.sleep(0.5)

    def _missing_migrations(self) -> list[str]:
        # Not by the pool: after a failure it waits longer and longer before it tries again.
        with psycopg.connect(self.settings.database_url, connect_timeout=5, row_factory=dict_row) as connection:
            return missing(connection, self.service.migrations)

    async def _wait_for_bus(self) -> None:
        """Connect first, provision, and only then subscribe: a durable that is not there yet would be guessed at."""
        while True:
            try:
                await self.broker.connect()
                await self.listening.provision(self.client.jetstream())
                await self.broker.start()
                return
            except (nats.errors.Error, TimeoutError, OSError) as error:
                log.warning("the bus does not answer: %s", error)
                await asyncio.sleep(0.5)

    @property
    def client(self) -> Client:
        """The connection below the broker."""
        client: Client = self.broker.config.connection_state.connection
        return client

    @property
    def on_bus(self) -> bool:
        """Whether the bus was reached, and is now."""
        return "bus" not in self._lacking and self.client.is_connected

    @property
    def js(self) -> JetStreamContext:
        return self.client.jetstream()

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        task.add_done_callback(_die_if_failed)
        self._tasks.append(task)

    async def _stop(self) -> None:
        self._stopping = True
        await self.broker.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.writer.stop)
        await asyncio.to_thread(self.projections.stop)
        self.waker.stop()
        self.metrics.close()
        self.store.close()

    async def _bus_closed(self) -> None:
        if not self._stopping:
            log.critical("the connection to the bus has closed for good; a new process must take over")
            os._exit(70)

    def waiting_for(self) -> list[str]:
        """What readiness still lacks, in words."""
        lacking = set(self._lacking)
        if not lacking:
            if not self.client.is_connected:
                lacking.add("bus")
            if not self.writer.alive:
                lacking.add("writer")
            if not self.issuer_keys.known:
                lacking.add("keys of the issuer of tokens")
            lacking |= {f"consumer on {publisher}" for publisher in self.listening.missing}
            lacking |= {relay.standing_still for relay in self.relays if relay.standing_still}
            if self._sealing and self._sealing.standing_still:
                lacking.add(self._sealing.standing_still)
            lacking |= {f"read model {name}: {why}" for name, why in self.projections.failures.items()}
        return sorted(lacking)

    def _http_app(self) -> Any:
        return http_app(
            openapi=openapi_document(self.service),
            commands=self.commands,
            command_names=list(self.service.commands),
            questions=self.questions,
            question_names=self._http_questions,
            waiting_for=self.waiting_for,
            metrics=self.metrics.page,
            publications=PublicationRoutes(self.service.publications, _face(self.settings), self.questions),
        )


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would raise them again after its own part, before our queues are drained."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _face(settings: Settings) -> Face:
    return Face(
        name=settings.public_name,
        addresses=settings.public_urls,
        giving_prefix=settings.giving_prefix,
        ocds_prefix=settings.ocds_prefix,
        licence=settings.public_licence,
    )


def _die_if_failed(task: "asyncio.Task[Any]") -> None:
    """A background task must not end in silence: the process ends, and whoever runs it starts a new one."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("a background task failed", exc_info=error)
        os._exit(70)
