"""Rows for what changes after the promise: each worked by hand, at the end of two days (grosze)."""

from datetime import date

import pytest

from tests.programme.makers import (
    LINE,
    accepted,
    adopted,
    allocate,
    annex,
    block,
    cancelled,
    close,
    confirmed_year,
    declined,
    draft,
    dropped,
    figures,
    figures_on,
    increase,
    open_call,
    paid,
    payment_taken_over,
    play,
    reduced_year,
    reserve,
    resolve,
    returned,
    sent_back,
    signed,
    statements,
    taken_over,
    taken_over_year,
    terminated,
    unblock,
    withdrawn,
    written_off,
)

FEB, MAR, APR, MAY = date(2025, 2, 20), date(2025, 3, 3), date(2025, 4, 10), date(2025, 5, 5)
DEC, LAST, NEXT, AFTER = date(2025, 12, 15), date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 15)
YEAR = (adopted(1000), allocate(600), open_call(400))
RESERVED = (*YEAR, reserve(150))
SIGNED = (*RESERVED, signed(150))
PAID = (*SIGNED, paid(100))
END = (statements(), close(AFTER))
CALL = f"line/{LINE}/call/c1"

# fact, case, what happened, a day and what it ended with, and the end
EXAMPLES = [
    (
        "BudgetDraftDropped",
        "cut",
        (draft(1000), allocate(600, date(2024, 11, 20)), dropped(date(2024, 12, 19))),
        (date(2024, 11, 30), {"free": 400, "allocated": 600}),
        {"allocated": 600},
    ),
    (
        "ExpenditureUnblocked",
        "call ended",
        (*YEAR, block(60, FEB, CALL), resolve(MAR), unblock(60, APR, CALL)),
        (MAR, {"free": 400, "allocated": 540, "blocked": 60}),
        {"free": 400, "allocated": 600},
    ),
    (
        "FundsReserved",
        "increase",
        (*SIGNED, resolve(APR), increase(30, MAY)),
        (APR, {"free": 400, "allocated": 450, "contracted": 150}),
        {"free": 400, "allocated": 420, "reserved": 30, "contracted": 150},
    ),
    (
        "AwardLapsed",
        "",
        (*RESERVED, declined(150, MAR, row="AwardLapsed")),
        (FEB, {"free": 400, "allocated": 200, "opened": 250, "reserved": 150}),
        {"free": 400, "allocated": 200, "opened": 400},
    ),
    (
        "AwardRevoked",
        "",
        (*RESERVED, resolve(FEB), declined(150, MAR, row="AwardRevoked")),
        (FEB, {"free": 400, "allocated": 450, "reserved": 150}),
        {"free": 400, "allocated": 600},
    ),
    (
        "IncreaseDropped",
        "",
        (*SIGNED, increase(30, APR), declined(30, MAY, row="IncreaseDropped", no=2)),
        (APR, {"free": 400, "allocated": 200, "opened": 220, "reserved": 30, "contracted": 150}),
        {"free": 400, "allocated": 200, "opened": 250, "contracted": 150},
    ),
    (
        "ContractSigned",
        "found later",
        (*RESERVED, *END, signed(150, DEC), paid(90, LAST)),
        (DEC, {"free": 400, "allocated": 200, "opened": 250, "reserved": 150}),
        {"disbursed": 90, "lapsed": 910},
    ),
    (
        "ContractSigned",
        "lapses",
        (*RESERVED, *END, signed(150, DEC)),
        (LAST, {"lapsed": 1000}),
        {"lapsed": 1000},
    ),
    (
        "AnnexSigned",
        "up",
        (*SIGNED, increase(30, APR), annex("up", 30, MAY)),
        (APR, {"free": 400, "allocated": 200, "opened": 220, "reserved": 30, "contracted": 150}),
        {"free": 400, "allocated": 200, "opened": 220, "contracted": 180},
    ),
    (
        "AnnexSigned",
        "down",
        (*PAID, annex("down", 40, MAY)),
        (APR, {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100}),
        {"free": 400, "allocated": 240, "opened": 250, "contracted": 10, "disbursed": 100},
    ),
    (
        "AnnexSigned",
        "found later",
        (*SIGNED, increase(30, APR), *END, annex("up", 30, DEC), paid(180, LAST)),
        (APR, {"free": 400, "allocated": 200, "opened": 220, "reserved": 30, "contracted": 150}),
        {"disbursed": 180, "lapsed": 820},
    ),
    (
        "AnnexSigned",
        "lapses",
        (*SIGNED, increase(30, APR), *END, annex("up", 30, DEC)),
        (LAST, {"lapsed": 1000}),
        {"lapsed": 1000},
    ),
    (
        "ContractTerminated",
        "",
        (*PAID, terminated(50, MAY, paid_total=100)),
        (APR, {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100}),
        {"free": 400, "allocated": 250, "opened": 250, "disbursed": 100},
    ),
    (
        "TrancheCancelled",
        "",
        (*PAID, cancelled(20, MAY)),
        (APR, {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100}),
        {"free": 400, "allocated": 220, "opened": 250, "contracted": 30, "disbursed": 100},
    ),
    (
        "DisbursementReversed",
        "",
        (*PAID, sent_back(100, APR, paid_total=100), paid(100, MAY, total=200)),
        (APR, {"free": 400, "allocated": 200, "opened": 250, "contracted": 150}),
        {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100},
    ),
    (
        "DisbursementReversed",
        "contract ended",
        (*PAID, terminated(50, APR, paid_total=100), sent_back(100, MAY, paid_total=100)),
        (APR, {"free": 400, "allocated": 250, "opened": 250, "disbursed": 100}),
        {"free": 400, "allocated": 350, "opened": 250},
    ),
    (
        "DisbursementReversed",
        "later",
        (*SIGNED, paid(100, date(2025, 12, 30)), sent_back(100, NEXT, paid_total=100), *END),
        (LAST, {"disbursed": 100, "lapsed": 900}),
        {"returned": 100, "lapsed": 900},
    ),
    (
        "DisbursementReversed",
        "year closed",
        (*SIGNED, paid(100, date(2025, 12, 30)), *END, sent_back(100, LAST, paid_total=100)),
        (date(2025, 12, 30), {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100}),
        {"lapsed": 1000},
    ),
    (
        "AcceptanceWithdrawn",
        "",
        (*PAID, accepted(90, date(2025, 11, 3)), *END, withdrawn(40, date(2027, 3, 1), before=90)),
        (date(2026, 12, 31), {"disbursed": 10, "settled": 90, "lapsed": 900}),
        {"disbursed": 50, "settled": 50, "lapsed": 900},
    ),
    (
        "FundsReturned",
        "lapses",
        (*PAID, *END, returned(30, DEC)),
        (DEC, {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100}),
        {"disbursed": 70, "lapsed": 930},
    ),
    (
        "ReliefGranted",
        "",
        (*PAID, returned(30, APR, paid_total=100), written_off(50, MAY, paid_total=100)),
        (APR, {"free": 400, "allocated": 230, "opened": 250, "contracted": 50, "disbursed": 70}),
        {"free": 400, "allocated": 230, "opened": 250, "contracted": 50, "disbursed": 20, "written_off": 50},
    ),
    (
        "ClaimTimeBarred",
        "",
        (
            *PAID,
            accepted(60, date(2025, 11, 3)),
            *END,
            returned(15, NEXT, paid_total=100),
            written_off(25, date(2032, 1, 1), row="ClaimTimeBarred", paid_total=100),
        ),
        (date(2031, 12, 31), {"disbursed": 25, "settled": 60, "returned": 15, "lapsed": 900}),
        {"settled": 60, "returned": 15, "lapsed": 900, "written_off": 25},
    ),
    (
        "YearTrancheConfirmed",
        "",
        (*YEAR, confirmed_year(120, FEB)),
        (date(2025, 2, 19), {"free": 400, "allocated": 200, "opened": 400}),
        {"free": 400, "allocated": 80, "opened": 400, "contracted": 120},
    ),
    (
        "YearAmountReduced",
        "",
        (*YEAR, confirmed_year(120, FEB), reduced_year(50, MAR)),
        (FEB, {"free": 400, "allocated": 80, "opened": 400, "contracted": 120}),
        {"free": 400, "allocated": 130, "opened": 400, "contracted": 70},
    ),
    (
        "GrantTakenOver",
        "found later",
        (taken_over_year(900), *END, taken_over(250, MAR), payment_taken_over(200, APR)),
        (APR, {"allocated": 900}),
        {"disbursed": 200, "lapsed": 700},
    ),
    (
        "GrantTakenOver",
        "lapses",
        (taken_over_year(900), *END, taken_over(250, MAR)),
        (LAST, {"lapsed": 900}),
        {"lapsed": 900},
    ),
    (
        "PaymentTakenOver",
        "found later",
        (taken_over_year(900), taken_over(250, MAR), *END, payment_taken_over(200, APR)),
        (APR, {"allocated": 650, "contracted": 250}),
        {"disbursed": 200, "lapsed": 700},
    ),
]


@pytest.mark.parametrize(
    ("row", "case", "steps", "day_and_figures", "end"), EXAMPLES, ids=[f"{e[0]} {e[1]}" for e in EXAMPLES]
)
def test_the_row_moves_money_as_worked_by_hand_on_two_days(row, case, steps, day_and_figures, end):
    state = play(*steps)
    day, expected = day_and_figures
    assert figures_on(state, day) == expected
    assert figures(state) == end
    assert state.limit == sum(end.values())
