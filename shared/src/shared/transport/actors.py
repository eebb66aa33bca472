"""Who acts: a person's token (JWT, RFC 7519; OpenID Connect), checked by the service that owns the command."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import jwt

from shared.transport.issuer_keys import IssuerKeys, NoSuchKey

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
    """Checks tokens against the issuer's public keys; a good token's claims are remembered until it expires.

    issuer, audience  what the claims `iss` and `aud` must say
    """

    def __init__(self, keys: IssuerKeys, *, issuer: str = ISSUER, audience: str = AUDIENCE) -> None:
        self.keys = keys
        self._issuer, self._audience = issuer, audience
        self._known: OrderedDict[str, tuple[Person, float]] = OrderedDict()

    def person(self, token: str | None) -> Person:
        """The person that a token speaks for. Raises NotAuthenticated."""
        if not token:
            raise NotAuthenticated("the command carries no token")
        known = self._known.get(token)
        if known and known[1] > time.time():
            return known[0]
        try:
            key, algorithm = self.keys.key(token)
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self._issuer,
                audience=self._audience,
                options={"require": ["exp", "sub", "iss", "aud"]},
            )
        except (jwt.PyJWTError, NoSuchKey) as error:
            raise NotAuthenticated(f"the token is not valid: {error}") from None
        person = Person(str(claims["sub"]), _roles(claims))
        self._known[token] = (person, float(claims["exp"]))
        if len(self._known) > CACHED_MAX:
            self._known.popitem(last=False)
        return person


def _roles(claims: dict[str, Any]) -> frozenset[str]:
    """`roles`, or where Keycloak puts them: `realm_access.roles`."""
    realm = claims.get("realm_access")
    roles = claims.get("roles", realm.get("roles", []) if isinstance(realm, dict) else [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise NotAuthenticated("the token's roles are not a list of words")
    return frozenset(roles)
