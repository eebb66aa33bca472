"""The inventory: what reviewers miss is counted here. Excuses stand in inventory.py, each with its reason."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from shared.hosting.service import Service
from shared.kernel.aggregate import Aggregate
from shared.kernel.refusal import Refusal
from shared.kernel.texts import TextRef
from tests.architecture.inventory import FOR_OUTSIDERS, INTERNAL, NOT_PERSONAL, PERSONAL_WORDS, UNCHANGING
from tests.architecture.tree import ROOT, SERVICES, SOURCES, aggregate_of, modules, python_files, service
from tests.messages import samples

ARTICLES = re.compile(r"^(UDPP|UFP|KPA|Accounting Act|Tax Ordinance|Sport Act) art\. \d")
STATUSES = {403, 404, 409, 422}
PLAIN = (int, str, bool, date, datetime, type(None), TextRef)
REACTION = re.compile(r"^when_\w+_then_\w+$")


@pytest.fixture(params=SERVICES)
def described(request: pytest.FixtureRequest) -> Service:
    return service(str(request.param))


@pytest.fixture(scope="module")
def everybody() -> list[Service]:
    return [service(name) for name in SERVICES]


# --- stored events


def test_a_stored_event_bears_the_name_of_its_aggregate(described: Service) -> None:
    for name in described.codec.names:
        assert re.fullmatch(r"[a-z-]+\.[a-z-]+\.v\d+", name), name
        aggregate_of(described.name, name)


def test_every_event_class_is_stored(described: Service) -> None:
    """A fact without a stored name would fail only when it happens."""
    stored = set(described.codec.names.values())
    parts = {inner for cls in stored for inner in _nested(cls)}
    for module in modules(f"{described.name}.domain"):
        if module.__name__.endswith(".events"):
            own = {v for v in vars(module).values() if inspect.isclass(v) and v.__module__ == module.__name__}
            assert own <= stored | parts, f"{module.__name__}: {sorted(c.__name__ for c in own - stored - parts)}"


def test_every_stored_event_changes_its_aggregate(described: Service) -> None:
    """In some state that facts can lead to. An event that changes nothing needs a written reason."""
    for name in described.codec.names:
        aggregate = aggregate_of(described.name, name)
        siblings = [n for n in described.codec.names if n.split(".", 1)[0] == name.split(".", 1)[0]]
        facts = [event for sibling in siblings for event in _events(described, sibling)[:4]]
        assert (name not in UNCHANGING) == _changes(aggregate, _events(described, name), facts), name


def test_an_event_that_evolve_forgot_is_found() -> None:
    """The check above, shown to fail: a fold that knows "opened" and has no branch for "closed"."""
    doors: Aggregate[Any] = Aggregate("door", "shut", lambda state, event: "open" if event == "opened" else state)
    assert _changes(doors, ["opened"], ["opened", "closed"])
    assert not _changes(doors, ["closed"], ["opened", "closed"])


def test_every_stored_event_is_published_or_named_internal(described: Service) -> None:
    told = {name for name in described.codec.names if any(_told(described, name))}
    assert told.isdisjoint(INTERNAL[described.name]), "published and named internal"
    assert set(described.codec.names) - told == set(INTERNAL[described.name])


def test_every_wire_fact_is_published_by_some_event(described: Service) -> None:
    told = {type(fact) for name in described.codec.names for fact in _told(described, name)}
    assert told == set(described.facts)


def test_stored_events_hold_plain_values_and_nothing_personal(described: Service) -> None:
    for name, cls in described.codec.names.items():
        assert list(_unfit(name, cls)) == []


def test_unfit_fields_are_found() -> None:
    """The check above, shown to fail on each kind of field that it bars."""
    for kind, field in [
        (float, "amount_grosze"),
        (float | None, "share"),
        (str, "name"),
        (str | None, "contact_email"),
        (str, "justification"),
        (list, "parts"),
        (dict, "anything"),
        (tuple[float, ...], "weights"),
    ]:
        assert list(_unfit("a.b.v1", dataclasses.make_dataclass("Sample", [(field, kind)], frozen=True))), field
    assert list(_unfit("a.b.v1", dataclasses.make_dataclass("Changing", [("grant_id", str)])))
    assert not list(_unfit("a.b.v1", dataclasses.make_dataclass("Fine", [("name", TextRef), ("id", str)], frozen=True)))


def test_a_chapter_names_its_law_on_its_first_page(described: Service) -> None:
    for module in modules(f"{described.name}.domain"):
        if any(isinstance(value, Aggregate) for value in vars(module).values()) and hasattr(module, "__path__"):
            first_page = (module.__doc__ or "").lower()
            assert " art. " in first_page or "house rule" in first_page, module.__name__


@pytest.mark.parametrize("room", ["kernel", "eventstore", "transport", "runtime", "hosting"])
def test_plumbing_has_no_business_words(room: str, everybody: list[Service]) -> None:
    """Shared code that names a fact of a service as its own has become part of that service."""
    facts = {cls.__name__ for each in everybody for cls in each.codec.names.values()}
    for path in python_files(SOURCES["shared"] / room):
        used = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert not used & facts, path.relative_to(ROOT)


# --- wire


def test_every_fact_has_a_listener_or_is_for_outsiders(everybody: list[Service]) -> None:
    heard = {subject for each in everybody for subject in each.subscriptions}
    published = {fact.subject() for each in everybody for fact in each.facts}
    assert heard <= published, f"nobody publishes {sorted(heard - published)}"
    assert published - heard == set(FOR_OUTSIDERS)


def test_a_fact_bears_the_name_of_its_publisher(described: Service) -> None:
    for fact in described.facts:
        assert re.fullmatch(rf"{described.name}\.[a-z-]+\.v\d+", fact.subject())


def test_nobody_listens_to_itself(described: Service) -> None:
    assert described.name not in {bound.publisher for bound in described.subscriptions.values()}


def test_every_command_has_a_role_and_an_article(described: Service) -> None:
    for bound in described.commands.values():
        assert re.fullmatch(r"[a-z-]+", bound.shape.ROLE), bound.shape.NAME
        assert _is_article(bound.shape.ARTICLE), f"{bound.shape.NAME}: {bound.shape.ARTICLE}"


def test_every_reaction_says_when_and_then_what(described: Service) -> None:
    for subject, bound in described.subscriptions.items():
        assert REACTION.match(bound.reaction.handler.__name__), f"{subject}: {bound.reaction.handler.__name__}"


def test_every_reaction_is_keyed_by_a_field_of_its_fact(described: Service) -> None:
    for subject, bound in described.subscriptions.items():
        assert bound.reaction.key in bound.fact.model_fields, f"{subject}: {bound.reaction.key}"


def test_every_reaction_function_is_subscribed(described: Service) -> None:
    """A reaction that nobody calls looks like a rule and guards nothing."""
    called = {bound.reaction.handler for bound in described.subscriptions.values()}
    for module in modules(f"{described.name}.usecases"):
        for name, value in vars(module).items():
            if name.startswith("when_") and inspect.isfunction(value):
                assert value in called, f"{module.__name__}.{name}"


# --- refusals


def _refusals(package: str) -> dict[str, type[Refusal]]:
    return {
        f"{value.__module__}.{value.__name__}": value
        for module in modules(package)
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, Refusal) and value is not Refusal
    }


@pytest.mark.parametrize("package", [*SERVICES, "shared"])
def test_every_refusal_names_its_rule_its_article_and_its_status(package: str) -> None:
    for name, refusal in _refusals(package).items():
        assert re.fullmatch(r"[A-Z].+\.", getattr(refusal, "rule", "")), f"{name}: the rule is one whole sentence"
        assert _is_article(refusal.article), f"{name}: {refusal.article}"
        assert refusal.status in STATUSES, f"{name}: {refusal.status}"


@pytest.mark.parametrize("package", SERVICES)
def test_a_refusal_code_means_one_rule_in_a_service(package: str) -> None:
    codes: dict[str, str] = {}
    for name, refusal in _refusals(package).items():
        assert codes.setdefault(refusal("").code, name) == name


# --- papers


def test_every_message_is_on_its_services_card(described: Service) -> None:
    """Commands by name, own facts with or without the service's name, facts of others in full."""
    card = ROOT / "services" / described.name / "README.md"
    assert card.exists(), f"{card.relative_to(ROOT)} is missing"
    words = {word.split(".v")[0] for word in re.findall(r"`([^`\n]+)`", card.read_text())}
    words |= {f"{described.name}.{word}" for word in words}
    own = {f"{described.name}.{name}" for name in described.commands} | {fact.TYPE for fact in described.facts}
    heard = {bound.fact.TYPE for bound in described.subscriptions.values()}
    assert not (own | heard) - words, f"not on the card of {described.name}"


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    read = {
        word for source in SOURCES.values() for path in python_files(source) for word in _settings(path.read_text())
    }
    read |= {word for path in python_files(ROOT / "tests/support") for word in _settings(path.read_text())}
    table = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `GROSZ_")]
    documented = {word for line in table for word in _settings(line.split("|")[1])}
    assert documented == read


@pytest.mark.parametrize("package", ["shared", *SERVICES])
def test_the_environment_is_read_in_settings_only(package: str) -> None:
    for path in python_files(SOURCES[package]):
        if path.name != "settings.py":
            assert not re.search(r"\bos\.(environ|getenv)\b", path.read_text()), path.relative_to(ROOT)


def test_excuses_are_about_things_that_exist(everybody: list[Service]) -> None:
    stored = {name for each in everybody for name in each.codec.names}
    assert stored >= {name for excuses in INTERNAL.values() for name in excuses} | set(UNCHANGING)
    assert stored >= {name for name, _ in NOT_PERSONAL}
    for name, field in NOT_PERSONAL:
        classes = [each.codec.names[name] for each in everybody if name in each.codec.names]
        assert field in {f.name for cls in classes for f in dataclasses.fields(cls)}


# --- how it is found


def _is_article(article: str) -> bool:
    return article == "house rule" or ARTICLES.match(article) is not None


def _settings(text: str) -> list[str]:
    return re.findall(r"\bGROSZ_[A-Z][A-Z_]*[A-Z]\b", text)


def _events(described: Service, name: str) -> list[Any]:
    cls = described.codec.names[name]
    given = samples.variants(name).values()
    return [described.codec.event(name, samples.event_values(cls, variant=variant)) for variant in given]


def _told(described: Service, name: str) -> Iterator[Any]:
    for event in _events(described, name):
        if (fact := described.publish(event, key=samples.GRANT)) is not None:
            yield fact


def _changes(aggregate: Aggregate[Any], events: list[Any], facts: list[Any]) -> bool:
    """Whether one of the events changes a state that at most three facts of its aggregate lead to."""
    states = [aggregate.initial]
    for _ in range(3):
        states += [aggregate.evolve(state, fact) for state in states for fact in facts]
        states = list({repr(state): state for state in states}.values())
    return any(aggregate.evolve(state, event) != state for state in states for event in events)


def _unfit(name: str, cls: type) -> Iterator[str]:
    """What is wrong with the fields of a stored event, its parts included."""
    if not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        yield f"{name}: {cls.__name__} is not frozen"
    for field, hint in typing.get_type_hints(cls).items():
        for kind in _kinds(hint):
            if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not TextRef:
                yield from _unfit(name, kind)
            elif kind not in PLAIN:
                yield f"{name}: {field} is of type {kind}"
            elif kind is str and PERSONAL_WORDS & set(field.split("_")) and (name, field) not in NOT_PERSONAL:
                yield f"{name}: {field} holds personal data or free text; keep a TextRef"


def _kinds(hint: Any) -> Iterator[Any]:
    """The types that a field may hold: members of a union, the parts of a tuple of any length."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        for member in inner:
            yield from _kinds(member)
    elif origin is tuple and inner[-1:] == (...,):
        yield from _kinds(inner[0])
    elif origin is typing.Literal:
        yield from {type(value) for value in inner}
    else:
        yield hint


def _nested(cls: type) -> Iterator[type]:
    for hint in typing.get_type_hints(cls).values():
        for kind in _kinds(hint):
            if dataclasses.is_dataclass(kind) and isinstance(kind, type):
                yield kind
                yield from _nested(kind)
