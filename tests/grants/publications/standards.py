"""What the two standards of open data demand of the fields that we give: names, kinds, codes. Written by us.

Their own schemas are not in this tree. The check is strict the other way, too: a field that it does not know is a
fault, so a misspelt one is found. 360Giving 1.4, OCDS 1.1.5; what was published of the demo's year was held against the
standards' own JSON schemas when this was written, without a fault.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

DAY = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
TEXT = {"type": "string", "minLength": 1}
AMOUNT = {"type": "number"}
PLN = {"const": "PLN"}


def exactly(needed: dict[str, Any], **optional: Any) -> dict[str, Any]:
    properties = needed | optional
    return {"type": "object", "required": list(needed), "properties": properties, "additionalProperties": False}


def some(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": of}


_ORGANISATION = exactly({"id": TEXT, "name": TEXT}, companyNumber=TEXT)
_MOVE = exactly({"id": TEXT, "transactionDate": DAY, "currency": PLN, "value": AMOUNT}, valueDate=DAY)
_GRANT = exactly(
    {
        "id": {"type": "string", "pattern": "^360G-"},
        "title": TEXT,
        "description": TEXT,
        "currency": PLN,
        "amountAwarded": AMOUNT,
        "awardDate": DAY,
        "recipientOrganization": some(_ORGANISATION),
        "fundingOrganization": some(_ORGANISATION),
    },
    amountAppliedFor=AMOUNT,
    amountDisbursed=AMOUNT,
    plannedDates=some(exactly({}, startDate=DAY, endDate=DAY)),
    grantProgramme=some(exactly({"code": TEXT}, title=TEXT)),
    fromOpenCall={"enum": ["Yes", "No"]},
    disbursementTransaction=some(_MOVE),
)
GIVING = exactly(
    {"grants": {**some(_GRANT), "uniqueItems": True}, "version": {"const": "1.4"}},
    title=TEXT,
    description=TEXT,
    license=TEXT,
    publisher=exactly({"name": TEXT}),
    issued=INSTANT,
)

_VALUE = exactly({"amount": AMOUNT, "currency": PLN})
_PERIOD = exactly({}, startDate=INSTANT, endDate=INSTANT)
_REFERENCE = exactly({"id": TEXT, "name": TEXT})
_TRANSACTION = exactly({"id": TEXT}, date=INSTANT, value=_VALUE, payer=_REFERENCE, payee=_REFERENCE)
_DOCUMENT = exactly({"id": TEXT}, documentType={"const": "tenderNotice"}, url=TEXT, format=TEXT, language=TEXT)
_TENDER = exactly(
    {"id": TEXT},
    title=TEXT,
    status={"enum": ["active", "complete"]},
    procurementMethod={"const": "open"},
    mainProcurementCategory={"const": "services"},
    procuringEntity=_REFERENCE,
    tenderPeriod=_PERIOD,
    documents=some(_DOCUMENT),
)
_AWARD = exactly(
    {"id": TEXT},
    title=TEXT,
    status={"enum": ["active", "cancelled"]},
    date=INSTANT,
    value=_VALUE,
    suppliers=some(_REFERENCE),
    contractPeriod=_PERIOD,
)
_CONTRACT = exactly(
    {"id": TEXT, "awardID": TEXT},
    status={"enum": ["active", "terminated"]},
    value=_VALUE,
    dateSigned=INSTANT,
    implementation=exactly({}, transactions=some(_TRANSACTION)),
)
_PARTY = exactly({"id": TEXT, "name": TEXT, "roles": some(TEXT)}, identifier=exactly({"scheme": TEXT, "id": TEXT}))
_RELEASE = exactly(
    {
        "ocid": {"type": "string", "pattern": r"^ocds-[a-z0-9]{6}-"},
        "id": TEXT,
        "date": INSTANT,
        "tag": some({"enum": ["tender", "award", "contract", "implementation"]}),
        "initiationType": {"const": "tender"},
    },
    language={"const": "pl"},
    parties=some(_PARTY),
    buyer=_REFERENCE,
    tender=_TENDER,
    awards=some(_AWARD),
    contracts=some(_CONTRACT),
)
RELEASE_PACKAGE = exactly(
    {
        "uri": TEXT,
        "version": {"const": "1.1"},
        "publishedDate": INSTANT,
        "publisher": exactly({"name": TEXT}),
        "releases": some(_RELEASE),
    },
    license=TEXT,
)


def faults_of_giving(package: Any) -> list[str]:
    return _faults(GIVING, package)


def faults_of_release_package(package: Any) -> list[str]:
    """Also: every organisation that is referred to is among the parties."""
    faults = _faults(RELEASE_PACKAGE, package)
    for release in package["releases"]:
        parties = {party["id"] for party in release["parties"]}
        moves = [
            move
            for contract in release.get("contracts", [])
            for move in contract.get("implementation", {}).get("transactions", [])
        ]
        named = {supplier["id"] for award in release["awards"] for supplier in award["suppliers"]}
        named |= {move[end]["id"] for move in moves for end in ("payer", "payee")} | {release["buyer"]["id"]}
        faults += [f"{each} is no party" for each in sorted(named - parties)]
    return faults


def _faults(schema: dict[str, Any], package: Any) -> list[str]:
    errors = Draft202012Validator(schema).iter_errors(package)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]
