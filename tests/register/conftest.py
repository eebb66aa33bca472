"""An invented register and its mapping. Names, numbers and amounts of these tests are invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grosz.register.gathering import TakeOver, gather
from grosz.register.mapping import Mapping
from grosz.register.reading import read_register

COLUMNS = [
    "grantor",
    "grantor_no",
    "decided",
    "act",
    "name",
    "number",
    "purpose",
    "amount",
    "kind",
    "terms",
    "paid",
    "balance",
]
ROW = {
    "grantor": "Powiat Zmyślony",
    "grantor_no": "111",
    "decided": "2018-03-22",
    "act": "IV-1",
    "name": "Klub Wymyślony",
    "number": "100200300-01",
    "purpose": "turniej szachowy",
    "amount": "1000.00",
    "kind": "money",
    "terms": "",
    "paid": "",
    "balance": "",
}
MAPPING: dict[str, Any] = {
    "name": "invented",
    "file": {"delimiter": ";", "encodings": ["utf-8-sig", "cp1252"], "encoded_twice": "cp1252", "no_value": ["", "NA"]},
    "columns": {
        "grantor_name": "grantor",
        "grantor_id": "grantor_no",
        "decided_on": "decided",
        "beneficiary_name": "name",
        "purpose": "purpose",
        "amount": "amount",
    },
    "key": {"columns": ["act", "name", "decided", "purpose"], "number": {"column": "number", "characters": 9}},
    "decision": {"formats": ["%Y-%m-%d", "%d.%m.%Y"], "first_year": 2000, "last_year": 2030},
    "amount": {"currency": "PLN", "group_marks": [" "], "in_kind": {"column": "kind", "values": ["goods"]}},
    "line": {"area": "register", "classification": "000-00000-0000"},
    "payments": {
        "terms": "terms",
        "paid_on": "paid",
        "further_dates": ["balance"],
        "formats": ["%Y-%m-%d", "%d/%m/%Y"],
        "list_separators": ["\n", " and "],
        "period_separators": ["/", "_"],
        "open_ends": ["end of the task"],
        "ignore": [r"\(.*?\)"],
        "dated_amounts": r"(?P<amount>\d+(?:\.\d+)?) on (?P<day>\d{4}-\d{2}-\d{2})",
        "single": ["^once$"],
        "staggered": ["in parts", "the rest"],
        "shares": [{"terms": "^80/20$", "percent": [80, 20]}],
    },
}


@pytest.fixture
def mapping() -> Callable[..., Mapping]:
    """A mapping with some of its parts changed: mapping(multi_year={"staggered": True})."""

    def changed(**parts: Any) -> Mapping:
        merged = dict(MAPPING)
        for part, change in parts.items():
            known = MAPPING.get(part)
            merged[part] = {**known, **change} if isinstance(known, dict) and isinstance(change, dict) else change
        return Mapping.model_validate(merged)

    return changed


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file of rows, each given by how it differs from the usual one."""

    def written(*rows: dict[str, str], encoding: str = "utf-8") -> Path:
        lines = [COLUMNS, *[list({**ROW, **row}.values()) for row in rows]]
        text = "".join(";".join('"' + cell.replace('"', '""') + '"' for cell in line) + "\r\n" for line in lines)
        path = tmp_path / "register.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def take_over(mapping: Callable[..., Mapping], csv_file: Callable[..., Path]) -> Callable[..., TakeOver]:
    """What rows come to: take_over({"amount": "0"}, amount={"decimal_mark": ","})."""

    def taken(*rows: dict[str, str], encoding: str = "utf-8", **parts: Any) -> TakeOver:
        used = mapping(**parts)
        register = read_register(csv_file(*rows, encoding=encoding), used.file, needed=used.named_columns())
        return gather(register.rows, used)

    return taken
