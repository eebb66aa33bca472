"""`grosz audit prove` makes a file that proves one record; `grosz audit check-proof` needs nothing but that file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audit.commands.desk import FAILED, USAGE, Desk, Refused, audited
from audit.commands.verify import KeysOption
from audit.finding import find
from audit.proof.house import House, keys_of
from audit.proof.proving import NotProven
from audit.proof.proving import prove as prove_record
from audit.proof.tlog_proof import SUFFIX, Proof, Proven, check
from audit.proof.tree import BadProof
from audit.proof.trust import NoKeys, read_keys
from shared.kernel.canonical import canonical_json
from shared.proof.keys import BadKey, VerifyKey


@audited("prove")
def prove(
    desk: Desk,
    which: Annotated[str, typer.Argument(metavar="ID", help="An event's id, or its place, as grants:17.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Default: grants-17.tlog-proof.")] = None,
    cosigned: Annotated[
        Path | None, typer.Option("--cosigned", metavar="FILE", help="A checkpoint with witnesses' cosignatures.")
    ] = None,
    keys: KeysOption = None,
) -> None:
    """Write one file with the record, the newest signed checkpoint over it and the hashes between.

    It is checked before it is written, small enough for a letter, and needs nothing but a public key.
    Exit codes: 0 written, 1 there is no such record or it is not as it was signed, 3 something cannot be read.
    """
    record = find(desk.source, which)
    if record is None:
        raise Refused(f"there is no record {which}; grosz audit events list shows what there is")
    house = House(desk.source, desk.places, keys_of(desk.places, keys).keys)
    note = cosigned.read_text() if cosigned else None
    signed = house.signed(record.service) + (house.verified(note, record.service) if note else [])
    try:
        with house.trees(record.service) as trees:
            proof = prove_record(record.body, record.position, signed, trees, cosigned=note)
    except NotProven as error:
        raise Refused(str(error)) from error
    file = out or Path(f"{record.service}-{record.position}{SUFFIX}")
    file.write_text(str(proof))
    proven = check(proof, house.keys)
    desk.out.print(f"{file}: {record.name} at {record}, among the {proven.checkpoint.size} signed", markup=False)
    key = next(key for key in house.keys if key.name == proven.checkpoint.origin)
    desk.out.print(
        f'anybody checks it with: grosz audit check-proof {file} --key "{key}"', markup=False, soft_wrap=True
    )


def check_proof(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .tlog-proof file.")],
    key: Annotated[
        list[str],
        typer.Option("--key", metavar="KEY", help="A public key, or a file of them. Repeatable."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print what is proven as canonical JSON.")] = False,
) -> None:
    """Check a proof offline: the record in it is one of those that were signed.

    Exit codes: 0 it holds, 1 it does not, 2 wrong usage.
    """
    say = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        keys = [found for text in key for found in _keys(text)]
        text = file.read_text()
    except (BadKey, NoKeys) as error:
        say.print(f"--key: {error}", markup=False)
        raise typer.Exit(USAGE) from None
    except (OSError, UnicodeDecodeError) as error:
        say.print(f"{file} cannot be read: {error}", markup=False)
        raise typer.Exit(USAGE) from None
    try:
        proven = check(Proof.parse(text), keys)
    except BadProof as error:
        say.print(f"it does not hold: {error}", markup=False)
        raise typer.Exit(FAILED) from None
    _tell(proven, as_json=as_json)


def _tell(proven: Proven, *, as_json: bool) -> None:
    checkpoint = proven.checkpoint
    if as_json:
        answer = {
            "holds": True,
            "service": checkpoint.service,
            "position": proven.position,
            "signed_size": checkpoint.size,
            "watermark": checkpoint.watermark,
            "cosigned": [{"name": name, "at": _utc(at)} for name, at in proven.cosigned],
            "record": proven.record,
        }
        typer.echo(canonical_json(answer).decode())
        return
    typer.echo(f"it holds: record {proven.position} of {checkpoint.origin}, one of {checkpoint.size} that were signed")
    for name, at in proven.cosigned:
        typer.echo(f"cosigned by {name}, who saw this checkpoint at {_utc(at)}")
    typer.echo(json.dumps(proven.record, indent=2, ensure_ascii=False, sort_keys=True))


def _keys(text: str) -> list[VerifyKey]:
    return [VerifyKey.parse(text)] if "+" in text and not Path(text).exists() else read_keys(Path(text))


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
