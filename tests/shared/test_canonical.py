"""Canonical JSON is written by a fast encoder; the standard library's says what the bytes must be."""

from __future__ import annotations

import importlib
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.canonical import by_the_standard_library, canonical_json, plain
from tests.architecture.tree import SERVICES


class Level(IntEnum):
    HIGH = 3


class Word(StrEnum):
    SOME = "some"


_zones = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-5, minutes=-30))])
_instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=_zones)  # noqa: DTZ001 - zones are drawn
_text = st.text(st.characters(exclude_categories=["Cs"]))
_atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    _text,
    st.dates(),
    _instants,
    st.sampled_from([Level.HIGH, Word.SOME]),
)
_values = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.lists(inner), st.tuples(inner, inner), st.dictionaries(_text, inner), st.dictionaries(st.integers(), inner)
    ),
)


@given(_values)
def test_every_value_has_the_bytes_that_the_standard_library_writes(value: Any) -> None:
    assert canonical_json(value) == by_the_standard_library(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("nan")]}])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(value)


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), {"a": b"bytes"}, 1j])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_json(value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"a": "\ud800"})


@pytest.mark.parametrize("service", SERVICES)
@given(data=st.data())
def test_every_event_has_the_bytes_that_a_copy_of_its_fields_would_have(service: str, data: st.DataObject) -> None:
    codec = importlib.import_module(f"{service}.main").SERVICE.codec
    event = data.draw(st.sampled_from(list(codec.names.values())).flatmap(_instances_of))
    assert codec.encoded(event) == by_the_standard_library(asdict(event))
    assert plain(event) == asdict(event)


def _instances_of(cls: type) -> st.SearchStrategy[Any]:
    return st.from_type(cls)


st.register_type_strategy(datetime, _instants)
st.register_type_strategy(date, st.dates())
st.register_type_strategy(str, _text)
