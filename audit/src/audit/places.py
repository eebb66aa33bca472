"""Where money lies: lines, calls and grants of a year, and the account that a role of the posting table means there."""

from dataclasses import dataclass, field

from audit.facts import Fact
from shared.kernel import accounts


@dataclass(frozen=True, slots=True)
class Grant:
    """Where a grant's money came from: the account, the line and call that it belongs to, and by which decision.

    signed, ended: how far its contract has come.
    """

    home: str
    line: str
    call: str | None = None
    decision_no: int | None = None
    signed: bool = False
    ended: bool = False


@dataclass(slots=True)
class Places:
    """calls: each with its line; resolved: the calls to which nothing goes back any more, annulled ones too."""

    lines: set[str] = field(default_factory=set)
    calls: dict[str, str] = field(default_factory=dict)
    resolved: set[str] = field(default_factory=set)
    grants: dict[str, Grant] = field(default_factory=dict)

    def know(self, thing: str) -> bool:
        """Whether "line/…", "call/…" or "grant/…" has its place already."""
        kind, _, name = thing.partition("/")
        return name in {"line": self.lines, "call": self.calls, "grant": self.grants}[kind]

    def account(self, role: str, fact: Fact, named: str | None = None) -> str:
        """The account that a role of the posting table means for this fact.

        named  the account that the plan's change is about: it is "source", and "line" where money leaves for another.
        """
        grant = self.grants.get(str(fact.grant))
        line = grant.line if grant else self.calls.get(str(fact.call)) or str(fact.line)
        match role:
            case "limit" | "free":
                return role
            case "target":
                return accounts.line_account(str(fact.line))
            case "source" | "line" if named:
                return named
            case "blocked" if named:
                return accounts.blocked_twin(named)
            case "lapsed" if named:
                return accounts.lapsed_from(named)
            case "line":
                return accounts.line_account(line)
            case "pool":
                return accounts.pool_account(line)
            case "returned" | "written-off" | "lapsed-line":
                return accounts.sink(line, role.removesuffix("-line"))
            case "call":
                return accounts.call_account(line, str(fact.call))
        assert grant is not None, f"{fact} has no place"
        match role:
            case "home":
                return grant.home
            case "back":
                at_home = grant.call is not None and grant.call not in self.resolved
                return grant.home if at_home else accounts.line_account(line)
            case _:
                return accounts.grant_account(grant.home, str(fact.grant), role)
