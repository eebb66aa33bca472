"""The payment order file, made again from the register whenever somebody asks for it."""

from typing import Any

import psycopg

from payments.domain.payment_order import OrderedPayment, file_name, file_text, sha256_of
from shared.kernel.refusal import Refusal


class OrderUnknown(Refusal):
    rule = "Only an issued order has a file."
    status = 404
    retryable = True


class FileDiffersError(Exception):
    """The file made now is not the one whose hash was recorded: our fault, and never to be sent to a bank."""


def order_file(connection: psycopg.Connection[dict[str, Any]], *, order_id: str) -> dict[str, Any]:
    """The file of an order; its UTF-8 bytes have the SHA-256 of the fact.

    Refuses: OrderUnknown (worth repeating). Raises FileDiffersError.
    """
    order = connection.execute("SELECT * FROM payment_register_orders WHERE order_id = %s", (order_id,)).fetchone()
    if order is None:
        raise OrderUnknown(f"no order {order_id} is known here yet", field="order_id")
    lines = connection.execute(
        "SELECT grant_id, tranche_number, organisation_id, creditor_account, amount_grosze "
        "FROM payment_register_order_lines WHERE order_id = %s ORDER BY line_number",
        (order_id,),
    ).fetchall()
    content = file_text(
        order_id=order_id,
        issued_at=order["issued_at"],
        execute_on=order["execute_on"],
        debtor_name=order["debtor_name"],
        debtor_account=order["debtor_account"],
        payments=[OrderedPayment(**line) for line in lines],
    )
    if sha256_of(content) != order["file_sha256"]:
        raise FileDiffersError(order_id)
    return {"order_id": order_id, "file_name": file_name(order_id), "sha256": order["file_sha256"], "content": content}
