"""Names of accounts in one programme year, and what kind of balance each holds.

limit                              contra account, outside the sum
free                               adopted, on no line yet
line/<line>                        allocated, in no call
line/<line>/pool                   set aside for small grants
line/<line>/call/<call>            announced, not yet promised
<home>/grant/<grant>/reserved      promised, not signed          home: the call, pool or line it came from
<home>/grant/<grant>/contracted    signed, not yet paid
<home>/grant/<grant>/disbursed     paid, not yet accepted as used nor given back
<home>/grant/<grant>/settled       accepted as properly used
<home>/grant/<grant>/lapsed        promised or signed, and not paid by 31 December
line/<line>/returned, /lapsed, /written-off    sinks, per line; lapsed alone for what was free
<any of the first four>/blocked    spending blocked by the executive
suspense/…                         a second book, self-balancing, outside the limit
"""

from shared.kernel.ids import area_of

BALANCES = (
    "free",
    "allocated",
    "pool",
    "opened",
    "blocked",
    "reserved",
    "contracted",
    "disbursed",
    "settled",
    "returned",
    "lapsed",
    "written_off",
)
"""The twelve exclusive balances; together they are the limit, at every moment, on both axes."""

COMMITTED = ("reserved", "contracted", "disbursed", "settled")
HEADROOM = ("free", "allocated", "pool", "opened")

LIMIT = "limit"
FREE = "free"
SUSPENSE_BANK = "suspense/bank"

_BY_LAST_WORD = {
    "blocked": "blocked",
    "reserved": "reserved",
    "contracted": "contracted",
    "disbursed": "disbursed",
    "settled": "settled",
    "returned": "returned",
    "lapsed": "lapsed",
    "written-off": "written_off",
    "pool": "pool",
    "free": "free",
}


def line_account(line: str) -> str:
    return f"line/{line}"


def call_account(line: str, call: str) -> str:
    return f"line/{line}/call/{call}"


def pool_account(line: str) -> str:
    return f"line/{line}/pool"


def blocked_twin(account: str) -> str:
    return f"{account}/blocked"


def sink(line: str | None, name: str) -> str:
    """returned, lapsed or written-off: of a line, or of what lay on none."""
    return f"line/{line}/{name}" if line else name


def lapsed_from(account: str) -> str:
    """Where an account's money lapses. A grant's own account takes the grant's, so that a late fact finds it there."""
    at, separator, _ = account.rpartition("/")
    return f"{at}/lapsed" if separator and "/grant/" in at else sink(line_of_account(account), "lapsed")


def line_of_account(account: str) -> str | None:
    words = account.split("/")
    return words[1] if words[0] == "line" else None


def call_of_account(account: str) -> str | None:
    """The call whose pool an account is, or from whose pool it comes: "line/l/call/c" gives "c"."""
    parts = account.split("/")
    return parts[3] if parts[0] == "line" and len(parts) > 3 and parts[2] == "call" else None


def grant_account(home: str, grant: str, stage: str) -> str:
    return f"{home}/grant/{grant}/{stage}"


def suspense_account(grant: str) -> str:
    return f"suspense/grant/{grant}"


def balance_of(account: str) -> str | None:
    """Which of the twelve balances an account belongs to; None for the contra account and the suspense book."""
    if account == LIMIT or account.startswith("suspense/"):
        return None
    words = account.split("/")
    if words[-1] == "blocked":
        return "blocked"
    if words[-2:-1] == ["call"]:
        return "opened"
    if len(words) == 2 and words[0] == "line":
        return "allocated"
    return _BY_LAST_WORD[words[-1]]


def area_of_account(account: str) -> str | None:
    """The area that an account belongs to; None for what lies on no line."""
    line = line_of_account(account)
    return area_of(line) if line else None
