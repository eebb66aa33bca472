"""How far a grant has come is read off what happened, whatever happened in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grants.readmodels import grant_register
from grants.readmodels.stage import stage_of
from tests.grants.facts import (
    ALL_ACCEPTED,
    CALL_NOTED,
    CONTRACT_SIGNED,
    GRANT_SETTLED,
    GRANT_TAKEN_OVER,
    LAPSED,
    OFFER_ACCEPTED,
    OFFER_NOT_AWARDED,
    OFFER_REJECTED,
    OFFER_SCORED,
    OFFER_SUBMITTED,
    PAID_ALL,
    PAID_FIRST,
    REPORT_ACCEPTED,
    REPORT_FALLEN_DUE,
    REPORT_SUBMITTED,
    RETURNED,
    REVOKED,
    TERMINATED,
    award_declined,
    award_proposed,
    award_refused,
    grant_awarded,
)

EMPTY_ROW: dict[str, Any] = {
    "evidence": "procedure",
    "requested_grosze": None,
    "formally_accepted": None,
    "points": None,
    "decision_no": None,
    "awarded_grosze": 0,
    "refusal_reason": None,
    "declined_on": None,
    "award_ended_on": None,
    "not_awarded_on": None,
    "terminated_on": None,
    "contract_number": None,
    "report_due_on": None,
    "report_submitted_on": None,
    "report_accepted_on": None,
    "settled_on": None,
}
SCORED = (OFFER_SUBMITTED, OFFER_ACCEPTED, OFFER_SCORED)
AWARDED = (*SCORED, award_proposed(), grant_awarded())
REPORTED = (*AWARDED, CONTRACT_SIGNED, PAID_ALL, REPORT_SUBMITTED)
SETTLED = (*REPORTED, REPORT_ACCEPTED, ALL_ACCEPTED, RETURNED, GRANT_SETTLED)


@pytest.mark.parametrize(
    ("history", "stage"),
    [
        ((PAID_FIRST,), "payment-noted"),
        ((OFFER_SUBMITTED,), "submitted"),
        ((OFFER_SUBMITTED, OFFER_ACCEPTED), "formally-accepted"),
        ((OFFER_SUBMITTED, OFFER_REJECTED), "formally-rejected"),
        (SCORED, "scored"),
        ((OFFER_SUBMITTED, OFFER_ACCEPTED, replace(OFFER_SCORED, points=0)), "scored"),
        ((*SCORED, award_proposed()), "award-proposed"),
        (AWARDED, "awarded"),
        ((*SCORED, award_proposed(), award_refused()), "award-refused"),
        ((*SCORED, award_proposed(), award_refused(), award_proposed(2)), "award-proposed"),
        ((*AWARDED, award_declined()), "award-declined"),
        ((*AWARDED, LAPSED), "award-ended"),
        ((*AWARDED, REVOKED, award_proposed(2)), "award-proposed"),
        ((*AWARDED, CONTRACT_SIGNED, TERMINATED), "terminated"),
        ((*AWARDED, award_declined(), award_proposed(2)), "award-proposed"),
        ((*AWARDED, award_declined(), award_proposed(2), grant_awarded(2)), "awarded"),
        ((*SCORED, award_proposed(), award_refused(), OFFER_NOT_AWARDED), "not-awarded"),
        ((*AWARDED, CONTRACT_SIGNED), "contracted"),
        ((*AWARDED, CONTRACT_SIGNED, REPORT_FALLEN_DUE), "report-due"),
        ((*AWARDED, CONTRACT_SIGNED, REPORT_FALLEN_DUE, PAID_ALL, REPORT_SUBMITTED), "report-submitted"),
        ((*REPORTED, REPORT_ACCEPTED, ALL_ACCEPTED), "report-accepted"),
        (SETTLED, "settled"),
        ((*SETTLED, replace(PAID_ALL, disbursed_total_grosze=3_000_001)), "report-accepted"),
        ((*SETTLED, replace(RETURNED, returned_total_grosze=100_001)), "report-accepted"),
        ((PAID_FIRST, GRANT_TAKEN_OVER), "taken-over"),
        ((GRANT_TAKEN_OVER, PAID_FIRST), "taken-over"),
    ],
)
def test_the_stage_follows_from_what_happened(history: tuple[object, ...], stage: str) -> None:
    row = dict(EMPTY_ROW)
    for event in history:
        row |= grant_register._columns(event)
    assert stage_of(row) == stage


def test_what_programme_said_is_no_row_of_the_register() -> None:
    assert grant_register._columns(CALL_NOTED) == {}
