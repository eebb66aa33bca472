"""The commands as their users give them: what they print, what they leave, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audit.commands import app
from shared.proof.checkpoints import origin_of
from shared.proof.keys import SigningKey
from tests.audit.forging import change_lines
from tests.audit.proof.conftest import Vault
from tests.audit.proof.test_tampering import edit
from tests.support.tampering import tampering

pytestmark = pytest.mark.slow


class Office:
    """The auditor's folder: where to read, whom to trust, what was kept."""

    def __init__(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        self.vault = vault
        self.home = vault.folder / "audit"
        self.home.mkdir()
        self.note(vault.database)
        self.trust(vault.key)
        monkeypatch.setenv("GROSZ_AUDIT_HOME", str(self.home))
        monkeypatch.setenv("GROSZ_AUDIT_PERSON", "auditor-1")
        monkeypatch.chdir(vault.folder)

    def note(self, database: str) -> None:
        places = {"databases": {self.vault.service: database}, "nats_url": self.vault.nats_url}
        (self.home / "places.json").write_text(json.dumps(places))

    def trust(self, key: SigningKey) -> None:
        (self.home / "trusted-keys").write_text(f"{key.verify_key}\n")

    def run(self, *words: str | Path, code: int = 0) -> Result:
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == code, (done.output, done.exception)
        return done


@pytest.fixture
def office(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(vault, monkeypatch)


def test_verify_tells_that_all_is_as_signed_and_keeps_what_it_found(office: Office) -> None:
    assert "as signed" in office.run("verify").output
    (verdict,) = json.loads(office.run("verify", "--json").stdout)["services"]
    assert (verdict["proven_to"], verdict["open_records"], verdict["findings"]) == (20, 3, [])
    assert len((office.home / "kept/grants/checkpoints.jsonl").read_text().splitlines()) == 3
    assert (office.home / "kept/grants/hashes").stat().st_size == 20 * 32


def test_verify_ends_with_1_and_names_the_record_that_was_changed(office: Office) -> None:
    with tampering(office.vault.database) as connection:
        edit(connection)
    assert "grants:9 in the database is not the record that was signed" in office.run("verify", code=1).output
    assert "as signed" in office.run("verify", "--from", "log", "--service", "grants").output


@pytest.mark.parametrize("how", ["no database", "no keys"])
def test_verify_ends_with_3_when_something_cannot_be_read(office: Office, how: str) -> None:
    if how == "no database":
        office.note(office.vault.database + "_gone")
    else:
        (office.home / "trusted-keys").unlink()
    assert "grosz up" in office.run("verify", code=3).output


def test_verify_ends_with_2_for_a_service_that_is_not_there(office: Office) -> None:
    assert "there are grants" in office.run("verify", "--service", "elsewhere", code=2).output


def test_a_bundle_verifies_offline_and_names_a_line_that_was_changed(office: Office) -> None:
    office.run("export", "bundle")
    office.note("postgresql://nobody@127.0.0.1:1/gone")
    assert "as signed" in office.run("verify", "--from", "bundle").output
    office.run("prove", "grants:9", "--from", "bundle")
    office.run("check-proof", "grants-9.tlog-proof", "--key", str(office.vault.key.verify_key))
    assert "sound" in office.run("check-export", "bundle").output
    change_lines(Path("bundle"), "grants", b'"amount":9', b'"amount":900')
    assert "grants:9 in the bundle is not the record" in office.run("verify", "--from", "bundle", code=1).output


@pytest.mark.parametrize("source", ["db", "log"])
def test_a_proof_is_made_by_place_or_by_id_and_checked_with_a_key_alone(office: Office, source: str) -> None:
    key = str(office.vault.key.verify_key)
    office.run("prove", "grants:9", "--from", source)
    proven = json.loads(office.run("check-proof", "grants-9.tlog-proof", "--key", key, "--json").stdout)
    assert (proven["position"], proven["signed_size"], proven["record"]["data"]) == (9, 20, {"amount": 9})
    office.run("prove", proven["record"]["event_id"], "--from", source, "--out", "again.tlog-proof")
    assert Path("again.tlog-proof").read_text() == Path("grants-9.tlog-proof").read_text()


def test_a_changed_proof_ends_with_1_and_one_that_cannot_be_read_with_2(office: Office) -> None:
    key = str(office.vault.key.verify_key)
    office.run("prove", "grants:9")
    file = Path("grants-9.tlog-proof")
    file.write_text(file.read_text().replace("index 8", "index 9"))
    assert "does not hold" in office.run("check-proof", file, "--key", key, code=1).output
    office.run("check-proof", file, "--key", "nonsense", code=2)
    office.run("check-proof", "nowhere", "--key", key, code=2)
    office.run("check-proof", file, code=2)


@pytest.mark.parametrize("which", ["grants:99", "grants:22", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_or_not_signed_yet_is_not_proven(office: Office, which: str) -> None:
    office.run("prove", which, code=1)


def test_a_record_that_was_changed_is_not_proven(office: Office) -> None:
    with tampering(office.vault.database) as connection:
        edit(connection)
    assert "not as it was signed" in office.run("prove", "grants:9", code=1).output


def test_a_witness_cosigns_refuses_a_fork_and_keeps_what_it_saw(office: Office) -> None:
    public = office.run("keys", "make", "city.example/internal-audit", "witness.key", "--cosigns").stdout.strip()
    assert Path("witness.key").stat().st_mode & 0o777 == 0o600
    office.run("witness", "witness.key")
    cosigned = Path("cosigned/grants.checkpoint")
    office.run("prove", "grants:9", "--cosigned", cosigned)
    key = str(office.vault.key.verify_key)
    shown = office.run("check-proof", "grants-9.tlog-proof", "--key", key, "--key", public).output
    assert "cosigned by city.example/internal-audit" in shown
    seen = cosigned.read_text()
    office.vault.fork()
    assert "REFUSED" in office.run("witness", "witness.key", code=1).output
    assert cosigned.read_text() == seen


def test_a_witness_goes_on_after_the_services_stored_hashes_were_lost(office: Office) -> None:
    office.run("keys", "make", "city.example/internal-audit", "witness.key", "--cosigns")
    office.run("witness", "witness.key")
    office.vault.seal()
    with tampering(office.vault.database) as connection:
        connection.execute("TRUNCATE seal_tiles")
    assert "cosigned, 23 records" in office.run("witness", "witness.key").output


def test_a_key_is_never_written_over_and_a_services_key_is_no_witness(office: Office) -> None:
    made = office.run("keys", "make", "grosz/torun/grants", "a.key").stdout
    assert office.run("keys", "show", "a.key").stdout == made
    office.run("keys", "make", "grosz/torun/grants", "a.key", code=1)
    office.run("keys", "make", "two words", "b.key", code=2)
    office.run("witness", "a.key", code=1)


def test_keys_are_pinned_at_first_sight_and_another_one_later_is_told_and_not_trusted(office: Office) -> None:
    seals = office.home.parent / "seals"
    seals.mkdir()
    (seals / "trusted-keys").write_text((office.home / "trusted-keys").read_text())
    (office.home / "trusted-keys").unlink()
    assert "trusted from now on" in office.run("verify").output
    assert "trusted from now on" not in office.run("verify").output
    (seals / "trusted-keys").write_text(f"{SigningKey.generate(origin_of('torun', 'grants')).verify_key}\n")
    assert "offers another key" in office.run("verify").output
