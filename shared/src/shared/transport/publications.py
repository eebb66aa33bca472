"""Publications by HTTP: for everybody, without a token, each form at a stable address, with marks for caches."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from fastapi import FastAPI, Request, Response

from shared.eventstore.projections import reached
from shared.kernel.hlc import instant_of
from shared.messages.envelope import Problem
from shared.publishing.pages import CONTENT_SECURITY_POLICY, LANGUAGES, Pages
from shared.publishing.publication import Connection, Face, Form, Look, Publication, Publications
from shared.publishing.speech import Language
from shared.transport import problems
from shared.transport.questions import QuestionDesk

log = logging.getLogger(__name__)

FRESH_SECONDS = 60
_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_HTML = "text/html; charset=utf-8"


class PublicationRoutes:
    """Reads in one snapshot with the read models' position, so that the marks belong to what is shown."""

    def __init__(self, publications: Publications, face: Face, questions: QuestionDesk) -> None:
        self._publications = publications
        self._face = face
        self._questions = questions
        self._pages = Pages(publications)
        self._nothing = Look(face, 0, 0)

    def add_to(self, app: FastAPI) -> None:
        """One route per form; the endings before the bare address, which would take them for part of a name."""
        for publication in self._publications.documents:
            for form in publication.forms:
                self._add(app, publication.address + form.ending, self._data(publication, form))
            if publication.template:
                self._add(app, publication.address, self._page(publication))

    @staticmethod
    def _add(app: FastAPI, address: str, route: Callable[..., Any]) -> None:
        app.add_api_route(address, route, methods=["GET", "HEAD"], include_in_schema=False)

    def _data(self, publication: Publication, form: Form) -> Callable[..., Any]:
        async def route(request: Request) -> Response:
            look, values = await self._read(publication, request)
            if isinstance(values, Problem):
                return Response(values.model_dump_json(), values.status, _HEADERS, problems.MEDIA_TYPE)
            body = await _made(form.write, values)
            if body is None:
                return Response(problems.fault().model_dump_json(), 500, _HEADERS, problems.MEDIA_TYPE)
            return _answer(request, look, body, form.media_type)

        return route

    def _page(self, publication: Publication) -> Callable[..., Any]:
        async def route(request: Request) -> Response:
            look, values = await self._read(publication, request)
            path, lang = request.url.path, _language(request)
            if isinstance(values, Problem):
                return self._problem(path, lang, values.status)
            body = await _made(lambda: self._pages.page(publication, look, values, path=path, lang=lang))
            return _answer(request, look, body, _HTML, _page_headers(lang)) if body else self._problem(path, lang, 500)

        return route

    def _problem(self, path: str, lang: Language, status: int) -> Response:
        body = self._pages.problem(self._nothing, path=path, lang=lang, status=status)
        return Response(body, status, _page_headers(lang), _HTML)

    async def _read(self, publication: Publication, request: Request) -> tuple[Look, dict[str, Any] | Problem]:
        def read(connection: Connection) -> tuple[Look, dict[str, Any]]:
            look = Look(self._face, *reached(connection, publication.follows))
            return look, publication.read(connection, look, **request.path_params)

        answer = await self._questions.look(read, about=publication.address)
        return (self._nothing, answer) if isinstance(answer, Problem) else answer


async def _made(write: Callable[..., bytes], *values: Any) -> bytes | None:
    """The bytes, made beside the loop; None where our own template or table fails, which is logged."""
    try:
        return await asyncio.to_thread(write, *values)
    except Exception:
        log.exception("a publication cannot be written")
        return None


def _answer(request: Request, look: Look, body: bytes, media_type: str, more: dict[str, str] | None = None) -> Response:
    """The tag is made of position and bytes: an erased text changes a page without moving the position."""
    tag = f'"{look.position}-{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {
        **_HEADERS,
        **(more or {}),
        "ETag": tag,
        "Last-Modified": format_datetime(instant_of(look.hlc), usegmt=True),
        "Cache-Control": f"public, max-age={FRESH_SECONDS}",
    }
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)


def _page_headers(lang: Language) -> dict[str, str]:
    return {
        **_HEADERS,
        "Content-Language": lang,
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "no-referrer",
    }


def _language(request: Request) -> Language:
    """Polish, unless one of ours is asked for."""
    asked = request.query_params.get("lang")
    return next((lang for lang in LANGUAGES if lang == asked), "pl")
