"""The documented mapping for the French schema, on an invented file in that schema's columns."""

import csv
from datetime import date
from pathlib import Path

import pytest

from grosz.register.gathering import TakeOver, gather
from grosz.register.mapping import read_mapping
from grosz.register.reading import read_register
from grosz.register.rejects import SENTENCES

DOCUMENTS = Path(__file__).parents[2] / "docs" / "import"
USUAL = {
    "nomAttribuant": "Département de l'Invention",
    "idAttribuant": "22000000000000",
    "dateConvention": "2018-03-22",
    "referenceDecision": "IV-1",
    "nomBeneficiaire": "Association inventée",
    "idBeneficiaire": "10020030000015",
    "objet": "tournoi d'échecs",
    "montant": "1000.00",
    "nature": "aide en numéraire",
    "conditionsVersement": "unique",
    "datesPeriodeVersement": "NA",
    "pourcentageSubvention": "1",
    "dateDeuxiemeVersement": "NA",
    "dateSoldeVersement": "NA",
}


def read(folder: Path, *rows: dict[str, str]) -> TakeOver:
    path = folder / "register.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, USUAL, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows({**USUAL, **row} for row in rows)
    mapping = read_mapping(DOCUMENTS / "scdl.toml")
    register = read_register(path, mapping.file, needed=mapping.named_columns())
    assert register.encoding == "cp1252"
    return gather(register.rows, mapping)


@pytest.mark.parametrize(
    ("terms", "cell", "further", "payments"),
    [
        ("unique", "2018-04-02", "NA", 1),
        ("Versement unique ", "2018-04-02", "2018-04-02", 1),
        ("versement unique dès signature de l'avenant", "02/04/2018", "NA", 1),
        ("Versement en une seule fois au début de l'année 2018", "2018-04-02\r\n", "NA", 1),
        ("Montant versé en totalité à réception du bilan de l'année N-1", "2018-04-02", "NA", 1),
        ("100 % à la signature de la convention", "2018-04-02", "NA", 1),
        ("après signature de la convention", "2018-04-02", "NA", 1),
        ("dès la signature de l'avenant", "2018-04-02", "NA", 1),
        ("600 € puis 400 €", "600 € : 2018-05-30 et 400 € : 2018-06-30", "NA", 2),
        ("unique", "2018-04-02_2018-12-31", "NA", 0),
        ("unique", "NA", "2018-04-02", 0),
        ("versement unique", "2018-04-02", "2018-05-02", 0),
        ("80% à la signature\r\nSolde après réception du bilan", "2018-04-02", "2018-12-31", 0),
        ("20 000 € à la signature et 10 000 € en septembre", "2018-04-02", "NA", 0),
        ("50% après signature et 50% en mars", "2018-04-02", "NA", 0),
        ("versement unique avec possibilité d'un acompte", "2018-04-02", "NA", 0),
        ("Échelonné", "2018-04-02", "NA", 0),
        ("2 versements", "2018-04-02", "NA", 0),
        ("selon le règlement financier", "2018-04-02", "NA", 0),
    ],
)
def test_a_payment_is_made_only_of_words_of_one_payment_and_one_day(tmp_path, terms, cell, further, payments) -> None:
    row = {"conditionsVersement": terms, "datesPeriodeVersement": cell, "dateSoldeVersement": further}
    result = read(tmp_path, row)
    assert result.rejects == []
    assert len(result.grants[0].payments) == payments
    assert sum(one.amount_grosze for one in result.grants[0].payments) in (0, 100_000)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"dateConvention": "NA"}, "decision-date-missing"),
        ({"nature": "Aide en nature"}, "not-money"),
        ({"pourcentageSubvention": "97.38"}, "amount-share-unreadable"),
        ({"datesPeriodeVersement": "2018-0619_2018-06-20"}, "payment-date-unreadable"),
        ({"datesPeriodeVersement": "2018-10-01_2018-02-21"}, "payment-date-unreadable"),
        ({"datesPeriodeVersement": "2019-01-24"}, "payment-in-later-year"),
        ({"dateSoldeVersement": "2023-03-21"}, "payment-in-later-year"),
        ({"datesPeriodeVersement": "2019-01-01_2019-12-31"}, "payment-in-later-year"),
    ],
)
def test_what_the_mapping_does_not_answer_is_rejected(tmp_path, row, code) -> None:
    assert [one.code for one in read(tmp_path, row).rejects] == [code]


@pytest.mark.parametrize(
    "row",
    [
        {
            "conditionsVersement": "Convention triennale 2018 à 2020",
            "datesPeriodeVersement": "2018-04-01\r\n2019-01-31\r\n2020-01-31",
        },
        {"conditionsVersement": "80% à la signature, solde après le bilan", "dateSoldeVersement": "2019-06-30"},
        {"datesPeriodeVersement": "2018-06-15_2022-06-15"},
        {"datesPeriodeVersement": "2018-06-15/fin de l'action"},
        {"datesPeriodeVersement": "NC/2019-06-30"},
        {
            "dateDeuxiemeVersement": "2e versement : 2019-03-13 / 3e versement : 2019-04-26 ",
            "conditionsVersement": "échelonné",
        },
    ],
)
def test_conventions_over_several_years_are_taken_whole_in_the_year_of_the_convention(tmp_path, row) -> None:
    result = read(tmp_path, row)
    assert result.rejects == []
    assert (result.grants[0].year, result.grants[0].amount_grosze, result.grants[0].payments) == (2018, 100_000, ())


def test_one_legal_person_is_one_whatever_its_establishment_and_namesakes_are_two(tmp_path) -> None:
    other_establishment, no_number = {"idBeneficiaire": "10020030000023"}, {"idBeneficiaire": ""}
    other_person = {"idBeneficiaire": "99900011100011"}
    result = read(tmp_path, {}, other_establishment, no_number, other_person)
    assert [grant.line for grant in result.grants] == [2, 5]
    assert [(one.line, one.column) for one in result.rejects] == [(3, "idBeneficiaire"), (4, "idBeneficiaire")]


def test_damaged_names_are_mended(tmp_path) -> None:
    names = ["LES RESTAURANTS DU CÃƒâ€¦Ã¢â‚¬â„¢UR", "Croix-Rouge franà§aise", "Jusqu'à\u00a0 la fin"]
    result = read(tmp_path, *[{"nomBeneficiaire": name} for name in names])
    assert [grant.organisation_name for grant in result.grants] == [
        "LES RESTAURANTS DU CŒUR",
        "Croix-Rouge française",
        "Jusqu'à la fin",
    ]


def test_a_payment_bears_its_own_day_and_the_grant_that_of_the_convention(tmp_path) -> None:
    (grant,) = read(tmp_path, {"datesPeriodeVersement": "2018-04-02"}).grants
    assert (grant.signed_on, grant.payments[0].value_on) == (date(2018, 3, 22), date(2018, 4, 2))


def test_every_code_of_the_rejects_file_is_documented() -> None:
    documented = (DOCUMENTS / "README.md").read_text(encoding="utf-8")
    assert [code for code in SENTENCES if f"`{code}`" not in documented] == []


def test_every_key_of_the_mapping_is_documented() -> None:
    from grosz.register import mapping as form

    documented = (DOCUMENTS / "README.md").read_text(encoding="utf-8")
    parts = (
        form.FileForm,
        form.Columns,
        form.Key,
        form.Decision,
        form.Amounts,
        form.Line,
        form.Payments,
        form.MultiYear,
    )
    keys = [key for part in parts for key in part.model_fields]
    assert [key for key in keys if f"`{key}`" not in documented and f"payments.{key}" not in documented] == []
