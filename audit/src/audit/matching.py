"""Facts and journal entries, held against each other one by one, and then as ledgers, by account and day.

Where the independent count may lawfully differ: two facts of different services that know nothing of each other (a call
is resolved while a refusal of its award is on the way; money comes back while expenditure is accepted) may have reached
programme in another order than that of their clocks. Then the account they went by, or the first day that could bear
them, may be another. Both orders are causal, so such a difference is cleared by counting the same facts again, with the
same code, in the order in which the journal took them; it stands only if it is there in both orders.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from audit.counting import Count, count
from audit.difference import Difference
from audit.entries import Entry
from audit.facts import Fact
from audit.figures import kind_of
from audit.ledger import Ledger
from audit.meanings import OWN_ENTRIES, RELEASES, SWEEPS, UNSTATED


def compare(
    facts: Sequence[Fact], entries: Sequence[Entry], ledger: Ledger, programme: str, *, on_the_way: Iterable[Fact] = ()
) -> list[Difference]:
    """Facts in causal order against the entries and the ledger that they fold to.

    on_the_way  facts that programme itself shows as not yet posted: they are left out of the count.
    """
    awaited = {fact.key for fact in on_the_way}
    due = [fact for fact in facts if fact.key not in awaited]
    return [*_one_by_one(due, entries), *_by_account(due, entries, ledger, programme)]


def not_posted(facts: Iterable[Fact], entries: Iterable[Entry]) -> list[Fact]:
    """Facts that move money and have no entry; by law, a refusal of an award that was decided anew has none."""
    posted = {entry.key for entry in entries}
    missing = [fact for fact in facts if fact.key not in posted and (fact.amount or fact.name in SWEEPS)]
    refused = {fact.grant for fact in missing if fact.name in RELEASES}
    decided = {fact.grant: fact.decision_no for fact in facts if fact.name == "FundsReserved" and fact.grant in refused}
    return [
        fact
        for fact in missing
        if fact.name not in RELEASES or decided.get(fact.grant, fact.decision_no) == fact.decision_no
    ]


def _one_by_one(facts: Sequence[Fact], entries: Sequence[Entry]) -> list[Difference]:
    """A fact without an entry, an entry without a fact, a fact posted twice, another amount or day."""
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.key].append(entry)
    found = [
        Difference("journal", f"{fact.name} was not posted", fact.amount, 0, (str(fact),))
        for fact in not_posted(facts, entries)
    ]
    known = {fact.key: fact for fact in facts}
    for key, posted in by_key.items():
        fact = known.get(key)
        if fact is None:
            found += [
                Difference(
                    "journal",
                    f"no. {entry.number} posts a fact that its owner does not have",
                    0,
                    entry.stated,
                    (str(entry),),
                )
                for entry in posted
            ]
            continue
        found += _held_against(fact, posted)
    return found


def _held_against(fact: Fact, posted: Sequence[Entry]) -> list[Difference]:
    """A fact against all of its entries: together they state its amount, and none says the same part again."""
    parts: dict[date | None, Entry] = {}
    again = []
    for entry in posted:
        if _part(entry) in parts:
            again.append(entry)
        else:
            parts[_part(entry)] = entry
    found = [
        Difference("journal", f"no. {entry.number} posts a fact again", 0, entry.stated, (str(fact), str(entry)))
        for entry in again
    ]
    found += [difference for entry in posted if (difference := _otherwise(fact, entry))]
    stated = sum(entry.stated for entry in parts.values())
    if fact.amount != stated and fact.name not in (OWN_ENTRIES | UNSTATED):
        numbers = ", ".join(str(entry.number) for entry in parts.values())
        behind = (str(fact), *map(str, parts.values()))
        found.append(Difference("journal", f"no. {numbers} states another amount", fact.amount, stated, behind))
    return found


def _part(entry: Entry) -> date | None:
    """Which part of its fact an entry posts, where one fact may lawfully have several entries."""
    return entry.day if entry.fact in SWEEPS else None


def _otherwise(fact: Fact, entry: Entry) -> Difference | None:
    behind = (str(fact), str(entry))
    if fact.name != entry.fact:
        return Difference("journal", f"no. {entry.number} posts {fact.name} as {entry.fact}", facts=behind)
    if fact.day != entry.value_on:
        return Difference("journal", f"no. {entry.number} states {entry.value_on}, the fact {fact.day}", facts=behind)
    return None


def _by_account(facts: Sequence[Fact], entries: Sequence[Entry], ledger: Ledger, programme: str) -> list[Difference]:
    counted = count(facts, programme)
    found = _ledgers(counted, ledger, facts)
    if found:
        numbers = {entry.key: entry.number for entry in reversed(entries)}
        last = len(entries) + 1
        in_journal_order = sorted(facts, key=lambda fact: numbers.get(fact.key, last))
        counted_again = count(in_journal_order, programme)
        found = min(found, _ledgers(counted_again, ledger, facts), key=len)
    found += [
        Difference("journal", f"{fact.name} has no predecessor", facts=(str(fact),)) for fact in counted.unplaced()
    ]
    return found


def _ledgers(counted: Count, ledger: Ledger, facts: Sequence[Fact]) -> list[Difference]:
    """Accounts whose balance is another on some day."""
    found = []
    for account in sorted({*counted.ledger.changes, *ledger.changes}):
        here, there = counted.ledger.profile(account), ledger.profile(account)
        if here == there:
            continue
        total, said = counted.ledger.total(account), ledger.total(account)
        what = f"{kind_of(account) or 'unknown account'}, {account}"
        if total == said:
            day = min(day for day in {*here, *there} if here.get(day, 0) != there.get(day, 0))
            what += f", at the end of {day}"
            total, said = counted.ledger.on(account, day), ledger.on(account, day)
        found.append(Difference("journal", what, total, said, _behind(account, facts)))
    return found


def _behind(account: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The facts of the grant, call or line that an account is of."""
    words = account.split("/")
    if "grant" in words:
        grant = words[words.index("grant") + 1]
        return tuple(str(fact) for fact in facts if fact.grant == grant)
    if "call" in words:
        return tuple(str(fact) for fact in facts if fact.call == words[words.index("call") + 1])
    plan = (fact for fact in facts if not fact.call and not fact.grant)
    return tuple(str(fact) for fact in plan if fact.line in words or _names(fact, account))


def _names(fact: Fact, account: str) -> bool:
    return any(account in (move.debit, move.credit) for move in fact.moves)
