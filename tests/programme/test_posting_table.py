"""Every row of the posting table that is in force, each held by a hand-worked example (grosze)."""

from datetime import date

import pytest

from programme.domain.budget import decisions, witnessing
from shared.kernel.postings import POSTINGS
from tests.programme.makers import (
    LINE,
    OTHER_LINE,
    P,
    accepted,
    adopted,
    allocate,
    amended,
    annul,
    block,
    change_pool,
    close,
    cut,
    deallocate,
    declined,
    draft,
    fact,
    figures,
    open_call,
    paid,
    play,
    pool,
    programme,
    reallocate,
    reserve,
    resolve,
    returned,
    signed,
    statements,
    unblock,
)
from tests.programme.test_posting_table_changes import EXAMPLES as CHANGES

FEB, MAR, SUMMER, JAN_AFTER = date(2025, 2, 20), date(2025, 3, 10), date(2025, 7, 1), date(2026, 1, 15)
YEAR = (adopted(1000), allocate(600), open_call(400))
TAKEN = (
    lambda s: decisions.take_over(s, programme_id=P, line_id=LINE, limit_grosze=900, on=date(2025, 1, 1), document="r"),
    lambda s: witnessing.post_taken_over_grant(s, fact(MAR), line_id=LINE, amount_grosze=250),
)

