"""A dossier as a folder: what machines read, what people read, proofs, and a manifest with the digest of every file.

facts.jsonl      the exact LOG record of every fact, one a line
timeline.txt     the same, a line each, for people
money.json, papers.json, people.json, checks.json
proofs/          a .tlog-proof for each key fact that a signed checkpoint covers; proofs.json: why others have none
dossier.pdf      all of it on paper
manifest.json    sha256 and size of every file
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from audit.commands import showing
from audit.dossier import Dossier, day_of_fact
from audit.dossier_pdf import Cover, pages
from audit.proof.house import House
from audit.proof.proving import NotProven
from audit.proof.proving import prove as prove_record
from audit.proof.tlog_proof import SUFFIX
from audit.sources import SourceDown
from audit.sources.record import Record
from shared.kernel.canonical import canonical_json

MANIFEST = "manifest.json"
FORM = "grosz-dossier/1"


def write(folder: Path, found: list[Dossier], cover: Cover, house: House) -> dict[str, Any]:
    """Write a folder for each grant into `folder`, which appears when it is whole. Gives the manifest.

    Raises FileExistsError.
    """
    if folder.exists():
        raise FileExistsError(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    beside.mkdir(parents=True)
    try:
        proofs = _proofs(found, house)
        for dossier in found:
            _write_one(beside / dossier.grant, dossier, cover, proofs)
        manifest = {"form": FORM, **cover.plain(), "files": _digests(beside)}
        (beside / MANIFEST).write_bytes(canonical_json(manifest) + b"\n")
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def _write_one(folder: Path, dossier: Dossier, cover: Cover, proofs: dict[str, str | NotProven]) -> None:
    folder.mkdir()
    (folder / "facts.jsonl").write_bytes(b"".join(record.body + b"\n" for record in dossier.facts))
    (folder / "timeline.txt").write_text("".join(f"{_line(record)}\n" for record in dossier.facts))
    told: dict[str, Any] = {
        "money": dossier.money(),
        "papers": dossier.papers(),
        "people": dossier.people(),
        "checks": dossier.rules(),
    }
    words = {}
    (folder / "proofs").mkdir()
    for record in dossier.key_facts:
        proof = proofs[str(record)]
        name = f"{record.service}-{record.position}{SUFFIX}"
        if isinstance(proof, NotProven):
            words[str(record)] = str(proof)
        else:
            (folder / "proofs" / name).write_text(proof)
            words[str(record)] = f"proofs/{name}"
    told["proofs"] = words
    for name, value in told.items():
        (folder / f"{name}.json").write_bytes(canonical_json(value) + b"\n")
    (folder / "dossier.pdf").write_bytes(pages(dossier, cover, words))


def _proofs(found: list[Dossier], house: House) -> dict[str, str | NotProven]:
    """Place of a key fact to its proof. Each service's tree is opened once."""
    by_service: dict[str, dict[str, Record]] = defaultdict(dict)
    for dossier in found:
        for record in dossier.key_facts:
            by_service[record.service][str(record)] = record
    proofs: dict[str, str | NotProven] = {}
    for service, facts in by_service.items():
        try:
            signed = house.signed(service)
            with house.trees(service) as trees:
                for place, record in facts.items():
                    try:
                        proofs[place] = str(prove_record(record.body, record.position, signed, trees))
                    except NotProven as error:
                        proofs[place] = error
        except SourceDown as error:
            proofs |= dict.fromkeys(facts, NotProven(f"the seals of {service} cannot be read: {error}"))
    return proofs


def _line(record: Record) -> str:
    amount = showing.amount(record)
    pln = f"{showing.pln(amount)} PLN" if amount is not None else ""
    actor = record.envelope.get("actor") or ""
    on, recorded = day_of_fact(record), showing.recorded(record)
    return f"{on}  {record.name:<42} {pln:>18}  {actor:<20} {record!s:<18} recorded {recorded}".rstrip()


def _digests(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        found[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return found
