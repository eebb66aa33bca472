"""What is known of one grant: its facts, money, papers, people, proofs, and the rules that were held against it.

Nothing here is a figure that somebody states: money is what the journal's entries of the grant moved, and what the bank
moved. People are pseudonyms; texts are references and digests, as in the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from audit.checks.checking import RULES, Checks, plain_case
from audit.meanings import JOURNAL_ENTRY, stem
from audit.replay import Replay
from audit.sources import Source
from audit.sources.record import Record
from audit.warsaw import WARSAW
from shared.kernel import accounts

PAPERS = ("contract_number", "annex_number", "document", "resolution_number", "statement_id", "order_id", "number")
DIGESTS = ("file_sha256", "frame_sha256", "row_digest")
KEY_FACTS = (
    "offer.submitted",
    "reservation.funds-reserved",
    "award.granted",
    "contract.signed",
    "contract.annex-signed",
    "contract.terminated",
    "contract.grant-taken-over",
    "payment.payment-authorised",
    "tranche-plan.tranche-disbursed",
    "tranche-plan.principal-returned",
    "tranche-plan.disbursement-reversed",
    "settlement.report-submitted",
    "settlement.expenditure-accepted",
    "settlement.grant-settled",
)
"""Facts that are worth a proof each: those on which somebody could be held to their word."""


@dataclass(slots=True)
class Dossier:
    """facts: every record that names the grant, in the order of the clocks."""

    grant: str
    facts: list[Record] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    broken: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def key_facts(self) -> list[Record]:
        return [record for record in self.facts if stem(record.name) in KEY_FACTS]

    def money(self) -> list[dict[str, Any]]:
        """Each transfer of the journal's entries of this grant, with what lies with the grant afterwards."""
        balances: Counter[str] = Counter()
        rows = []
        for record in self.facts:
            data = record.data
            if record.name != JOURNAL_ENTRY or data.get("grant_id") != self.grant:
                continue
            for move in (*data["transfers"], *data["suspense"]):
                for account, change in (
                    (move["debit"], -move["amount_grosze"]),
                    (move["credit"], move["amount_grosze"]),
                ):
                    kind = _kind(account, self.grant)
                    if kind:
                        balances[kind] += change
                rows.append(
                    {
                        "place": str(record),
                        "journal_no": record.version,
                        "fact": data["fact"],
                        "on": data["effective_on"],
                        "debit": move["debit"],
                        "credit": move["credit"],
                        "amount_grosze": move["amount_grosze"],
                        "balances": {name: amount for name, amount in sorted(balances.items()) if amount},
                    }
                )
        return rows

    def papers(self) -> list[dict[str, Any]]:
        """Numbers and digests of documents, each with the fact that names it; texts by reference and salted digest."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for record in self.facts:
            for kind, value, digest in _papers_in(record.data):
                found.setdefault((kind, value), {"kind": kind, "number": value, "sha256": digest, "place": str(record)})
        return list(found.values())

    def people(self) -> list[dict[str, Any]]:
        """Pseudonyms, with how often and in which facts they acted; on behalf of whom where it was for another."""
        acts: dict[str, Counter[str]] = {}
        for record in self.facts:
            envelope = record.envelope
            for person in {envelope.get("actor"), envelope.get("on_behalf_of")} - {None}:
                acts.setdefault(str(person), Counter())[stem(record.name)] += 1
        return [{"person": person, "acts": dict(sorted(names.items()))} for person, names in sorted(acts.items())]

    def rules(self) -> list[dict[str, Any]]:
        """Each rule that had a case here, with what broke it."""
        return [
            {**rule.plain(), "checked": self.checked[rule.code], "broken": self.broken.get(rule.code, [])}
            for rule in RULES
            if self.checked[rule.code]
        ]


def dossiers(source: Source, grants: Iterable[str], known_at: datetime | None) -> tuple[Replay, list[Dossier]]:
    """Read the cut once, with every rule. Raises LookupError for a grant that no fact names, SourceDown, Unreadable."""
    replay = Replay.known_at(source, known_at)
    found = {grant: Dossier(grant) for grant in dict.fromkeys(grants)}
    needles = {grant: f'"{grant}"'.encode() for grant in found}
    checks = Checks(closely=frozenset(found))
    statements: dict[str, Record] = {}
    for record in replay.records():
        checks.take(record)
        if stem(record.name) == "statement.statement-recorded":
            statements[record.data["statement_id"]] = record
        for grant, needle in needles.items():
            if needle in record.stored:
                _put(found[grant], record, statements)
    checks.end(replay.known.astimezone(WARSAW).date())
    unknown = [grant for grant, dossier in found.items() if not dossier.facts]
    if unknown:
        raise LookupError(f"no fact names {', '.join(unknown)}")
    for dossier in found.values():
        _judge(dossier, checks)
    return replay, list(found.values())


def _put(dossier: Dossier, record: Record, statements: Mapping[str, Record]) -> None:
    """The statement that a line is of was recorded just before it, and names no grant."""
    statement = statements.get(str(record.data.get("statement_id")))
    if statement and statement not in dossier.facts:
        dossier.facts.append(statement)
    dossier.facts.append(record)


def _judge(dossier: Dossier, checks: Checks) -> None:
    dossier.checked = checks.closer[dossier.grant]
    for code, found in checks.found.items():
        broken = [plain_case(case) for case in found.broken if case.about == dossier.grant]
        if broken:
            dossier.broken[code] = broken


def _papers_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    digest = next((str(data[name]) for name in DIGESTS if data.get(name)), None)
    for name in PAPERS:
        if isinstance(data.get(name), str) and data[name]:
            yield name.removesuffix("_number").removesuffix("_id"), data[name], digest
    for name, value in data.items():
        if isinstance(value, dict) and set(value) == {"ref", "digest"}:
            yield f"text: {name}", value["ref"], value["digest"]


def _kind(account: str, grant: str) -> str | None:
    """The balance of this grant that an account is of: "reserved", "contracted", …; None: it is not the grant's."""
    if f"/grant/{grant}" not in account:
        return None
    return "suspense" if account.startswith("suspense/") else accounts.balance_of(account)


def day_of_fact(record: Record) -> date:
    return date.fromisoformat(record.envelope["effective_on"])
