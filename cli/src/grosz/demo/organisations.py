"""Invented applicants. Their numbers have right check digits, and no real body can bear them.

No bank has the routing number 0000 0000, no tax office the code 000, and no court has entered KRS 9 xxx xxx xxx.
They depend on the ordinal alone, not on the seed: a second programme year meets the same organisations.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.identifiers import check_nip, check_nrb

COUNT = 290
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Organisation:
    organisation_id: str
    name: str
    bank_account: str
    krs: str | None
    nip: str | None
    applicant: str


def organisation(ordinal: int) -> Organisation:
    """The organisation of an ordinal from 1. Three in four have a KRS number, about two in three a NIP."""
    return Organisation(
        organisation_id=f"organizacja-zmyslona-{ordinal:03d}",
        name=f"Organizacja zmyślona {ordinal:03d}",
        bank_account=_account(ordinal),
        krs=f"9{ordinal:09d}" if ordinal % 4 else None,
        nip=_nip(ordinal) if ordinal % 3 else None,
        applicant=f"p-applicant-{ordinal:03d}",
    )


def _account(ordinal: int) -> str:
    """NRB (ISO 13616): two check digits, then the bank's eight, then sixteen of the account."""
    bban = f"00000000{10_000 + ordinal:016d}"
    return check_nrb(f"{98 - int(bban + '252100') % 97:02d}{bban}")


def _nip(ordinal: int) -> str | None:
    """None where the check digit would be 10, which is never issued."""
    digits = f"000{ordinal:06d}"
    check = sum(weight * int(digit) for weight, digit in zip(_NIP_WEIGHTS, digits, strict=True)) % 11
    return check_nip(f"{digits}{check}") if check < 10 else None
