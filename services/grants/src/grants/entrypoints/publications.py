"""What grants shows to everybody: results of calls, grants and payments, also in two standards of open data."""

from pathlib import Path
from typing import Any

from grants.readmodels import contracting, giving, public_grants
from grants.readmodels.public_register import FOLLOWS
from shared.publishing.publication import JSON_FORM, Form, Publication, Publications, csv_form
from shared.publishing.standards import standard_json
from shared.publishing.tables import Pln, Table, standard_csv

_RESULT = ("grant_id", "organisation_name", "krs", "title", "awarded_on", "declined_on", "award_ended_on")
_GRANT = (
    "call_id",
    "area",
    "stage",
    "task_from",
    "task_until",
    "contract_number",
    "signed_on",
    "terminated_on",
    "settled_on",
)


def _results(values: dict[str, Any]) -> Table:
    return Table(
        (*_RESULT, "awarded_pln"),
        [(*(each[name] for name in _RESULT), Pln(each["awarded_grosze"])) for each in values["results"]],
    )


def _grants(values: dict[str, Any]) -> Table:
    return Table(
        (*_RESULT, *_GRANT, "awarded_pln", *(f"{name}_pln" for name in public_grants.FIGURES)),
        [
            (
                *(each[name] for name in (*_RESULT, *_GRANT)),
                *(Pln(each[f"{name}_grosze"]) for name in ("awarded", *public_grants.FIGURES)),
            )
            for each in values["grants"]
        ],
    )


_GIVING_HEAD = (
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Applied For",
    "Amount Awarded",
    "Amount Disbursed",
    "Award Date",
    "Planned Dates:Start Date",
    "Planned Dates:End Date",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Recipient Org:Company Number",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "Grant Programme:Code",
    "Grant Programme:Title",
    "From An Open Call?",
)


def _giving(values: dict[str, Any]) -> Table:
    """One row per grant, under the standard's titles; movements of money are in the JSON only."""
    return Table(_GIVING_HEAD, [_giving_row(grant) for grant in values["grants"]])


def _giving_row(grant: dict[str, Any]) -> tuple[Any, ...]:
    (recipient,), (funder,), (programme,) = (
        grant[name] for name in ("recipientOrganization", "fundingOrganization", "grantProgramme")
    )
    planned = grant.get("plannedDates", [{}])[0]
    return (
        *(grant[name] for name in ("id", "title", "description", "currency")),
        _amount(grant.get("amountAppliedFor")),
        _amount(grant["amountAwarded"]),
        _amount(grant["amountDisbursed"]),
        grant["awardDate"],
        planned.get("startDate"),
        planned.get("endDate"),
        recipient["id"],
        recipient["name"],
        recipient.get("companyNumber"),
        funder["id"],
        funder["name"],
        programme["code"],
        programme["title"],
        grant.get("fromOpenCall"),
    )


def _amount(zloty: Any) -> Pln | None:
    return None if zloty is None else Pln(int(zloty * 100))


_STANDARD_JSON = Form(".json", "application/json", standard_json)

PUBLICATIONS = Publications(
    templates=Path(__file__).parents[1] / "templates",
    documents=[
        Publication(
            "/publications/calls/{call_id}/results",
            "Results of a call: offeror, task, amount (UDPP art. 15(2h)).",
            public_grants.results,
            FOLLOWS,
            "results.html",
            (JSON_FORM, csv_form(_results)),
        ),
        Publication(
            "/publications/programmes/{programme_id}/grants",
            "The grants of a programme, with what was paid and given back.",
            public_grants.grants,
            FOLLOWS,
            "grants.html",
            (JSON_FORM, csv_form(_grants)),
        ),
        Publication(
            "/publications/programmes/{programme_id}/360giving",
            "The grants of a programme as 360Giving data, standard 1.4.",
            giving.package,
            FOLLOWS,
            forms=(
                _STANDARD_JSON,
                Form(".csv", "text/csv; charset=utf-8", lambda values: standard_csv(_giving(values))),
            ),
        ),
        Publication(
            "/publications/programmes/{programme_id}/ocds",
            "The calls, awards, contracts and payments of a programme as an OCDS 1.1 release package.",
            contracting.release_package,
            FOLLOWS,
            forms=(_STANDARD_JSON,),
        ),
    ],
)
