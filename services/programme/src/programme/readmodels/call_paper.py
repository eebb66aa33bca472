"""What one call's paper says after each of its facts: plain values only, from facts alone."""

import json
from dataclasses import asdict
from typing import Any

from programme.domain.call import (
    AnnouncementPlanned,
    CallAnnounced,
    CallAnnulled,
    CallApproved,
    CallContentWritten,
    CallCorrected,
    CallDrafted,
    CallExtended,
    CallOpened,
    CallPoolMoved,
    CallPublished,
    CallResolved,
    RollingCallStopped,
)
from shared.kernel.canonical import canonical_json

Paper = dict[str, Any]

EMPTY: Paper = {
    "stage": "drafted",
    "unit": None,
    "legal_basis": None,
    "mode": None,
    "line_shift_percent": None,
    "criteria": [],
    "task_from": None,
    "task_until": None,
    "choice_on": None,
    "rolling": None,
    "approved_on": None,
    "approval_document": None,
    "appears_on": None,
    "opens_on": None,
    "offers_until": None,
    "legal_until": None,
    "texts": {},
    "publications": [],
    "extensions": [],
    "corrections": [],
    "pool_changes": [],
    "unused_grosze": None,
    "resolved_on": None,
    "annulled_on": None,
    "annulment_ground": None,
}
"""Fields that every paper has from its first line on."""


def written(paper: Paper, event: object) -> Paper:
    """The paper after a fact of its call."""
    match event:
        case CallDrafted():
            return {**paper, **_plain(event.terms)}
        case CallContentWritten():
            return {**paper, "texts": {**paper["texts"], event.content: event.body.ref}}
        case CallApproved():
            said = {"approved_on": event.approved_on, "approval_document": event.document}
            return {**paper, "stage": "approved", **_json(said)}
        case AnnouncementPlanned():
            said = {"appears_on": event.appears_on, "offers_until": event.offers_until}
            return {**paper, **_json({**said, "legal_until": event.legal_until})}
        case CallOpened():
            unit = event.line_id.split(".")[1]
            return {**paper, **_plain(event), "stage": "announced", "unit": unit}
        case CallResolved():
            said = {"resolved_on": event.resolved_on, "unused_grosze": event.unused_grosze}
            return {**paper, "stage": "resolved", **_json(said)}
        case CallAnnulled():
            said = {"annulled_on": event.annulled_on, "annulment_ground": event.ground}
            return {**paper, "stage": "annulled", **_json(said)}
    return _changed(paper, event)


def _changed(paper: Paper, event: object) -> Paper:
    """What happens to a call once it is announced."""
    match event:
        case CallAnnounced():
            return {**_standing(paper, event), "stage": "announced"}
        case CallExtended():
            return _entered(_standing(paper, event), "extensions", _plain(event), "extended_on", "document")
        case CallCorrected():
            after = _standing(paper, event)
            said = _plain(event) | {"changed": _differences(paper, after)}
            return _entered(after, "corrections", said, "corrected_on", "document", "material", "changed")
        case RollingCallStopped():
            return {**paper, **_json({"offers_until": event.offers_until, "stopped_on": event.stopped_on})}
        case CallPoolMoved():
            said = _plain(event)
            moved = _entered(paper, "pool_changes", said, "moved_on", "document", "change_grosze")
            return {**moved, "pool_grosze": event.pool_grosze}
        case CallPublished():
            until = {"legal_until": event.legal_until} if event.legal_until else {}
            shown = _entered(paper, "publications", _plain(event), "matter", "place", "published_on")
            return {**shown, **_json(until)}
        case _:
            return paper


def _standing(paper: Paper, event: CallAnnounced | CallExtended | CallCorrected) -> Paper:
    """The pool stands apart from the terms: it may have moved since they were drafted."""
    terms = _plain(event.terms) | {"pool_grosze": paper["pool_grosze"]}
    days = {"opens_on": event.opens_on, "offers_until": event.offers_until, "legal_until": event.legal_until}
    return {**paper, **terms, **_json(days)}


def _differences(before: Paper, after: Paper) -> Paper:
    """What a correction changed, so that it can be marked for those who had read the announcement."""
    changed = [name for name in after if before.get(name) != after[name] and name != "legal_until"]
    return {name: {"before": before.get(name), "after": after[name]} for name in changed}


def _entered(paper: Paper, list_name: str, said: Paper, *fields: str) -> Paper:
    entry = {field: said[field] for field in fields}
    if list_name in ("extensions", "corrections"):
        entry["offers_until"] = said["offers_until"]
    return {**paper, list_name: [*paper[list_name], entry]}


def _plain(event: Any) -> Paper:
    return _json(asdict(event))


def _json(values: Paper) -> Paper:
    plain: Paper = json.loads(canonical_json(values))
    return plain
