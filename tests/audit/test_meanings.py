"""The auditor knows of every fact that a service stores how it moves money, or that it moves none."""

from __future__ import annotations

from audit.counting import _POSTED_BY
from audit.meanings import COMMITMENT_FACTS, MEANINGS, MOVELESS, OWN_ENTRIES, QUIET, stem
from grants.adapters.stored_events import CODEC as GRANTS
from notifications.adapters.stored_events import CODEC as NOTIFICATIONS
from payments.adapters.stored_events import CODEC as PAYMENTS
from programme.adapters.stored_events import CODEC as PROGRAMME
from shared.kernel.postings import POSTINGS

CODECS = {"programme": PROGRAMME, "grants": GRANTS, "payments": PAYMENTS, "notifications": NOTIFICATIONS}


def test_every_stored_name_of_every_service_is_in_one_table_and_no_other_is():
    stored = {name for codec in CODECS.values() for name in (*codec.names, *codec.upcasters)}
    assert set(MEANINGS) | QUIET == stored
    assert set(MEANINGS) & QUIET == set()


def test_a_fact_counts_in_the_store_of_its_owner_with_fields_that_it_has():
    for name, meaning in MEANINGS.items():
        codec = CODECS[meaning.service]
        current = name
        while current in codec.upcasters:
            current = codec.upcasters[current][0]
        fields = codec.names[current].__dataclass_fields__
        assert meaning.amount is None or meaning.amount in fields, name
        assert meaning.day is None or meaning.day in fields, name
        assert "programme_id" in fields, name


def test_every_row_of_the_posting_table_is_counted_and_comes_from_one_source():
    named = {(stem(name), meaning.fact) for name, meaning in MEANINGS.items()}  # versions of a name are one source
    sources = [fact for _, fact in named if fact] + [*OWN_ENTRIES, *COMMITMENT_FACTS]
    sources.remove("CallOpened")  # the one row with two: a call is approved, or opened in one step, and never both
    rows = {row.fact for row in POSTINGS}
    assert rows & MOVELESS == set()
    assert sorted(sources) == sorted(rows | MOVELESS) == sorted(_POSTED_BY)