# fact, case                     what happened                                        the balances that are not zero
EXAMPLES = [
    ("BudgetDraftSubmitted", "raise", (draft(1000),), {"free": 1000}),
    ("BudgetDraftSubmitted", "cut", (draft(1000), draft(700)), {"free": 700}),
    ("ProgrammeAdopted", "raise", (programme(800),), {"free": 800}),
    ("ProgrammeAdopted", "cut", (draft(1000), programme(800)), {"free": 800}),
    ("BudgetAdopted", "raise", (draft(700), adopted(1000)), {"free": 1000}),
    ("BudgetAdopted", "cut", (draft(1000), adopted(900)), {"free": 900}),
    ("ProgrammeAmended", "raise", (programme(800), amended(900, FEB, "ProgrammeAmended")), {"free": 900}),
    ("ProgrammeAmended", "cut", (programme(800), amended(700, FEB, "ProgrammeAmended")), {"free": 700}),
    ("BudgetAmended", "raise", (adopted(1000), amended(1100, FEB)), {"free": 1100}),
    ("BudgetAmended", "cut", (adopted(1000), amended(950, FEB)), {"free": 950}),
    (
        "CutCarriedOut",
        "release",
        (*YEAR, amended(550, FEB), cut(MAR, (f"line/{LINE}", 30), (f"line/{LINE}/call/c1", 20))),
        {"allocated": 170, "opened": 380},
    ),
    (
        "CutCarriedOut",
        "cut",
        (*YEAR, amended(590, FEB), cut(MAR, (f"line/{LINE}", 10))),
        {"allocated": 190, "opened": 400},
    ),
    ("AreaReallocated", "", (adopted(1000), allocate(600), reallocate(50, FEB)), {"free": 400, "allocated": 600}),
    ("AreaDeallocated", "", (adopted(1000), allocate(600), deallocate(50, FEB)), {"free": 450, "allocated": 550}),
    ("SmallGrantPoolSet", "more", (*YEAR, pool(120, FEB)), {"free": 400, "allocated": 80, "pool": 120, "opened": 400}),
    (
        "SmallGrantPoolSet",
        "less",
        (*YEAR, pool(120, FEB), pool(20, MAR)),
        {"free": 400, "allocated": 180, "pool": 20, "opened": 400},
    ),
    (
        "ExpenditureBlocked",
        "",
        (*YEAR, block(60, FEB, f"line/{LINE}/call/c1"), block(40, FEB, "free")),
        {"free": 360, "allocated": 200, "opened": 340, "blocked": 100},
    ),
    (
        "ExpenditureUnblocked",
        "",
        (*YEAR, block(60, FEB, f"line/{LINE}"), unblock(25, MAR, f"line/{LINE}")),
        {"free": 400, "allocated": 165, "opened": 400, "blocked": 35},
    ),
    ("CallPoolIncreased", "", (*YEAR, change_pool(50, FEB)), {"free": 400, "allocated": 150, "opened": 450}),
    ("CallPoolReduced", "", (*YEAR, change_pool(-50, FEB)), {"free": 400, "allocated": 250, "opened": 350}),
    ("CallAnnulled", "", (*YEAR, annul(FEB)), {"free": 400, "allocated": 600}),
    (
        "YearClosed",
        "",
        (*YEAR, reserve(150), signed(150), paid(90), statements(), close(JAN_AFTER)),
        {"disbursed": 90, "lapsed": 910},
    ),
    ("ProgrammeTakenOver", "raise", TAKEN[:1], {"allocated": 900}),
    ("AreaAllocated", "", (adopted(1000), allocate(600)), {"free": 400, "allocated": 600}),
    ("CallOpened", "", YEAR, {"free": 400, "allocated": 200, "opened": 400}),
    ("FundsReserved", "", (*YEAR, reserve(150)), {"free": 400, "allocated": 200, "opened": 250, "reserved": 150}),
    ("AwardDeclined", "", (*YEAR, reserve(150), declined(150, FEB)), {"free": 400, "allocated": 200, "opened": 400}),
    (
        "ContractSigned",
        "signed",
        (*YEAR, reserve(150), signed(150)),
        {"free": 400, "allocated": 200, "opened": 250, "contracted": 150},
    ),
    (
        "ContractSigned",
        "difference",
        (*YEAR, reserve(150), signed(120)),
        {"free": 400, "allocated": 200, "opened": 280, "contracted": 120},
    ),
    (
        "CallResolved",
        "",
        (*YEAR, reserve(150), resolve(FEB)),
        {"free": 400, "allocated": 450, "reserved": 150},
    ),
    (
        "FundsDisbursed",
        "",
        (*YEAR, reserve(150), signed(150), paid(100)),
        {"free": 400, "allocated": 200, "opened": 250, "contracted": 50, "disbursed": 100},
    ),
    (
        "FundsDisbursed",
        "found later",
        (*YEAR, reserve(150), signed(150), statements(), close(JAN_AFTER), paid(90, on=date(2025, 12, 31))),
        {"disbursed": 90, "lapsed": 910},
    ),
    (
        "ExpenditureAccepted",
        "",
        (*YEAR, reserve(150), signed(150), paid(150), accepted(140)),
        {"free": 400, "allocated": 200, "opened": 250, "disbursed": 10, "settled": 140},
    ),
    (
        "FundsReturned",
        "same year",
        (*YEAR, reserve(150), signed(150), paid(150), returned(10, SUMMER)),
        {"free": 400, "allocated": 210, "opened": 250, "disbursed": 140},
    ),
    (
        "FundsReturned",
        "later",
        (*YEAR, reserve(150), signed(150), paid(150), returned(10, JAN_AFTER)),
        {"free": 400, "allocated": 200, "opened": 250, "disbursed": 140, "returned": 10},
    ),
    ("GrantTakenOver", "", TAKEN, {"allocated": 650, "contracted": 250}),
    (
        "PaymentTakenOver",
        "",
        (
            *TAKEN,
            lambda s: witnessing.post_disbursement(
                s, fact(MAR), row="PaymentTakenOver", amount_grosze=200, paid_total_grosze=200
            ),
        ),
        {"allocated": 650, "contracted": 50, "disbursed": 200},
    ),
]


@pytest.mark.parametrize(("row", "case", "steps", "expected"), EXAMPLES, ids=[f"{e[0]} {e[1]}" for e in EXAMPLES])
def test_the_row_moves_money_as_worked_by_hand(row, case, steps, expected):
    state = play(*steps)
    assert figures(state) == expected
    assert state.limit == sum(expected.values())


def test_every_row_of_the_table_has_an_example():
    worked = {(row, case) for row, case, *_ in (*EXAMPLES, *CHANGES)}
    assert {(row.fact, row.case) for row in POSTINGS} == worked


def test_after_the_call_is_resolved_released_money_goes_to_the_line():
    state = play(*YEAR, reserve(150), resolve(FEB), declined(150, MAR))
    assert figures(state) == {"free": 400, "allocated": 600}


def test_a_reallocation_leaves_one_line_and_arrives_on_the_other():
    state = play(adopted(1000), allocate(600), reallocate(50, FEB))
    held = {name: account.total for name, account in state.book.accounts.items() if name.startswith("line/")}
    assert held == {f"line/{LINE}": 550, f"line/{OTHER_LINE}": 50}
