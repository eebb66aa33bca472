"""The posting table as a law for single transfers: may this fact move money from this account to that one?

Programme's entries name their accounts. An entry that is its own source has nothing else to be held against, so this
and the law that no account falls below zero are all that can be said about the accounts that it names.
"""

from audit.figures import kind_of
from audit.ledger import Move
from audit.meanings import BRINGING_BACK
from shared.kernel import accounts
from shared.kernel.postings import POSTINGS, Posting

HOMES = ("allocated", "pool", "opened")
KINDS: dict[str, tuple[str, ...]] = {
    "line": ("allocated",),
    "target": ("allocated",),
    "call": ("opened",),
    "home": HOMES,
    "back": HOMES,
    "lapsed-line": ("lapsed",),
    "written-off": ("written_off",),
}
"""What kind of account a role means, where it is not the kind of its own name."""

SOURCES: dict[str, tuple[str, ...]] = {
    "CutCarriedOut": HOMES,
    "ExpenditureBlocked": ("free", *HOMES),
    "ExpenditureUnblocked": ("free", *HOMES),
    "YearClosed": ("free", *HOMES, "blocked", "reserved", "contracted"),
}
"""What the role "source" may mean."""


def in_table(fact: str, move: Move) -> bool:
    """Whether the fact has a row in the table that moves money this way."""
    return any(_fits(row, move) for row in POSTINGS if row.fact == fact)


def in_second_book(fact: str, move: Move) -> bool:
    """What came in beyond our accounts leaves the grant's suspense, what went out beyond them enters it."""
    ours, bank = (move.debit, move.credit) if fact in BRINGING_BACK else (move.credit, move.debit)
    return ours.startswith("suspense/grant/") and bank == accounts.SUSPENSE_BANK


def _fits(row: Posting, move: Move) -> bool:
    kinds = (_kinds(row.debit, row.fact), _kinds(row.credit, row.fact))
    return kind_of(move.debit) in kinds[0] and kind_of(move.credit) in kinds[1] and _belong_together(row, move)


def _kinds(role: str, fact: str) -> tuple[str, ...]:
    return SOURCES[fact] if role == "source" else KINDS.get(role, (role,))


def _belong_together(row: Posting, move: Move) -> bool:
    """Money stays on its line, with its grant and at its twin, unless the row says otherwise."""
    lines = accounts.line_of_account(move.debit), accounts.line_of_account(move.credit)
    match row.debit, row.credit:
        case ("limit" | "free", _) | (_, "limit" | "free"):
            return True
        case _, "target":
            return True
        case "home", _:
            return move.credit.startswith(f"{move.debit}/grant/")
        case "source", "lapsed":
            return move.credit == accounts.lapsed_from(move.debit)
        case "blocked", "line":
            return lines[0] == lines[1] and kind_of(move.debit.removesuffix("/blocked")) == "opened"
        case "source", "blocked":
            return move.credit == accounts.blocked_twin(move.debit)
        case "blocked", "source":
            return move.debit == accounts.blocked_twin(move.credit)
    grants = _grant_of(move.debit), _grant_of(move.credit)
    if "lapsed" in (row.debit, row.credit) and grants[0] != grants[1]:
        return False
    if "lapsed-line" in (row.debit, row.credit) and lines[0] == lines[1]:
        own = grants[0] if row.debit == "lapsed-line" else grants[1]
        return own is None
    return lines[0] == lines[1] and (None in grants or grants[0] == grants[1])


def _grant_of(account: str) -> str | None:
    """The grant that an account is of, with the account that its money came from."""
    at, separator, _ = account.rpartition("/")
    return at if separator and "/grant/" in at else None
