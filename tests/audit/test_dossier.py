"""A dossier holds exactly what the facts say of a grant, with proofs that hold, and is the same from every source."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from audit.commands.desk import DONE, FAILED, USAGE
from tests.audit.test_as_of import Audit, audit, sources_of
from tests.audit.test_law_everywhere import told
from tests.audit.three_sources import ThreeSources

pytestmark = pytest.mark.slow
__all__ = ["audit", "told"]
SAMPLE = ("sample", "--method", "mus", "--size", "2", "--seed", "s")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sample_is_the_same_from_every_source(told: ThreeSources, audit: Audit):
    results = [audit(*SAMPLE, "--json", "--from", source) for source in sources_of(told)]
    assert {result.exit_code for result in results} == {DONE}
    assert len({result.stdout_bytes for result in results}) == 1
    assert audit("sample", "--method", "stratified", "--size", "2", "--seed", "s").exit_code == USAGE


def test_a_dossier_of_a_sample_names_its_population_and_sums_every_file(
    told: ThreeSources, audit: Audit, tmp_path: Path
):
    drawn = tmp_path / "drawn.json"
    drawn.write_bytes(audit(*SAMPLE, "--json").stdout_bytes)
    out = tmp_path / "taken"
    result = audit("dossier", "--sample", str(drawn), "--out", str(out))
    assert result.exit_code == DONE, result.stderr
    manifest = json.loads((out / "manifest.json").read_bytes())
    sample = json.loads(drawn.read_bytes())
    assert manifest["sample"]["population"] == sample["population"]
    assert manifest["grants"] == [one["grant"] for one in sample["chosen"]]
    assert (manifest["asked_by"], manifest["reason"]) == ("auditor-1", "test")
    found = files_of(out)
    del found["manifest.json"]
    assert {name: one["sha256"] for name, one in manifest["files"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in found.items()
    }
    assert audit("dossier", "g1", "--out", str(out)).exit_code == FAILED


def test_a_dossier_holds_the_grants_facts_money_and_rules(told: ThreeSources, audit: Audit, tmp_path: Path):
    audit("dossier", "g1", "--out", str(tmp_path / "one"))
    folder = tmp_path / "one" / "g1"
    facts = [json.loads(line) for line in (folder / "facts.jsonl").read_bytes().splitlines()]
    names = [fact["type"] for fact in facts]
    assert names[0] == "offer.submitted"
    assert names.count("statement.statement-recorded") == 3  # two debits and a return
    money = json.loads((folder / "money.json").read_bytes())
    assert money[-1]["balances"] == {"settled": 590_000}
    rules = {rule["code"]: rule for rule in json.loads((folder / "checks.json").read_bytes())}
    assert (rules["four-eyes"]["checked"], rules["four-eyes"]["broken"]) == (2, [])
    people = {one["person"]: one["acts"] for one in json.loads((folder / "people.json").read_bytes())}
    assert people["clerk"] == {"payment.payment-prepared": 2}
    papers = {(one["kind"], one["number"]) for one in json.loads((folder / "papers.json").read_bytes())}
    assert ("contract", "zmyslona g1") in papers


def test_a_dossier_is_the_same_from_every_source(told: ThreeSources, audit: Audit, tmp_path: Path):
    taken = []
    for number, source in enumerate(sources_of(told)):
        out = tmp_path / str(number)
        audit("dossier", "g2", "--out", str(out), "--from", source)
        taken.append({name: content for name, content in files_of(out / "g2").items() if not name.endswith(".pdf")})
    assert taken[0] == taken[1] == taken[2]
    assert len(taken[0]) == 7


def test_the_pdf_speaks_polish_and_says_what_it_rests_on(told: ThreeSources, audit: Audit, tmp_path: Path):
    audit("dossier", "g1", "--out", str(tmp_path / "one"))
    pages = PdfReader(tmp_path / "one" / "g1" / "dossier.pdf").pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for words in ("Teczka dotacji g1", "auditor-1", "Żadne konto nie spada poniżej zera", "Przebieg: wszystkie fakty"):
        assert words in text
    fonts = {str(font["/BaseFont"]) for page in pages for font in _fonts(page)}
    assert any(font.endswith("SourceSansPro-Regular") for font in fonts), "embedded: readers' own lack Polish letters"


def test_a_grant_that_no_fact_names_is_refused(told: ThreeSources, audit: Audit, tmp_path: Path):
    result = audit("dossier", "g77", "--out", str(tmp_path / "none"))
    assert result.exit_code == FAILED
    assert "no fact names g77" in result.stderr
    assert not (tmp_path / "none").exists()


def _fonts(page) -> list:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]
