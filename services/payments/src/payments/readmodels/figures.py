"""What an operator sees of payments: orders that wait for their second person (UFP art. 53, 54)."""

from collections.abc import Iterator

from shared.telemetry.figures import Connection, Figure, age_seconds


def of_waiting(connection: Connection, now: float) -> Iterator[Figure]:
    """A payment waits from its preparation, by the store's clock, until it is authorised or the bank has paid it."""
    row = connection.execute(
        "SELECT count(*) AS number, min(e.hlc) AS oldest FROM payment_register_tranches t "
        "JOIN events e ON e.originator_id = 'payment/' || t.grant_id || ':' || t.tranche_number "
        "AND e.topic = 'payment.payment-prepared.v1' "
        "WHERE t.prepared_by IS NOT NULL AND t.authorised_by IS NULL AND t.disbursed_on IS NULL"
    ).fetchone()
    assert row is not None
    yield Figure("grosz_payments_awaiting_second_person", "Payments prepared and not yet authorised.", row["number"])
    yield Figure(
        "grosz_payments_awaiting_oldest_age_seconds",
        "Age of the oldest payment that waits for its second person.",
        age_seconds(row["oldest"], now),
    )
