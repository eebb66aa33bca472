"""What programme shows to everybody: programmes, calls, reports. Addresses are stable: they are cited in papers."""

from pathlib import Path
from typing import Any

from programme.entrypoints.words import WORDS
from programme.readmodels import public_calls, public_programmes
from shared.publishing.publication import JSON_FORM, Publication, Publications, csv_form
from shared.publishing.tables import Pln, Table

_CALLS_HEAD = (
    "call_id",
    "number",
    "area",
    "stage",
    "opens_on",
    "offers_until_local",
    "pool_pln",
    "resolved_on",
    "annulled_on",
)
_PROGRAMMES_HEAD = ("programme_id", "kind", "adopted_on", "planned_pln", "report_published_on")
_COUNTS = ("calls_announced", "calls_resolved", "calls_annulled", "offers", "offers_rejected", "contracts")
_AMOUNTS = ("planned", "requested", "contracted", "disbursed", "accepted", "returned", "lapsed")


def _programmes(values: dict[str, Any]) -> Table:
    return Table(
        _PROGRAMMES_HEAD,
        [
            (
                each["programme_id"],
                each["kind"],
                each["adopted_on"],
                None if each["planned_grosze"] is None else Pln(each["planned_grosze"]),
                each["report_published_on"],
            )
            for each in values["programmes"]
        ],
    )


def _calls(values: dict[str, Any]) -> Table:
    return Table(
        _CALLS_HEAD,
        [
            (
                each["call_id"],
                each["number"],
                each["line_id"].split(".")[0],
                each["stage"],
                each["opens_on"],
                each["offers_until_local"],
                Pln(each["pool_grosze"]),
                each["resolved_on"],
                each["annulled_on"],
            )
            for each in values["calls"]
        ],
    )


def _report(values: dict[str, Any]) -> Table:
    """One row per area; the sums of the columns are the total of the report."""
    return Table(
        ("area", "task_areas", *_COUNTS, "grants_settled", *(f"{name}_pln" for name in _AMOUNTS)),
        [
            (
                area["area"],
                area["task_areas"],
                *(area[name] for name in (*_COUNTS, "grants_settled")),
                *(Pln(area[f"{name}_grosze"]) for name in _AMOUNTS),
            )
            for area in values["areas"]
        ],
    )


PUBLICATIONS = Publications(
    templates=Path(__file__).parents[1] / "templates",
    words=WORDS,
    documents=[
        Publication(
            "/publications/programmes",
            "The programmes that are public.",
            public_programmes.programmes,
            ("making",),
            "programmes.html",
            (JSON_FORM, csv_form(_programmes)),
        ),
        Publication(
            "/publications/programmes/{programme_id}",
            "A programme: contents, resolution, amendments, how it was made, its calls.",
            public_programmes.programme,
            ("making", "call_register", "journal"),
            "programme.html",
            (JSON_FORM,),
        ),
        Publication(
            "/publications/programmes/{programme_id}/calls",
            "The announced calls of a programme.",
            public_calls.calls,
            ("call_register",),
            "calls.html",
            (JSON_FORM, csv_form(_calls)),
        ),
        Publication(
            "/publications/programmes/{programme_id}/report",
            "The execution report of a programme, as it was frozen.",
            public_programmes.programme_report,
            ("execution", "making"),
            "report.html",
            (JSON_FORM, csv_form(_report)),
        ),
        Publication(
            "/publications/calls/{call_id}",
            "The announcement of a call, with corrections and annulment.",
            public_calls.announcement,
            ("call_register",),
            "call.html",
            (JSON_FORM,),
        ),
    ],
)
