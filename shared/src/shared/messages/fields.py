"""Field types and base classes of the wire shapes. Amounts are integer grosze, days are Warsaw civil dates."""

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from shared.kernel.identifiers import check_krs, check_nip, check_nrb
from shared.kernel.money import GROSZE_MAX

Amount = Annotated[int, Field(strict=True, ge=1, le=GROSZE_MAX, description="grosze, more than zero")]
AmountOrZero = Annotated[int, Field(strict=True, ge=0, le=GROSZE_MAX, description="grosze, zero allowed")]
Points = Annotated[int, Field(strict=True, ge=0, le=100)]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
TrancheNumber = Annotated[int, Field(strict=True, ge=1, le=100)]
Number = Annotated[int, Field(strict=True, ge=1, le=GROSZE_MAX, description="counted from one")]
Slug = Annotated[
    str,
    Field(
        min_length=1, max_length=80, pattern=r"^[a-z0-9][a-z0-9-]*$", description="lower-case letters, digits, hyphens"
    ),
]
ProgrammeId = Annotated[
    str,
    Field(
        max_length=90,
        pattern=r"^[a-z0-9][a-z0-9-]*-[0-9]{4}$",
        description="<authority>-<year>",
        examples=["torun-2025"],
    ),
]


def of_one_division(line: str) -> str:
    """Dział, rozdział, paragraf (UFP art. 39): a chapter's number begins with that of its division."""
    division, chapter, _ = line.rpartition(".")[2].split("-")
    if not chapter.startswith(division):
        raise ValueError(f"chapter {chapter} is not of division {division} (UFP art. 39)")
    return line


LineId = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9-]*\.[0-9]{3}-[0-9]{5}-[0-9]{4}$",
        description="<area>.<unit>.<division>-<chapter>-<paragraph>",
        examples=["sport.wsir.926-92605-2360"],
    ),
    AfterValidator(of_one_division),
]
Label = Annotated[
    str,
    Field(
        min_length=1,
        max_length=120,
        pattern=r"^[\w ./()-]+$",
        description="a number or sign of a document, not free text",
    ),
]
FreeText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$",
        description="kept outside events, erasable; no control characters",
    ),
]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256, hexadecimal")]
Krs = Annotated[str, Field(pattern=r"^[0-9]{10}$"), AfterValidator(check_krs)]
Nip = Annotated[str, Field(pattern=r"^[0-9]{10}$"), AfterValidator(check_nip)]
Nrb = Annotated[str, Field(pattern=r"^[0-9]{26}$", description="Polish bank account number"), AfterValidator(check_nrb)]
Day = date


def has_utc_form(instant: datetime) -> datetime:
    """The calendar's first and last year hold instants that have no UTC form or no Warsaw day."""
    if not 1 < instant.year < 9999:
        raise ValueError("the year lies outside the calendar")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(has_utc_form)]


class Command(BaseModel):
    """What an official, an applicant or the bank asks for. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    NAME: ClassVar[str]
    """The imperative in kebab case: path of the HTTP route and last word of the subject."""
    ROLE: ClassVar[str]
    """The role that the person's token must carry."""
    ARTICLE: ClassVar[str] = "house rule"
    """The article of law that the act rests on."""


class Fact(BaseModel):
    """What has happened, as outsiders may rely on it. Unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    """"<service>.<fact-in-kebab>": with the version it is the subject on the bus."""
    VERSION: ClassVar[int] = 1

    @classmethod
    def subject(cls) -> str:
        return f"{cls.TYPE}.v{cls.VERSION}"


class Question(BaseModel):
    """What a query asks. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    NAME: ClassVar[str]
