"""What an operator sees of grants: reports whose term has passed (UDPP art. 18)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shared.kernel.periods import warsaw_date
from shared.telemetry.figures import Connection, Figure


def of_overdue_reports(connection: Connection, now: float) -> Iterator[Figure]:
    """Days are Warsaw dates; a report is overdue from the day after its last one."""
    today = warsaw_date(datetime.fromtimestamp(now, UTC))
    row = connection.execute(
        "SELECT count(*) AS number, min(report_due_on) AS oldest FROM grant_register "
        "WHERE report_due_on < %s AND report_submitted_on IS NULL",
        (today,),
    ).fetchone()
    assert row is not None
    yield Figure("grosz_reports_overdue", "Reports not submitted by their last day.", row["number"])
    yield Figure(
        "grosz_report_overdue_longest_seconds",
        "How long the report that is longest overdue has been so.",
        (today - row["oldest"]).days * 86_400 if row["oldest"] else 0,
    )
