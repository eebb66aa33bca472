"""A dossier on paper: cover, timeline, money, checks, people, proofs. Polish, for the file that it goes into.

The font is embedded: the fonts that every reader of PDF has lack Polish letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from audit.commands import showing
from audit.dossier import Dossier, day_of_fact

REGULAR, BOLD = "SourceSansPro", "SourceSansPro-Bold"
INK, QUIET, LINE = colors.HexColor("#1b1b1b"), colors.HexColor("#555555"), colors.HexColor("#c8c8c8")
RED, GREEN = colors.HexColor("#a30d0d"), colors.HexColor("#1c6b2b")
BALANCES = {
    "reserved": "przyrzeczone",
    "contracted": "umowa, niewypłacone",
    "disbursed": "wypłacone, nierozliczone",
    "settled": "rozliczone",
    "suspense": "do wyjaśnienia",
    "lapsed": "wygasłe",
    "written_off": "umorzone",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """Who asked, why, when; from where, up to which moment, and out of which population."""

    person: str
    reason: str | None
    asked_at: str
    source: str
    known_at: str
    complete: bool
    cut: dict[str, Any]
    grants: tuple[str, ...]
    sample: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "asked_by": self.person,
            "reason": self.reason,
            "asked_at": self.asked_at,
            "source": self.source,
            "known_at": self.known_at,
            "complete": self.complete,
            "cut": self.cut,
            "grants": list(self.grants),
            "sample": self.sample,
        }


def pages(dossier: Dossier, cover: Cover, proofs: dict[str, str]) -> bytes:
    """The PDF: the same dossier and cover give the same bytes."""
    _fonts()
    into = BytesIO()
    title = f"Teczka dotacji {dossier.grant}"
    paper = SimpleDocTemplate(
        into,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=title,
        author="Grosz",
        subject="Teczka audytu",
        lang="pl-PL",
        invariant=1,
    )

    def footer(canvas: Canvas, _paper: Any) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(18 * mm, 11 * mm, title)
        canvas.drawRightString(A4[0] - 18 * mm, 11 * mm, f"strona {canvas.getPageNumber()}")

    story = [
        *_cover(dossier, cover, title),
        *_money(dossier),
        *_checks(dossier),
        *_timeline(dossier),
        *_papers(dossier),
        *_people(dossier),
        *_proofs(proofs),
    ]
    paper.build(story, onFirstPage=footer, onLaterPages=footer)
    return into.getvalue()


def _cover(dossier: Dossier, cover: Cover, title: str) -> list[Flowable]:
    broken = sum(len(cases) for cases in dossier.broken.values())
    verdict = f"naruszeń lub uwag: {broken}" if broken else "żadna reguła nie jest naruszona"
    rows = [
        ("Kto pyta", cover.person),
        ("Cel", cover.reason or "nie podano"),
        ("Kiedy", cover.asked_at),
        ("Źródło", cover.source),
        ("Stan wiedzy na", cover.known_at + ("" if cover.complete else " (niepełny)")),
        *(
            (f"Zapisy: {service}", f"do pozycji {at['position']}, zegar {at['watermark']}")
            for service, at in cover.cut["services"].items()
        ),
        ("Fakty w teczce", str(len(dossier.facts))),
        ("Kontrola prawa", f"{sum(dossier.checked.values())} sprawdzeń: {verdict}"),
    ]
    if cover.sample:
        people = cover.sample["population"]
        rows += [
            ("Próba", f"{cover.sample['method']}, {cover.sample['size']}, ziarno „{cover.sample['seed']}”"),
            ("Populacja", f"{people['count']} dotacji, {showing.pln(people['sum_grosze'])} zł"),
            ("SHA-256 populacji", people["sha256"]),
        ]
    return [
        Paragraph(escape(title), _style("title", 20, bold=True, after=2)),
        Paragraph(
            "Grosz, warsztat audytora. Osoby są pod pseudonimami; kwoty w złotych. UDPP: ustawa o działalności pożytku "
            "publicznego i o wolontariacie; UFP: o finansach publicznych; UoR: o rachunkowości.",
            _style("sub", 9, QUIET, after=8),
        ),
        _table([[_text(name, bold=True), _text(value)] for name, value in rows], [38 * mm, 136 * mm]),
    ]


def _money(dossier: Dossier) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("Nr", "Dzień", "Fakt", "Z konta, na konto", "Kwota", "Saldo po")]]
    for row in dossier.money():
        after = "<br/>".join(f"{BALANCES.get(name, name)} {_pln(amount)}" for name, amount in row["balances"].items())
        rows.append(
            [
                _text(str(row["journal_no"])),
                _text(row["on"]),
                _text(row["fact"]),
                _text(f"{row['debit']}<br/>{row['credit']}", ready=True, size=6.5),
                _amount(row["amount_grosze"]),
                _text(after or "0,00", ready=True),
            ]
        )
    return [_heading("Pieniądze: zapisy dziennika"), _table(rows, [11, 19, 30, 56, 24, 34], head=True)]


def _checks(dossier: Dossier) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("", "Reguła", "Podstawa", "Sprawdzeń")]]
    for rule in dossier.rules():
        broken = rule["broken"]
        sign = "narusza" if broken and rule["severity"] == "breach" else "uwaga" if broken else "tak"
        words = escape(rule["pl"])
        for case in broken:
            said = "; ".join(showing.said(case["said"]))
            places = ", ".join(fact["place"] for fact in case["facts"])
            words += f"<br/><b>{escape(said)}</b> ({escape(places)})"
        colour = RED if broken else GREEN
        rows.append(
            [
                _text(sign, colour=colour, bold=True),
                _text(words, ready=True),
                _text(rule["article"].replace("Accounting Act", "UoR")),
                _text(str(rule["checked"])),
            ]
        )
    return [_heading("Kontrola prawa"), _table(rows, [16, 96, 44, 18], head=True)]


def _timeline(dossier: Dossier) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("Dzień", "Fakt", "Kwota", "Kto", "Zapis", "Zapisano")]]
    rows += [
        [
            _text(day_of_fact(record).isoformat()),
            _text(record.name),
            _amount(showing.amount(record)),
            _text(str(record.envelope.get("actor") or "")),
            _text(str(record)),
            _text(showing.recorded(record)),
        ]
        for record in dossier.facts
    ]
    return [_heading("Przebieg: wszystkie fakty"), _table(rows, [18, 54, 23, 24, 25, 30], head=True)]


def _papers(dossier: Dossier) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("Rodzaj", "Numer lub odsyłacz", "SHA-256", "Zapis")]]
    for paper in dossier.papers():
        cells = (paper["kind"], paper["number"], paper["sha256"] or "", paper["place"])
        rows.append([_text(str(cell), size=6.5 if n == 2 else 8) for n, cell in enumerate(cells)])
    return [_heading("Dokumenty"), _table(rows, [32, 52, 64, 26], head=True)]


def _people(dossier: Dossier) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("Pseudonim", "Czynności")]]
    for one in dossier.people():
        acts = ", ".join(f"{name} ({count})" for name, count in one["acts"].items())
        rows.append([_text(one["person"]), _text(acts)])
    return [_heading("Kto działał"), _table(rows, [40, 134], head=True)]


def _proofs(proofs: dict[str, str]) -> list[Flowable]:
    rows = [[_text(name, bold=True) for name in ("Zapis", "Dowód")]]
    rows += [[_text(place), _text(word.partition("\n")[0])] for place, word in proofs.items()]
    how = (
        "Każdy plik dowodu sprawdza się bez sieci, samym programem i kluczem publicznym:<br/>"
        "<font size='8'>grosz audit check-proof proofs/PLIK --key KLUCZ</font><br/>"
        "Zgodność całej historii z podpisami sprawdza <font size='8'>grosz audit verify</font>. "
        "Sumy SHA-256 wszystkich plików teczki są w manifest.json."
    )
    return [_heading("Dowody"), Paragraph(how, _style("how", 9, after=4)), _table(rows, [34, 140], head=True)]


def _heading(words: str) -> Flowable:
    return Paragraph(words, _style("heading", 13, bold=True, before=12, after=4))


def _amount(grosze: int | None) -> Paragraph:
    return _text(_pln(grosze), right=True)


def _pln(grosze: int | None) -> str:
    """Without a place where a line could break."""
    return showing.pln(grosze).replace(" ", "\u00a0")


def _text(
    words: str, *, bold: bool = False, colour: Any = INK, right: bool = False, ready: bool = False, size: float = 8
) -> Paragraph:
    """ready: the words bear marks of their own."""
    style = ParagraphStyle(
        "cell",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.25,
        textColor=colour,
        alignment=2 if right else 0,
        splitLongWords=1,
        wordWrap="LTR",
    )
    return Paragraph(words if ready else escape(words), style)


def _style(
    name: str, size: float, colour: Any = INK, *, bold: bool = False, before: float = 0, after: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.3,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=after,
    )


def _table(rows: list[list[Any]], widths: list[float], *, head: bool = False) -> Table:
    """Widths of a table with a head are millimetres."""
    table = Table(rows, colWidths=[width * mm for width in widths] if head else widths, repeatRows=1 if head else 0)
    rule = [("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    edge = [("LEFTPADDING", (0, 0), (-1, -1), 1.5), ("RIGHTPADDING", (0, 0), (-1, -1), 3)]
    table.setStyle(TableStyle([*rule, *tight, *edge]))
    return table


@cache
def _fonts() -> None:
    """Source Sans, under the SIL Open Font Licence."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in ((REGULAR, "SourceSansPro-Regular.ttf"), (BOLD, "SourceSansPro-Bold.ttf")):
        with (folder / file).open("rb") as content:
            pdfmetrics.registerFont(TTFont(name, BytesIO(content.read())))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
