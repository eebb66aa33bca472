"""The HTTP border: one route per command and per question, health, and the OpenAPI document. No rules."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from shared.messages.envelope import Accepted, Problem
from shared.transport import problems
from shared.transport.commands import CommandDesk
from shared.transport.publications import PublicationRoutes
from shared.transport.questions import QuestionDesk

BODY_BYTES_MAX = 1_000_000
METRICS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def http_app(
    *,
    openapi: dict[str, Any],
    commands: CommandDesk,
    command_names: list[str],
    questions: QuestionDesk,
    question_names: list[str],
    waiting_for: Callable[[], list[str]],
    metrics: Callable[[], Awaitable[bytes]],
    publications: PublicationRoutes,
) -> FastAPI:
    """The service's HTTP face. `waiting_for` lists what readiness still lacks; `metrics` is what a Prometheus
    scrapes, open to whoever reaches the port: it holds sums, no grant and no person."""
    app = FastAPI(title=openapi["info"]["title"])
    app.openapi = lambda: openapi  # type: ignore[method-assign]

    @app.get("/health/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        lacking = waiting_for()
        return JSONResponse({"ready": not lacking, "waiting_for": lacking}, 503 if lacking else 200)

    @app.get("/metrics")
    async def metrics_page() -> Response:
        return Response(await metrics(), media_type=METRICS_MEDIA_TYPE)

    for name in command_names:
        app.post(f"/commands/{name}")(_command_route(name, commands))
    for name in question_names:
        app.get(f"/{name}")(_question_route(name, questions))
    publications.add_to(app)
    return app


def _command_route(name: str, commands: CommandDesk) -> Callable[..., Any]:
    async def route(request: Request) -> Response:
        body = await request.body()
        if len(body) > BODY_BYTES_MAX:
            return _response(problems.too_large(BODY_BYTES_MAX))
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        answer = await commands.carry_out(name, body, token=token, traceparent=request.headers.get("traceparent"))
        return _response(answer)

    return route


def _question_route(name: str, questions: QuestionDesk) -> Callable[..., Any]:
    async def route(request: Request) -> Response:
        answer = await questions.answer_values(name, request.query_params)
        return _response(answer) if isinstance(answer, Problem) else Response(answer, media_type="application/json")

    return route


def _response(answer: Accepted | Problem) -> Response:
    if isinstance(answer, Problem):
        return Response(answer.model_dump_json(), answer.status, media_type=problems.MEDIA_TYPE)
    return Response(answer.model_dump_json(), media_type="application/json")
