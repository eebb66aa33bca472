"""Settings: an address comes from the environment, or from a file that the environment names."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.runtime.settings import SettingMissing, Settings, database_url, served_roles

NEEDED = {"GROSZ_DATABASE_URL": "postgresql://db/grants", "GROSZ_NATS_URL": "nats://bus", "GROSZ_ISSUER_KEY_FILE": "k"}


def test_a_secret_may_stand_in_a_mounted_file(tmp_path: Path) -> None:
    file = tmp_path / "database-url"
    file.write_text("postgresql://owner@db/grants\n")
    assert database_url({"GROSZ_DATABASE_URL_FILE": str(file)}) == "postgresql://owner@db/grants"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    assert database_url({"GROSZ_DATABASE_URL": "here", "GROSZ_DATABASE_URL_FILE": str(tmp_path / "none")}) == "here"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingMissing, match=r"GROSZ_DATABASE_URL_FILE cannot be read.*nowhere"):
        database_url({"GROSZ_DATABASE_URL_FILE": str(tmp_path / "nowhere")})


def test_what_is_missing_is_named_with_both_its_forms() -> None:
    with pytest.raises(SettingMissing, match="neither GROSZ_NATS_URL nor GROSZ_NATS_URL_FILE"):
        Settings.from_environment({name: value for name, value in NEEDED.items() if name != "GROSZ_NATS_URL"})


def test_a_bus_without_key_and_authority_is_possible() -> None:
    settings = Settings.from_environment(NEEDED)
    assert (settings.bus.nkey_file, settings.bus.ca_file) == (None, None)


def test_one_role_of_two_is_a_mistake() -> None:
    assert served_roles({}) is None
    assert served_roles({"GROSZ_SERVICE_ROLE": "grants", "GROSZ_READER_ROLE": "auditor"}) == ("grants", "auditor")
    with pytest.raises(SettingMissing, match="GROSZ_READER_ROLE"):
        served_roles({"GROSZ_SERVICE_ROLE": "grants"})
