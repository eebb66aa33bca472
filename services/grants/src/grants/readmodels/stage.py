"""How far a grant has come, in one word, read off its row: the last of these that is true."""

from typing import Any


def stage_of(row: dict[str, Any]) -> str:
    """From "payment-noted" (money for a grant not known yet) to "settled"."""
    happened = {
        "payment-noted": True,
        "submitted": row["requested_grosze"] is not None,
        "formally-accepted": row["formally_accepted"] is True,
        "formally-rejected": row["formally_accepted"] is False,
        "scored": row["points"] is not None,
        "award-proposed": row["decision_no"] is not None,
        "awarded": row["awarded_grosze"] > 0,
        "award-refused": row["refusal_reason"] is not None,
        "award-declined": row["declined_on"] is not None,
        "award-ended": row["award_ended_on"] is not None,
        "not-awarded": row["not_awarded_on"] is not None,
        "taken-over": row["evidence"] == "register",
        "contracted": row["contract_number"] is not None,
        "terminated": row["terminated_on"] is not None,
        "report-due": row["report_due_on"] is not None,
        "report-submitted": row["report_submitted_on"] is not None,
        "report-accepted": row["report_accepted_on"] is not None,
        "settled": row["settled_on"] is not None,
    }
    return [stage for stage, true in happened.items() if true][-1]
