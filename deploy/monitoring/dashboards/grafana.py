"""The few words of Grafana's dashboard JSON that we use, made from plain descriptions.

A library of builders exists and brings some thousand classes for what needs four kinds of panel; its releases follow
Grafana's. This JSON (schema 39) is read by Grafana 10 and later.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

SCHEMA_VERSION = 39
COLUMNS = 24
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True, slots=True)
class Query:
    """A PromQL expression; `legend` names its series, as "{{service}}"."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """kind: "timeseries", "stat" or "bars" (stacked areas); unit: Grafana's name of it.

    red_above  a single number turns red above this.
    """

    title: str
    queries: Sequence[Query]
    told: str
    unit: str = "short"
    kind: str = "timeseries"
    width: int = 8
    height: int = 7
    red_above: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Variable:
    """A choice above the dashboard: the values of a label of a metric."""

    name: str
    metric: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    uid: str
    title: str
    told: str
    rows: Sequence[Row]
    variables: Sequence[Variable] = field(default_factory=tuple)

    def expressions(self) -> Iterator[tuple[str, str]]:
        """(panel, expression) of all that is asked."""
        for row in self.rows:
            for panel in row.panels:
                for query in panel.queries:
                    yield f"{row.title}: {panel.title}", query.expr


def text_of(board: Board) -> str:
    """The JSON file, stable from run to run."""
    return json.dumps(_board(board), indent=1, ensure_ascii=False) + "\n"


def _board(board: Board) -> dict[str, Any]:
    return {
        "uid": board.uid,
        "title": board.title,
        "description": board.told,
        "tags": ["grosz"],
        "schemaVersion": SCHEMA_VERSION,
        "timezone": "Europe/Warsaw",
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "graphTooltip": 1,
        "links": [
            {"type": "dashboards", "title": "Grosz", "tags": ["grosz"], "asDropdown": True, "keepTime": True},
        ],
        "annotations": {"list": [_alerts()]},
        "templating": {"list": [_datasource(), *map(_variable, board.variables)]},
        "panels": list(_panels(board.rows)),
    }


def _alerts() -> dict[str, Any]:
    return {
        "name": "Alerts",
        "datasource": _SOURCE,
        "enable": True,
        "iconColor": "red",
        "expr": 'ALERTS{alertstate="firing"}',
        "titleFormat": "{{alertname}}",
        "textFormat": "{{service}} {{programme}}",
    }


def _datasource() -> dict[str, Any]:
    return {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus"}


def _variable(variable: Variable) -> dict[str, Any]:
    query = f"label_values({variable.metric}, {variable.name})"
    return {
        "name": variable.name,
        "label": variable.name,
        "type": "query",
        "datasource": _SOURCE,
        "definition": query,
        "query": {"query": query, "refId": variable.name},
        "refresh": 2,
        "sort": 1,
        "multi": variable.several,
        "includeAll": variable.several,
    }


def _panels(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    number, top = 0, 0
    for row in rows:
        number += 1
        place = {"x": 0, "y": top, "w": COLUMNS, "h": 1}
        yield {"id": number, "type": "row", "title": row.title, "collapsed": False, "gridPos": place, "panels": []}
        top, left, height = top + 1, 0, 0
        for panel in row.panels:
            if left + panel.width > COLUMNS:
                top, left, height = top + height, 0, 0
            number += 1
            place = {"x": left, "y": top, "w": panel.width, "h": panel.height}
            yield {"id": number, "gridPos": place, **_panel(panel)}
            left, height = left + panel.width, max(height, panel.height)
        top += height


def _panel(panel: Panel) -> dict[str, Any]:
    defaults: dict[str, Any] = {"unit": panel.unit, "min": 0}
    if panel.kind != "stat":
        stacked = panel.kind == "bars"
        defaults["custom"] = {
            "fillOpacity": 60 if stacked else 8,
            "lineWidth": 1,
            "showPoints": "never",
            "stacking": {"mode": "normal" if stacked else "none"},
        }
        options: dict[str, Any] = {
            "legend": {"displayMode": "list", "placement": "bottom"},
            "tooltip": {"mode": "multi"},
        }
    else:
        options = {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "background", "textMode": "auto"}
    steps: list[dict[str, Any]] = [{"color": "green" if panel.red_above is not None else "text", "value": None}]
    if panel.red_above is not None:
        steps.append({"color": "red", "value": panel.red_above})
    defaults["thresholds"] = {"mode": "absolute", "steps": steps}
    return {
        "type": "stat" if panel.kind == "stat" else "timeseries",
        "title": panel.title,
        "description": panel.told,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": options,
        "targets": [
            {"refId": chr(65 + i), "datasource": _SOURCE, "expr": query.expr, "legendFormat": query.legend or "__auto"}
            for i, query in enumerate(panel.queries)
        ],
    }
