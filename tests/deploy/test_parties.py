"""The secrets of a deployment: each party gets what it needs and nothing else, and repeating changes nothing."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest

from grosz.deployment.secrets import Deployment, make_secrets
from grosz.stack import SERVICES


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    made = Deployment(tmp_path / "secrets")
    make_secrets(made)
    return made


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_repeating_it_changes_nothing(deployment: Deployment) -> None:
    before = contents(deployment.root)
    make_secrets(deployment)
    assert contents(deployment.root) == before


def test_every_file_is_its_owners_alone(deployment: Deployment) -> None:
    public = {"public.pem", "trusted-keys"}
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in deployment.root.rglob("*") if file.is_file()}
    assert {name: mode for name, mode in modes.items() if mode != "0o600"}.keys() <= public


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_neither_the_owners_password_nor_the_provisioners_key(
    deployment: Deployment, service: str
) -> None:
    serves, prepares = contents(deployment.party(service)), contents(deployment.party(f"{service}-prepare"))
    assert serves.keys() == {"bus.nk", "ca.pem", "database-url", "issuer.pem", "seal.key"}
    assert prepares.keys() == {"bus.nk", "ca.pem", "database-url"}
    assert serves["bus.nk"] != prepares["bus.nk"]
    assert f"//{service}:".encode() in serves["database-url"]
    assert f"//{service}_owner:".encode() in prepares["database-url"]
    assert b"sslmode=verify-full" in serves["database-url"]
    assert b"PRIVATE" not in serves["issuer.pem"]


def test_only_the_console_holds_the_keys_of_issuer_and_authority(deployment: Deployment) -> None:
    holders = {name.split("/")[0] for name, body in contents(deployment.root).items() if b"PRIVATE KEY" in body}
    assert holders == {"console", "postgres", "nats"}
    assert not [name for name in contents(deployment.party("postgres")) if name.startswith("ca")]


@pytest.mark.parametrize("server", ["postgres", "nats"])
def test_a_strict_reader_takes_the_servers_certificate(deployment: Deployment, server: str) -> None:
    folder = deployment.party(server)
    offers = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offers.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    strict = ssl.create_default_context(cafile=str(deployment.ca_file))
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = socket.socketpair()
    with ours, theirs:
        serving = threading.Thread(target=lambda: offers.wrap_socket(theirs, server_side=True).close())
        serving.start()
        with strict.wrap_socket(ours, server_hostname=server) as line:
            assert line.getpeercert()
        serving.join()


def test_another_name_is_not_the_servers(deployment: Deployment) -> None:
    folder = deployment.party("postgres")
    offers = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offers.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    trusts = ssl.create_default_context(cafile=str(deployment.ca_file))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusts.wrap_bio(incoming, outgoing, server_hostname="nats")
    to_server, from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = offers.wrap_bio(to_server, from_server, server_side=True)
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    to_server.write(outgoing.read())
    with pytest.raises(ssl.SSLWantReadError):
        server.do_handshake()
    incoming.write(from_server.read())
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        client.do_handshake()
