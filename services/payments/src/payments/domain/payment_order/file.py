"""The payment order file: ISO 20022 pain.001.001.09, the bank's form of "pay these".

Written out as text, so that the bytes depend on nothing but the order: no library's idea of quotes or indents can
change a file whose SHA-256 stands in a fact. A change of a single byte is a new format, beside this one.

Left out, since the form allows it: names and addresses of creditors (personal data stay outside events; the
organisation's id stands in for the name) and the creditor's bank, which a Polish account number tells.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

from payments.domain.payment_order.events import OrderedPayment
from shared.kernel.canonical import instant_text

FORMAT = "pain.001.001.09"
REFERENCE_LENGTH_MAX = 35
"""Max35Text: an end-to-end id has no more characters."""

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>{order_id}</MsgId>
      <CreDtTm>{issued_at}</CreDtTm>
      <NbOfTxs>{count}</NbOfTxs>
      <CtrlSum>{total}</CtrlSum>
      <InitgPty><Nm>{debtor_name}</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>{order_id}</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <NbOfTxs>{count}</NbOfTxs>
      <CtrlSum>{total}</CtrlSum>
      <ReqdExctnDt><Dt>{execute_on}</Dt></ReqdExctnDt>
      <Dbtr><Nm>{debtor_name}</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>PL{debtor_account}</IBAN></Id><Ccy>PLN</Ccy></DbtrAcct>
      <DbtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>PLKNR</Cd></ClrSysId><MmbId>{debtor_bank}</MmbId></ClrSysMmbId>\
</FinInstnId></DbtrAgt>
"""
_TRANSFER = """\
      <CdtTrfTxInf>
        <PmtId><EndToEndId>{end_to_end_id}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="PLN">{amount}</InstdAmt></Amt>
        <Cdtr><Nm>{creditor}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>PL{creditor_account}</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>{reference}</Ustrd></RmtInf>
      </CdtTrfTxInf>
"""
_FOOT = """\
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
"""


def file_text(
    *,
    order_id: str,
    issued_at: datetime,
    execute_on: date,
    debtor_name: str,
    debtor_account: str,
    payments: Sequence[OrderedPayment],
) -> str:
    """The whole file; encode it as UTF-8. Accounts are NRB, 26 digits; amounts come out in złoty, exactly."""
    head = _HEAD.format(
        order_id=escape(order_id),
        issued_at=instant_text(issued_at.replace(microsecond=issued_at.microsecond // 1000 * 1000)),
        count=len(payments),
        total=_zloty(sum(payment.amount_grosze for payment in payments)),
        execute_on=execute_on.isoformat(),
        debtor_name=escape(debtor_name),
        debtor_account=debtor_account,
        # Digits 3 to 10 of an NRB are the bank's number in the national clearing.
        debtor_bank=debtor_account[2:10],
    )
    return head + "".join(_transfer(payment) for payment in payments) + _FOOT


def file_name(order_id: str) -> str:
    return f"{order_id}.xml"


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _transfer(payment: OrderedPayment) -> str:
    reference = f"{payment.grant_id}/{payment.tranche_number}"
    return _TRANSFER.format(
        # NOTPROVIDED is the standard's own word; the full reference then travels in the remittance text.
        end_to_end_id=escape(reference) if len(reference) <= REFERENCE_LENGTH_MAX else "NOTPROVIDED",
        amount=_zloty(payment.amount_grosze),
        creditor=escape(payment.organisation_id),
        creditor_account=payment.creditor_account,
        reference=escape(reference),
    )


def _zloty(grosze: int) -> str:
    """1234567 gives "12345.67"."""
    zloty, rest = divmod(grosze, 100)
    return f"{zloty}.{rest:02d}"
