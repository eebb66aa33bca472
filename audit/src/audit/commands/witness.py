"""`grosz audit witness`: another office cosigns what grew out of what it saw before, and refuses everything else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from audit.commands.desk import DONE, FAILED, Desk, Refused, audited
from audit.commands.verify import KeysOption, ServiceOption
from audit.proof.house import House, keys_of
from audit.proof.seals import Signed
from audit.proof.witnessing import Fork, cosigned
from shared.proof.checkpoints import Checkpoint
from shared.proof.keys import BadKey, SigningKey
from shared.proof.notes import Note


@audited("witness")
def witness(
    desk: Desk,
    key: Annotated[
        Path, typer.Argument(metavar="KEYFILE", help="The witness's key, made with: grosz audit keys make.")
    ],
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FOLDER", help="What it cosigned before. Default: beside the key.")
    ] = None,
    service: ServiceOption = None,
    keys: KeysOption = None,
) -> int:
    """Cosign the newest checkpoint of each service, if it grew out of the one cosigned before.

    The cosigned checkpoints lie in the state folder, a file per service, to be handed out and given to `prove
    --cosigned`. Keep that folder: without it a fork would not be noticed.
    Exit codes: 0 cosigned, 1 refused: two histories were shown, 2 wrong usage, 3 something cannot be read.
    """
    try:
        own = SigningKey.parse(key.read_text())
    except (OSError, BadKey) as error:
        raise typer.BadParameter(f"{key}: {error}", param_hint="KEYFILE") from error
    if not own.verify_key.cosigns:
        raise Refused(f"{key} is no witness's key; make one with: grosz audit keys make NAME FILE --cosigns")
    house = House(desk.source, desk.places, keys_of(desk.places, keys).keys)
    folder, code = state or key.parent / "cosigned", DONE
    for one in service or list(desk.source.services):
        newest = max(house.signed(one), key=lambda signed: signed.checkpoint.order, default=None)
        if newest is None:
            desk.out.print(f"{one}: nothing was signed yet", markup=False)
            continue
        try:
            _cosign(house, newest, own, folder / f"{one}.checkpoint")
            desk.out.print(f"{one}: cosigned, {newest.checkpoint.size} records", markup=False)
        except Fork as error:
            code = FAILED
            desk.out.print(f"{one}: REFUSED, {error}; show this to the auditor first", markup=False)
    return code


def _cosign(house: House, newest: Signed, key: SigningKey, file: Path) -> None:
    """Raises Fork. What was cosigned before is replaced only by what grew out of it."""
    before = Checkpoint.parse(Note.parse(file.read_text()).text) if file.exists() else None
    last: Fork | None = None
    with house.trees(newest.checkpoint.service) as trees:
        for whole in trees:
            try:
                note = cosigned(newest, before, key, whole, at=int(time.time()))
            except Fork as error:  # the service's stored hashes may be gone: then the records themselves are counted
                last = error
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_suffix(".new")
            beside.write_text(str(note))
            beside.replace(file)
            return
    assert last is not None
    raise last
