"""The payment order file: what a bank reads in it, and that its bytes never change.

order.xml is the approved file of one order. When it was approved it was held against the XML schema of
pain.001.001.09 and found valid; the schema itself is not ours to keep here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from payments.domain.payment_order import OrderedPayment, file_name, file_text, sha256_of
from shared.kernel.identifiers import check_nrb
from tests.payments.facts import ACCOUNT, DEBTOR_ACCOUNT, ORDER_LINE

APPROVED = Path(__file__).with_name("order.xml")
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
LONG = replace(ORDER_LINE, grant_id="k" * 33, tranche_number=12, amount_grosze=5)


def text(*lines: OrderedPayment, **changed: Any) -> str:
    order: dict[str, Any] = {
        "order_id": "order-1",
        "issued_at": datetime(2025, 3, 3, 9, 30, 0, 123456, tzinfo=UTC),
        "execute_on": date(2025, 3, 4),
        "debtor_name": "Gmina & Spółka <zmyślona>",
        "debtor_account": DEBTOR_ACCOUNT,
    }
    return file_text(**(order | changed), payments=lines)


def found(file: str, path: str) -> list[str | None]:
    root = ET.fromstring(file)  # noqa: S314 - our own file
    return [element.text for element in root.iterfind(".//" + "/".join(f"p:{step}" for step in path.split("/")), SPACE)]


def test_the_file_is_the_approved_one_to_the_byte() -> None:
    assert text(ORDER_LINE, LONG).encode() == APPROVED.read_bytes()


def test_the_same_instant_in_another_offset_gives_the_same_file() -> None:
    warsaw = datetime(2025, 3, 3, 10, 30, 0, 123999, tzinfo=timezone(timedelta(hours=1)))
    assert text(ORDER_LINE, issued_at=warsaw) == text(ORDER_LINE)


def test_a_bank_reads_who_pays_whom_how_much_when_and_under_which_reference() -> None:
    file = text(ORDER_LINE, LONG)
    assert found(file, "GrpHdr/MsgId") == ["order-1"]
    assert found(file, "GrpHdr/CreDtTm") == ["2025-03-03T09:30:00.123Z"]
    assert found(file, "ReqdExctnDt/Dt") == ["2025-03-04"]
    assert found(file, "Dbtr/Nm") == ["Gmina & Spółka <zmyślona>"]
    assert found(file, "DbtrAcct/Id/IBAN") == [f"PL{DEBTOR_ACCOUNT}"]
    assert found(file, "CdtrAcct/Id/IBAN") == [f"PL{ACCOUNT}"] * 2
    assert found(file, "InstdAmt") == ["20000.00", "0.05"]
    assert found(file, "CtrlSum") == ["20000.05"] * 2
    assert found(file, "NbOfTxs") == ["2"] * 2
    assert found(file, "RmtInf/Ustrd") == ["grant-1/1", f"{'k' * 33}/12"]


def test_a_reference_too_long_for_the_end_to_end_id_travels_in_the_remittance_text() -> None:
    assert found(text(ORDER_LINE, LONG), "EndToEndId") == ["grant-1/1", "NOTPROVIDED"]
    fits = replace(ORDER_LINE, grant_id="k" * 33)
    assert found(text(fits), "EndToEndId") == [f"{'k' * 33}/1"]


def test_the_file_is_named_after_its_order_and_hashed_as_utf_8() -> None:
    assert file_name("order-1") == "order-1.xml"
    assert sha256_of("ł") == "6bd022e87d92407bdc51339598d8578ce666e8f33dcce747bfdebae2b5d9459b"


def test_the_example_accounts_are_well_formed() -> None:
    assert check_nrb(ACCOUNT)
    assert check_nrb(DEBTOR_ACCOUNT)


amounts = st.lists(st.integers(min_value=1, max_value=2**53 - 1), min_size=1, max_size=20)


@given(amounts)
def test_printed_amounts_are_exact_and_add_up(amounts: list[int]) -> None:
    file = text(*(replace(ORDER_LINE, amount_grosze=amount) for amount in amounts))
    printed = [int((value or "").replace(".", "")) for value in found(file, "InstdAmt")]
    assert printed == amounts
    assert [int((value or "").replace(".", "")) for value in found(file, "CtrlSum")] == [sum(amounts)] * 2


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿"), min_size=1))
def test_any_name_of_the_city_is_well_formed(name: str) -> None:
    assert found(text(ORDER_LINE, debtor_name=name), "Dbtr/Nm") == [name]
