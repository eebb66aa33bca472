"""`grosz audit dossier`: what is known of single grants, as folders and on paper."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from audit import dossier_files
from audit.commands.as_of import KnownAtOption
from audit.commands.desk import Desk, Refused, audited
from audit.commands.verify import KeysOption
from audit.dossier import Dossier, dossiers
from audit.dossier_pdf import Cover
from audit.proof.house import House, keys_of
from audit.sources import SourceDown
from shared.kernel.canonical import instant_text


@audited("dossier")
def dossier(
    desk: Desk,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write; must not exist yet.")],
    grant: Annotated[list[str] | None, typer.Argument(metavar="[GRANT]...", help="Grants, by id.")] = None,
    sample: Annotated[
        Path | None, typer.Option("--sample", metavar="FILE", help="What `sample --json` printed: its grants.")
    ] = None,
    known_at: KnownAtOption = None,
    keys: KeysOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest's canonical JSON.")] = False,
) -> None:
    """Write a folder for each grant: facts, money, papers, people, checks, proofs, and a PDF with all of it.

    A key fact that a signed checkpoint covers gets a proof that holds offline; the others say why they have none.
    Exit codes: 0 written; 1 the folder is there, or no fact names a grant; 2 wrong usage; 3 the source is down.
    """
    drawn = _drawn(sample) if sample else None
    grants = [*(grant or ()), *(one["grant"] for one in drawn["chosen"])] if drawn else list(grant or ())
    if not grants:
        raise typer.BadParameter("name a grant, or a sample with --sample", param_hint="GRANT")
    if out.exists():
        raise Refused(f"{out} is there already; a dossier is never written over: name another folder")
    source = desk.source
    try:
        replay, found = dossiers(source, grants, known_at)
    except LookupError as error:
        raise Refused(f"{error} in {source.describe()}") from error
    desk.use.cut = replay.cut()
    cover = Cover(
        person=desk.use.person,
        reason=desk.use.reason,
        asked_at=instant_text(datetime.now(UTC)),
        source=source.describe(),
        known_at=instant_text(replay.known),
        complete=not replay.behind,
        cut=replay.cut(),
        grants=tuple(one.grant for one in found),
        sample=drawn,
    )
    try:
        trusted = keys_of(desk.places, keys).keys
    except SourceDown as error:
        desk.say(f"no proofs: {error}")
        trusted = []
    manifest = dossier_files.write(out, found, cover, House(source, desk.places, trusted))
    desk.answer(manifest, as_json=as_json)
    if not as_json:
        _show(desk, out, found, manifest)
    for reason in replay.reasons():
        desk.say(f"not complete: {reason}")


def _drawn(file: Path) -> dict[str, Any]:
    try:
        found = dict(json.loads(file.read_bytes()))
        _ = [one["grant"] for one in found["chosen"]], found["population"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise typer.BadParameter(
            f"{file} is not what `sample --json` prints: {error}", param_hint="--sample"
        ) from error
    return found


def _show(desk: Desk, out: Path, found: list[Dossier], manifest: dict[str, Any]) -> None:
    for one in found:
        broken = sum(len(cases) for cases in one.broken.values())
        proofs = sum(name.startswith(f"{one.grant}/proofs/") for name in manifest["files"])
        verdict = f"[yellow]{broken} cases break a rule[/]" if broken else "[green]no rule broken[/]"
        desk.out.print(
            f"[bold]{one.grant}[/]  {len(one.facts)} facts, {proofs} proofs of {len(one.key_facts)} key facts, "
            f"{sum(one.checked.values())} checks: {verdict}"
        )
    desk.out.print(f"\n{out}: {len(manifest['files'])} files, their sums in {dossier_files.MANIFEST}", markup=False)
