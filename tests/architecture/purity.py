"""What pure code may not contain, found by reading its syntax tree; nothing is imported or run.

A decision must give the same facts on the same state for ever, so whatever differs between two runs (the clock, chance,
the environment, files) is barred by name, and floats with it: they cannot hold a grosz exactly.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

STANDARD_LIBRARY = frozenset(
    {
        "__future__",
        "bisect",
        "calendar",
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "itertools",
        "json",
        "operator",
        "re",
        "types",
        "typing",
        "uuid",
        "xml.sax.saxutils",
        "zlib",
        "zoneinfo",
    }
)
"""What the domain may import besides shared.kernel and its own room. None of it has a clock or a door of its own that
the names below do not bar."""

LIBRARIES = {"holidays": "shared.kernel", "msgspec": "shared.kernel"}
"""Libraries that one pure package may import, and no other.

holidays: a table of days by year, with no clock and no door that its one user opens. The terms of the law hang on it,
and keeping such a table by hand is how a holiday gets forgotten. msgspec: from values to bytes, held to those that the
standard library writes.
"""

BARRED = {
    "now": "reads the clock; time is an argument",
    "today": "reads the clock; the day is an argument",
    "utcnow": "reads the clock; time is an argument",
    "uuid1": "makes an id from the clock; ids are arguments",
    "uuid4": "makes an id by chance; ids are arguments",
    "random": "is chance",
    "urandom": "is chance",
    "open": "reads or writes a file",
    "print": "writes to the outside",
    "input": "reads from the outside",
    "environ": "reads the environment",
    "getenv": "reads the environment",
    "float": "cannot hold a grosz exactly",
    "exec": "runs what a reader cannot see",
    "eval": "runs what a reader cannot see",
}

CLOCKS = frozenset({"now", "today", "utcnow"})
"""Barred as calls and as attributes of date and datetime; as the name of an argument they are just right."""


def impurities(source: str, *, own: str, file_name: str = "sample.py") -> list[str]:
    """What is impure in a module's source, one line each: "line 3: now reads the clock; time is an argument".

    own  the package whose modules it may import besides the allow-list: "grants.domain", "shared.kernel".
    """
    tree = ast.parse(source)
    found = {(node.lineno, why) for node, why in _found(tree, own)}
    if file_name == "events.py":
        found |= {(node.lineno, why) for node, why in _rules_in_events(tree)}
    return [f"line {line}: {why}" for line, why in sorted(found)]


def _found(tree: ast.Module, own: str) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield from _import(node, name.name, own)
            case ast.ImportFrom(module=module, names=names):
                yield from _import(node, "." if node.level else module or "", own)
                yield from ((node, f"{n.name} {BARRED[n.name]}") for n in names if n.name in BARRED)
            case ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word)) if word in CLOCKS:
                yield node, f"{word} {BARRED[word]}"
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=word) if (
                word in CLOCKS and owner in {"date", "datetime"}
            ):
                yield node, f"{word} {BARRED[word]}"
            case ast.Name(id=word) | ast.Attribute(attr=word) if word in BARRED and word not in CLOCKS:
                yield node, f"{word} {BARRED[word]}"
            case ast.Constant(value=float() | complex()):
                yield node, f"{node.value!r} is a float and cannot hold a grosz exactly"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node, "/ makes a float; divide with // and say where the rest goes"
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield node, "async waits for something outside"
            case ast.Global() | ast.Nonlocal():
                yield node, "a changed outer name is hidden state"


def _import(node: ast.stmt, module: str, own: str) -> Iterator[tuple[ast.stmt, str]]:
    if module == ".":
        yield node, "imports are written in full"
    elif LIBRARIES.get(module) == own:
        return
    elif module not in STANDARD_LIBRARY and not _within(module, own) and not _within(module, "shared.kernel"):
        yield node, f"{module} is not on the list of what pure code may import"


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.") or (package == "shared.kernel" and module == "shared")


def _rules_in_events(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """A rule in an event's constructor would run on history too, and make yesterday's facts unreadable."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in {"__post_init__", "__init__", "__new__"}:
            yield node, f"{node.name} of an event runs on history too; rules stand in decisions.py"
        elif isinstance(node, ast.Raise | ast.Assert):
            yield node, "a fact refuses nothing; rules stand in decisions.py"
