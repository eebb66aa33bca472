"""Who acts: a person's token (JWT, RFC 7519, EdDSA), checked by the service that owns the command."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import jwt

ISSUER = AUDIENCE = "grosz"
CACHED_MAX = 1000


class NotAuthenticated(Exception):
    """There is no token, or it is not one that the issuer signed for us, or its time is over."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the issuer names them: a pseudonym and roles."""

    pseudonym: str
    roles: frozenset[str]


class TokenCheck:
    """Checks tokens against the issuer's public key; a good token's claims are remembered until it expires."""

    def __init__(self, issuer_key_file: Path) -> None:
        self._key = issuer_key_file.read_bytes()
        self._known: OrderedDict[str, tuple[Person, float]] = OrderedDict()

    def person(self, token: str | None) -> Person:
        """The person that a token speaks for. Raises NotAuthenticated."""
        if not token:
            raise NotAuthenticated("the command carries no token")
        known = self._known.get(token)
        if known and known[1] > time.time():
            return known[0]
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=["EdDSA"],
                issuer=ISSUER,
                audience=AUDIENCE,
                options={"require": ["exp", "sub", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise NotAuthenticated(f"the token is not valid: {error}") from None
        roles = claims.get("roles", [])
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise NotAuthenticated("the token's roles are not a list of words")
        person = Person(str(claims["sub"]), frozenset(roles))
        self._known[token] = (person, float(claims["exp"]))
        if len(self._known) > CACHED_MAX:
            self._known.popitem(last=False)
        return person
