"""What `grosz deployment secrets` makes is what the manifests mount, file by file, and nothing more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from deploy.k8s.check.world import World
from grosz.deployment.secrets import Deployment, make_secrets
from tests.deploy.conftest import ROOT

OF_THE_SERVER_S_ADMINISTRATOR = {"console"}
"""It stays with whoever makes the secrets: the keys of issuer and authority, every password."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(Deployment(folder, Path("/secrets")))
    return folder


def _files(folder: Path) -> dict[str, set[str]]:
    parties = [party for party in folder.iterdir() if party.name not in OF_THE_SERVER_S_ADMINISTRATOR]
    return {party.name: {file.name for file in party.iterdir()} for party in parties}


def test_the_local_overlay_takes_every_file_that_is_made(made: Path):
    plan = yaml.safe_load((ROOT / "deploy/k8s/overlays/local/kustomization.yaml").read_text())
    taken = {each["name"]: {Path(file).name for file in each["files"]} for each in plan["secretGenerator"]}
    assert taken == _files(made)


def test_the_city_s_vault_holds_the_same_files(city: World, made: Path):
    parties = {
        document["metadata"]["name"]: {each["secretKey"] for each in document["spec"]["data"]}
        for document in city.kind("ExternalSecret")
        if not document["metadata"]["name"].startswith("postgres")
    }
    assert parties == {party: files for party, files in _files(made).items() if party != "postgres"}


def test_addresses_name_files_where_a_pod_mounts_them(made: Path):
    assert (made / "grants/database-url").read_text().endswith("sslmode=verify-full&sslrootcert=/secrets/grants/ca.pem")
    assert 'cert_file: "/secrets/nats/tls.crt"' in (made / "nats/nats.conf").read_text()
    assert json.loads((made / "auditor/places.json").read_text())["nats_nkey_file"] == "/secrets/auditor/bus.nk"
    for party, files in _files(made).items():
        for file in files:
            assert str(made).encode() not in (made / party / file).read_bytes()
