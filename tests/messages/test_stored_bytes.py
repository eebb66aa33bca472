"""Whatever was ever stored can still be read: a corpus of stored bytes, one per event, that only grows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.eventstore.codec import Codec, UnknownEvent
from shared.hosting.service import Service
from shared.kernel.canonical import canonical_json
from tests.architecture.tree import aggregate_of, service
from tests.messages.catalogue import CORPUS, corpus_papers, stored_name
from tests.messages.samples import ENTRIES

_CONTRA = {"limit", "suspense/bank"}


def test_every_stored_event_is_in_the_corpus(described: Service) -> None:
    missing = [paper.path.name for paper in corpus_papers(described) if not paper.path.exists()]
    assert not missing, f"not in the corpus yet: {missing}; write it with: python -m tests.messages.approve"


def test_stored_bytes_are_read_and_folded(described: Service) -> None:
    """Decoded by the codec, whatever version they were stored in, and folded by their aggregate without an error."""
    for name, event in _corpus(described):
        aggregate_of(described.name, name).fold([event, event])


def test_current_bytes_come_back_as_they_were_stored(described: Service) -> None:
    """Nothing is lost or changed between an event and its bytes."""
    for path in sorted((CORPUS / described.name).glob("*.json")):
        name = stored_name(path)
        if name in described.codec.names:
            envelope = json.loads(path.read_bytes())
            event = described.codec.event(name, envelope["data"])
            data = json.loads(described.codec.encoded(event))
            assert canonical_json({**envelope, "data": data}) == path.read_bytes(), path.name


def test_what_outsiders_are_told_can_be_made_from_stored_bytes(described: Service) -> None:
    for name, event in _corpus(described):
        fact = described.publish(event, key="any")
        assert fact is None or type(fact) in described.facts, name


def test_the_journal_of_the_corpus_keeps_the_law_of_money() -> None:
    """The entries could have happened: no account below zero, at any prefix."""
    programme, journal = service("programme"), aggregate_of("programme", "budget.entry-posted.v1")
    state: Any = journal.initial
    for variant in ENTRIES:
        path = CORPUS / f"programme/budget.entry-posted.v1.{variant}.json"
        entry = programme.codec.event(stored_name(path), json.loads(path.read_bytes())["data"])
        state = journal.evolve(state, entry)
        below = {name: a.total for name, a in state.book.accounts.items() if a.total < 0 and name not in _CONTRA}
        assert not below, path.name


def test_an_unknown_name_is_not_guessed_at() -> None:
    with pytest.raises(UnknownEvent, match=r"offer\.never-stored\.v1"):
        Codec({}).event("offer.never-stored.v1", {})


def _corpus(described: Service) -> list[tuple[str, Any]]:
    paths = sorted((CORPUS / described.name).glob("*.json"))
    assert paths, f"the corpus of {described.name} is empty"
    return [
        (stored_name(path), described.codec.event(stored_name(path), json.loads(path.read_bytes())["data"]))
        for path in paths
    ]
