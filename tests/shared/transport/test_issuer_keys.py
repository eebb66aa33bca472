"""Tokens of people: whose signature counts, with which algorithm, and whose does not."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from shared.transport.actors import NotAuthenticated, TokenCheck
from shared.transport.issuer_keys import IssuerKeys
from tests.support.waiting import wait_until_async

CITY, API = "https://login.example/realms/city", "grosz-api"
ED, OTHER_ED = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
P256 = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def token(key: Any, algorithm: str, *, kid: str | None = None, **claims: Any) -> str:
    whole = {
        "iss": CITY,
        "aud": API,
        "sub": "p-17",
        "exp": int(time.time()) + 60,
        "realm_access": {"roles": ["treasurer"]},
    }
    kept = {name: value for name, value in (whole | claims).items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def jwk(key: Any, kid: str, algorithm: str) -> dict[str, Any]:
    made = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    return {**made, "kid": kid, "alg": algorithm, "use": "sig"}


def pem(key: Any) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_text(
        json.dumps({"keys": [jwk(ED, "old", "EdDSA"), jwk(P256, "new", "ES256"), jwk(RSA, "rsa", "RS256")]})
    )
    return file


def check(file: Path) -> TokenCheck:
    return TokenCheck(IssuerKeys(file), issuer=CITY, audience=API)


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"), [(ED, "EdDSA", "old"), (P256, "ES256", "new"), (RSA, "RS256", "rsa")]
)
def test_every_key_of_the_set_counts_with_its_own_algorithm(keys: Path, key: Any, algorithm: str, kid: str) -> None:
    person = check(keys).person(token(key, algorithm, kid=kid))
    assert (person.pseudonym, person.roles) == ("p-17", frozenset({"treasurer"}))


@pytest.mark.parametrize("key", [ED, P256, RSA])
def test_a_single_key_may_stand_in_the_file_as_pem(tmp_path: Path, key: Any) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(pem(key))
    algorithm = {ED: "EdDSA", P256: "ES256", RSA: "RS256"}[key]
    assert check(file).person(token(key, algorithm, kid="whatever")).pseudonym == "p-17"


def test_a_key_that_is_not_the_issuers_does_not_count(keys: Path) -> None:
    with pytest.raises(NotAuthenticated, match="Signature verification failed"):
        check(keys).person(token(OTHER_ED, "EdDSA", kid="old"))
    with pytest.raises(NotAuthenticated, match="none of the issuer's"):
        check(keys).person(token(ED, "EdDSA", kid="unknown"))
    with pytest.raises(NotAuthenticated, match="none of the issuer's"):
        check(keys).person(token(ED, "EdDSA"))


def test_a_token_does_not_choose_its_algorithm(keys: Path) -> None:
    claims = {"sub": "x", "iss": CITY, "aud": API, "exp": 2**31}
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": "old"})
    with_a_word = jwt.encode(claims, "a" * 64, algorithm="HS256", headers={"kid": "rsa"})
    for forged in (unsigned, with_a_word):
        with pytest.raises(NotAuthenticated, match="not valid"):
            check(keys).person(forged)


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"exp": 1}, "expired"),
        ({"exp": None}, "exp"),
        ({"aud": "another"}, "[Aa]udience"),
        ({"iss": "https://elsewhere"}, "[Ii]ssuer"),
        ({"sub": None}, "sub"),
        ({"roles": "treasurer"}, "roles are not a list"),
    ],
)
def test_a_token_for_another_time_place_or_person_does_not_count(keys: Path, claims: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAuthenticated, match=why):
        check(keys).person(token(ED, "EdDSA", kid="old", **claims))


def test_a_new_key_counts_as_soon_as_the_file_has_it(keys: Path) -> None:
    checks = check(keys)
    with pytest.raises(NotAuthenticated):
        checks.person(token(OTHER_ED, "EdDSA", kid="next"))
    keys.write_text(json.dumps({"keys": [jwk(OTHER_ED, "next", "EdDSA")]}))
    os.utime(keys, (time.time() + 5, time.time() + 5))
    assert checks.person(token(OTHER_ED, "EdDSA", kid="next")).pseudonym == "p-17"
    with pytest.raises(NotAuthenticated, match="none of the issuer's"):
        checks.person(token(ED, "EdDSA", kid="old", sub="another"))


@pytest.fixture
def published() -> Iterator[tuple[str, dict[str, Any]]]:
    said: dict[str, Any] = {"keys": [jwk(P256, "new", "ES256")]}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/certs", said
    server.shutdown()
    thread.join()
    server.server_close()


def test_keys_are_fetched_from_where_the_issuer_publishes_them(published: tuple[str, dict[str, Any]]) -> None:
    found = IssuerKeys(url=published[0])
    assert not found.known

    async def play() -> None:
        task = asyncio.create_task(found.refresh())

        async def known() -> bool:
            return found.known

        await wait_until_async(known, missing="the issuer's keys")
        task.cancel()

    asyncio.run(play())
    assert TokenCheck(found, issuer=CITY, audience=API).person(token(P256, "ES256", kid="new")).pseudonym == "p-17"


def test_keys_are_not_fetched_over_a_line_that_anybody_may_change() -> None:
    found = IssuerKeys(url="http://login.example/certs")

    async def play() -> None:
        task = asyncio.create_task(found.refresh())
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(play())
    assert not found.known
