"""What the papers say of the tree is so: links lead somewhere, named files exist, decisions are enforced."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.hosting.service import Service
from tests.architecture.tree import ROOT, SERVICES, service

PAPERS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("services/*/README.md"), ROOT / "tests/README.md"]
)
DECISIONS = sorted(ROOT.glob("docs/decisions/[0-9]*.md"))
SOURCE_ROOTS = ["", "shared/src", "shared/src/shared", "services/grants/src", "services/grants/src/grants", "tests"]
"""Where a file named in a paper may lie; the shorter forms are those of ARCHITECTURE's table."""

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FILE = re.compile(r"(?<!\[)`([\w./-]+/[\w.-]+\.(?:py|sql|md))`")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path) -> None:
    for target in _LINK.findall(paper.read_text()):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        found = paper.parent / name if name else paper
        assert found.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in _anchors(found), f"{target}: there is no such heading"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_files_that_a_paper_names_exist(paper: Path) -> None:
    roots = [ROOT / root for root in SOURCE_ROOTS] + [paper.parent]
    roots += [folder for folder in paper.parent.glob("src/*") if folder.is_dir()]
    for name in _FILE.findall(paper.read_text()):
        if "NNNN" not in name:
            assert any((root / name).exists() for root in roots), name


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_a_decision_has_its_four_parts_and_one_line_to_quote(decision: Path) -> None:
    text = decision.read_text()
    assert text.startswith(f"# {decision.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Enforced by"]
    assert len(re.findall(r"^> \*\*.+\*\*$", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_what_enforces_a_decision_exists(decision: Path) -> None:
    """Files and folders of tests; a folder counts when it holds a test."""
    enforced_by = decision.read_text().split("## Enforced by")[1]
    for name in re.findall(r"`(tests/[\w./-]+)`", enforced_by):
        path = ROOT / name
        assert path.is_file() or any(path.rglob("test_*.py")), f"{name} does not exist"


def test_the_index_lists_every_decision_by_its_title() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text()
    for decision in DECISIONS:
        title = decision.read_text().splitlines()[0].removeprefix(f"# {decision.name[:4]} ")
        assert f"| [{decision.name[:4]}]({decision.name}) | {title} |" in index


@pytest.mark.parametrize("name", SERVICES)
def test_every_command_and_fact_is_in_the_glossary(name: str) -> None:
    described: Service = service(name)
    words = set(re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text()))
    shapes = [bound.shape for bound in described.commands.values()] + list(described.facts)
    assert not sorted({shape.__name__ for shape in shapes} - words)


def test_boundaries_explains_every_rule() -> None:
    rules = re.findall(r"contract:([\w-]+)\]\nname = (.+)", (ROOT / ".importlinter").read_text())
    assert rules
    text = " ".join((ROOT / "BOUNDARIES.md").read_text().split())
    for name, sentence in rules:
        assert f"**{name}** — *{sentence}" in text


def test_the_make_targets_that_papers_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for paper in PAPERS:
        for target in re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)(?:  |$)", paper.read_text(), re.MULTILINE):
            assert "".join(target) in targets, f"{paper.name}: make {''.join(target)}"


def _anchors(paper: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
