"""Ids and programmes: derived from the register alone, the same in every run and every order."""

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grosz.register import sending
from grosz.register.mapping import MappingUnreadable, read_mapping
from grosz.register.naming import command_of, slug_of

LINE = "register.register.900-90095-2360"

ROWS = [{"name": f"Klub {n}", "amount": f"{n}.50", "decided": f"20{17 + n % 2}-05-0{1 + n % 9}"} for n in range(1, 20)]


def test_ids_do_not_depend_on_the_order_of_rows(take_over) -> None:
    shuffled = random.Random(7).sample(ROWS, len(ROWS))
    there, back = take_over(*ROWS), take_over(*shuffled)
    assert {g.grant_id: g.row_digest for g in there.grants} == {g.grant_id: g.row_digest for g in back.grants}
    assert there.programmes == back.programmes


def test_the_id_of_a_grant_stays_what_it_was(take_over) -> None:
    """An id once imported is in the ledger: changing how it is made would import everything twice."""
    (grant,) = take_over({"terms": "once", "paid": "2018-04-01"}).grants
    assert grant.grant_id == "powiat-zmyslony-2018-bd00b6ecf7d55963"
    assert grant.payments[0].payment_id == "powiat-zmyslony-2018-bd00b6ecf7d55963-p1"
    assert (
        command_of("take-over-grant", "g-1", {"amount_grosze": 1, "signed_on": date(2018, 1, 2)})
        == "register:take-over-grant:000a8aa90ba20596c746bb32378b7be4"
    )


def test_the_amount_is_no_part_of_the_key_but_blanks_and_case_are_no_difference(take_over) -> None:
    (plain,) = take_over({}).grants
    (other,) = take_over({"name": "KLUB  wymyślony ", "amount": "5"}).grants
    assert plain.grant_id == other.grant_id


def test_namesakes_with_other_numbers_are_two_grants(take_over) -> None:
    result = take_over({"number": "100200300-01"}, {"number": "999000111-01", "amount": "5"})
    assert len({grant.grant_id for grant in result.grants}) == 2


def test_only_the_first_characters_of_the_number_count(take_over) -> None:
    result = take_over({"number": "100200300-01"}, {"number": "100200300-02"})
    assert [one.code for one in result.rejects] == ["other-body-under-same-key"]


@pytest.mark.parametrize("numbers", [("", "100200300-01"), ("100200300-01", "NA")])
def test_a_row_without_the_number_is_the_same_grant_as_one_with_it(take_over, numbers) -> None:
    result = take_over(*[{"number": number} for number in numbers])
    assert len(result.grants) == 1
    assert [(one.line, one.column) for one in result.rejects] == [(3, "number")]


def test_what_is_kept_for_ever_does_not_change_with_a_text(take_over) -> None:
    """Names and purposes are few and hashes are quick. The key may hold texts, so here it holds an act alone."""
    key = {"columns": ["act"], "number": None}
    kept = []
    for row in ({}, {"name": "Jan Zmyślony", "purpose": "remont", "terms": "as agreed with Anna"}):
        result = take_over(row, key=key)
        (wish,) = [sending._grant_wish(grant, {grant.programme_id: LINE}) for grant in result.grants]
        body = wish.command.model_dump(mode="json")
        kept.append((result.grants[0].row_digest, command_of(wish.command.NAME, wish.subject, body)))
    assert kept[0] == kept[1]


def test_a_row_that_differs_in_a_text_alone_is_another_body(take_over) -> None:
    result = take_over({}, {"purpose": "remont"}, {}, key={"columns": ["act"], "number": None})
    assert [(one.line, one.column, one.code) for one in result.rejects] == [(3, "purpose", "other-body-under-same-key")]
    assert result.repeated_lines == [4]


def test_one_programme_per_grantor_and_year_with_the_sum_as_derived_limit(take_over) -> None:
    result = take_over({}, {"name": "B", "amount": "0.01"}, {"decided": "2019-01-01"}, {"grantor": "Gmina Inna"})
    assert [(p.programme_id, p.limit_grosze, p.limit_derived, p.taken_on) for p in result.programmes] == [
        ("gmina-inna-2018", 100_000, True, date(2018, 1, 1)),
        ("powiat-zmyslony-2018", 100_001, True, date(2018, 1, 1)),
        ("powiat-zmyslony-2019", 100_000, True, date(2019, 1, 1)),
    ]
    assert result.programmes[0].line_id == "register.gmina-inna.000-00000-0000"


def test_a_limit_of_the_mapping_is_not_derived(take_over) -> None:
    (programme,) = take_over({}, limits={"powiat-zmyslony-2018": "1234.5"}).programmes
    assert (programme.limit_grosze, programme.limit_derived) == (123_450, False)


def test_a_grantor_with_two_numbers_is_told(take_over) -> None:
    result = take_over({"grantor_no": "111"}, {"grantor_no": "222", "name": "B"})
    assert result.grantors_with_several_numbers == ["powiat-zmyslony"]


@given(st.text(min_size=1))
def test_any_name_gives_a_slug_short_enough_for_every_id(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug)
    assert len(f"{slug}-2018-0123456789abcdef-p100") <= 80


def test_long_names_and_names_in_other_scripts_keep_apart() -> None:
    assert slug_of("Związek " * 20 + "A") != slug_of("Związek " * 20 + "B")
    assert slug_of("Гмина") != slug_of("Повят")


def test_what_is_taken_fits_the_wire_shapes_even_at_their_limits(take_over) -> None:
    result = take_over(
        {
            "grantor": "Związek " * 30,
            "name": "a" * 2000,
            "terms": "once",
            "paid": "2018-04-01",
            "amount": "90071992547409.91",
        }
    )
    (grant,), (programme,) = result.grants, result.programmes
    wishes = [
        sending._programme_wish(programme, (2,)),
        sending._grant_wish(grant, {programme.programme_id: programme.line_id}),
        sending._payment_wish(grant.payments[0], grant),
    ]
    for wish in wishes:
        type(wish.command).model_validate_json(wish.command.model_dump_json())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name = 'x", "end of document"),
        ("nome = 'x'", "nome: Extra inputs"),
        ("[limits]\n'torun-2025' = 0", "limits.torun-2025"),
        ("[limits]\n'torun-2025' = 1.005", "limits.torun-2025"),
        ("[payments]\npaid_on = 'x'\nsingle = ['(']", "payments.single.0"),
        ("[payments]\npaid_on = 'x'\ndated_amounts = '(?P<day>x)'", "no group called amount"),
    ],
)
def test_a_mapping_with_a_fault_is_refused_and_the_fault_named(tmp_path, text, fault) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingUnreadable) as refused:
        read_mapping(path)
    assert fault in str(refused.value)
