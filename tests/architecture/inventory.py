"""What the inventory tests may excuse, each with its reason. An excuse for what no longer exists fails a test."""

from __future__ import annotations

INTERNAL: dict[str, dict[str, str]] = {
    "programme": {
        "call.drafted.v1": "a call is news once it is announced",
        "call.content-written.v1": "the text is told by the register of calls, from where it is kept",
        "call.approved.v1": "an order inside the city; the journal has its money",
        "call.announcement-planned.v1": "what counts is where and when it appeared",
        "call.pool-moved.v1": "a note of the journal's own entry",
        "call-series.call-numbered.v1": "the number is told with the call",
        "programme.drafted.v1": "the programme is news once it is adopted",
        "programme.consultation-opened.v1": "consultation is announced on paper; no service waits for it",
        "programme.consultation-closed.v1": "as its opening",
        "programme.multi-year-drafted.v1": "as the annual draft",
        "programme.multi-year-referred-to.v1": "part of the draft",
        "programme.text-stated.v1": "part of the draft; the whole is asked for, text included",
        "programme.task-areas-stated.v1": "part of the draft",
        "programme.period-stated.v1": "part of the draft",
        "programme.planned-amount-stated.v1": "part of the draft; the adopted amount is told",
        "programme.area-mapped.v1": "asked for where areas are shown",
        "programme.meeting-held.v1": "told in the programme itself, as one of its contents",
        "programme.department-contributed.v1": "a paper between departments",
        "programme.remark-filed.v1": "shown with its answer where it is asked for",
        "programme.remark-answered.v1": "as the remark",
        "programme.council-opinion-requested.v1": "the draft goes to the Council on paper",
        "programme.council-opinion-given.v1": "goes with the draft to the city council, on paper",
        "programme.council-opinion-waived.v1": "as an opinion that was given",
        "programme.council-found-absent.v1": "as an opinion that was given",
        "programme.contents-amended.v1": "no service of ours goes by the programme's words",
        "execution.offer-noted.v1": "a note of grants' own fact",
        "execution.offer-rejection-noted.v1": "a note of grants' own fact",
        "execution.offer-not-awarded-noted.v1": "a note of grants' own fact",
        "execution.contract-change-noted.v1": "a note of grants' own fact",
        "execution.contract-noted.v1": "a note of grants' own fact",
        "execution.grant-settlement-noted.v1": "a note of grants' own fact",
        "undertaking.commitment-posted.v1": "a book of the city itself; a year that bears a part journals it",
    },
    "grants": {
        "organisation.registered.v1": "the register of organisations is grants' own; others know ids",
        "offer.formally-accepted.v1": "a step of the evaluation; outsiders learn of awards and refusals",
        "offer.scored.v1": "points are not public before the results",
        "settlement.report-submitted.v1": "what counts for others is the money accepted",
        "settlement.report-accepted.v1": "told as expenditure-accepted, with its amount",
        "settlement.payment-noted.v1": "a note of payments' own fact",
        "settlement.return-noted.v1": "a note of payments' own fact",
        "known-call.noted.v2": "a note of programme's own fact",
        "settlement.reversal-noted.v1": "a note of payments' own fact",
        "increase.held.v1": "told once it is signed, as the annex",
        "increase.refused.v1": "programme has told it already",
        "increase.signed.v1": "told as the annex that uses it",
        "known-call.resolution-noted.v1": "a note of programme's own fact",
        "known-year.noted.v2": "a note of programme's own fact",
    },
    "payments": {
        "tranche-plan.tranches-planned.v1": "a note of grants' own fact",
        "tranche-plan.grant-noted-from-register.v1": "a note of grants' own fact",
        "tranche-plan.plan-changed.v1": "a note of grants' own fact",
        "tranche-plan.plan-ended.v1": "a note of grants' own fact",
        "claim.claim-established.v1": "a demand on one organisation; the budget waits for what comes of it",
        "claim.claim-paid.v1": "its principal is told as a return; interest is no part of the budget",
        "payment.payment-reversed.v1": "told by the tranche plan, with the grant's totals",
        "payment.payment-prepared.v1": "nothing is decided until the second person has agreed",
        "payment.payment-ordered.v1": "an order is not a payment; the bank's word is what counts",
        "payment.payment-disbursed.v1": "told by the tranche plan, with the grant's totals",
        "payment-order.payment-order-issued.v1": "the file is asked for, not told",
        "statement.statement-recorded.v2": "told line by line, as what each line means",
        "register-row.register-row-taken.v1": "told by the tranche plan, with the grant's totals",
    },
    "notifications": {},
}
"""Stored events that outsiders are not told of, and why."""

UNCHANGING: dict[str, str] = {}
"""Stored events that change no state, and why they are stored all the same."""

FOR_OUTSIDERS: dict[str, str] = {
    "programme.programme-adopted.v1": "for the city's own register of acts; our services go by the budget",
    "programme.area-allocated.v1": "for departments that plan their calls",
    "programme.multi-year-programme-adopted.v1": "for the city's own register of acts",
    "programme.programme-published.v1": "for whoever keeps the three places, and for the proof of openness",
    "programme.call-published.v1": "for registers of publications, and for whoever waits for results",
    "payments.payment-authorised.v1": "for liquidity planning of the treasury",
    "payments.statement-line-unmatched.v1": "for whoever must look into it; alarms are raised from it",
    "notifications.notice-recorded.v1": "for the systems that send letters, mails and board notices",
}
"""Wire facts that no service of ours listens to, and for whom they are published."""

NOT_PERSONAL: dict[tuple[str, str], str] = {
    ("programme.remark-filed.v1", "remark_id"): "a number that the office gives",
    ("programme.remark-answered.v1", "remark_id"): "a number that the office gives",
    ("payment-order.payment-order-issued.v1", "debtor_name"): "the city itself, as its bank knows it",
}
"""Text fields of stored events whose name sounds personal and which are not."""

PERSONAL_WORDS = frozenset(
    {
        "address",
        "birth",
        "comment",
        "description",
        "email",
        "explanation",
        "firstname",
        "forename",
        "justification",
        "mail",
        "mobile",
        "name",
        "opinion",
        "pesel",
        "phone",
        "purpose",
        "remark",
        "remarks",
        "signatory",
        "surname",
        "telephone",
        "text",
        "title",
    }
)
"""Words that, in the name of a text field, mean a person or free text: such a field holds a TextRef, never a str."""
