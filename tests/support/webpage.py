"""A page as a reader's program sees it: a tree, and what WCAG 2.1 AA asks of it that a program can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "link", "br", "hr", "img", "input"}
FORBIDDEN = {"script", "img", "iframe", "object", "embed", "form", "input", "video", "audio"}
"""Our pages are text and tables: each of these would run, fetch or ask for something."""


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """Elements of these names below, in the order of the page; every one where no name is given."""
        for child in self.children:
            if isinstance(child, Element):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(" ".join(parts).replace("\u00a0", " ").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("document", {})
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def page_of(html: str) -> Element:
    """The page as a tree. Every tag must be closed in order."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader._open) == 1, f"not closed: {[element.name for element in reader._open[1:]]}"
    return reader.top


def barriers(page: Element) -> list[str]:
    """What would keep somebody out, in words; empty where nothing was found."""
    return [*_document(page), *_headings(page), *_tables(page), *_links(page), *_names(page)]


def _document(page: Element) -> Iterator[str]:
    (html,) = page.all("html")
    if html.attributes.get("lang") not in {"pl", "en"}:
        yield "the page names no language (3.1.1)"
    if not next(page.all("title")).text:
        yield "the page has no title (2.4.2)"
    if len(list(page.all("main"))) != 1:
        yield "the page has not one main part (1.3.1)"
    first = next(page.all("a"))
    if first.attributes["href"] != f"#{next(page.all('main')).attributes['id']}":
        yield "the first link does not skip to the main part (2.4.1)"
    if not any("width=device-width" in each.attributes.get("content", "") for each in page.all("meta")):
        yield "the page does not fit a narrow screen (1.4.10)"
    for element in page.all(*FORBIDDEN):
        yield f"<{element.name}> has no place here"
    for element in page.all():
        if any(name.startswith("on") or name == "style" for name in element.attributes):
            yield f"<{element.name}> carries code or style"


def _headings(page: Element) -> Iterator[str]:
    levels = [int(each.name[1]) for each in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "the page has not one first heading (1.3.1)"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before} (1.3.1)"


def _tables(page: Element) -> Iterator[str]:
    for table in page.all("table"):
        if not next((each.text for each in table.all("caption")), ""):
            yield "a table has no caption (1.3.1)"
        for head in table.all("th"):
            if head.attributes.get("scope") not in {"row", "col"}:
                yield f"{head.text!r} heads nothing (1.3.1)"
        for row in table.all("tr"):
            if not any(True for _ in row.all("th")):
                yield f"the row {row.text!r} has no head (1.3.1)"


def _links(page: Element) -> Iterator[str]:
    ids = {element.attributes["id"] for element in page.all() if "id" in element.attributes}
    targets: dict[str, set[str]] = {}
    for link in page.all("a"):
        if not link.text:
            yield f"the link to {link.attributes['href']} has no words (2.4.4)"
        if link.attributes["href"].startswith("#") and link.attributes["href"][1:] not in ids:
            yield f"{link.attributes['href']} leads nowhere"
        targets.setdefault(link.text, set()).add(link.attributes["href"])
    for words, addresses in targets.items():
        if len(addresses) > 1:
            yield f"{words!r} leads to {sorted(addresses)} (2.4.4)"


def _names(page: Element) -> Iterator[str]:
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    if len(ids) != len(set(ids)):
        yield f"an id stands twice: {sorted(ids)}"
    for element in page.all():
        named = element.attributes.get("aria-labelledby")
        if named and named not in ids:
            yield f"{named} names a part and is not there (4.1.2)"
        reached = element.attributes.get("tabindex") == "0"
        if reached and not (named and element.attributes.get("role")):
            yield f"<{element.name}> can be reached and has no name (4.1.2)"


def contrast(one: str, other: str) -> float:
    """Contrast of two colours "#rrggbb", from 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(style: str, property_: str) -> set[str]:
    """The colours that a property is given anywhere in a style sheet."""
    return set(re.findall(rf"(?<![-\w]){property_}:[^;}}]*?(#[0-9a-f]{{6}})", style))
