"""Environment to settings: the one file that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PUBLIC_NAME = "Gmina Miasta Toruń"
PUBLIC_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
GIVING_PREFIX, OCDS_PREFIX = "360G-example", "ocds-213czf"
"""Not registered for anybody: the second is the one that the standard keeps for its own examples."""


class SettingMissing(Exception):
    """A setting that has no default is not in the environment."""


@dataclass(frozen=True, slots=True)
class BusSettings:
    """GROSZ_NATS_URL, _NKEY_FILE, _CA_FILE: all that is needed of the bus, also by whoever only provisions it."""

    url: str
    nkey_file: Path | None
    ca_file: Path | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "BusSettings":
        return cls(
            _needed(environment, "GROSZ_NATS_URL"),
            _path(environment, "GROSZ_NATS_NKEY_FILE"),
            _path(environment, "GROSZ_NATS_CA_FILE"),
        )


@dataclass(frozen=True, slots=True)
class IssuerSettings:
    """Whose tokens of people count. Keys come from a file, or from the issuer's own address.

    GROSZ_ISSUER_KEY_FILE  public key (PEM) or JWK Set
    GROSZ_ISSUER_JWKS_URL  where the issuer publishes its JWK Set
    GROSZ_ISSUER           what the claim `iss` says; default grosz
    GROSZ_AUDIENCE         what the claim `aud` says; default grosz
    """

    key_file: Path | None
    jwks_url: str | None
    name: str
    audience: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "IssuerSettings":
        url, file = environment.get("GROSZ_ISSUER_JWKS_URL"), _path(environment, "GROSZ_ISSUER_KEY_FILE")
        if not url and not file:
            raise SettingMissing("neither GROSZ_ISSUER_KEY_FILE nor GROSZ_ISSUER_JWKS_URL is set")
        return cls(
            key_file=file,
            jwks_url=url,
            name=environment.get("GROSZ_ISSUER", "grosz"),
            audience=environment.get("GROSZ_AUDIENCE", "grosz"),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a service finds its neighbours. An address may stand in a file instead, named by <setting>_FILE.

    GROSZ_DATABASE_URL     libpq address of the service's own database, with its own role
    GROSZ_NATS_URL         address of the bus
    GROSZ_NATS_NKEY_FILE   seed of the service's nkey; without, the address holds what is needed
    GROSZ_NATS_CA_FILE     PEM of whoever signs the bus's certificate; without, no TLS
    GROSZ_HTTP_HOST, _PORT where it listens; default 127.0.0.1 and 8000
    GROSZ_AUTHORITY        the authority when a command names none; default torun
    GROSZ_LOG_LEVEL        default INFO
    GROSZ_SEAL_KEY_FILE    the key that signs checkpoints over this service's records; without it nothing is sealed
    GROSZ_SEAL_SECONDS     how often a checkpoint is signed when there is something new; default 10
    GROSZ_OTLP_URL         where traces go (OTLP over HTTP, without the path); default: nowhere
    GROSZ_PUBLIC_NAME      the publisher's name on public pages and in open data
    GROSZ_PUBLIC_URL_PROGRAMME, GROSZ_PUBLIC_URL_GRANTS
                           where the public reaches the two that publish; empty where one host stands before both
    GROSZ_PUBLIC_LICENCE   address of the licence of the open data
    GROSZ_GIVING_PREFIX, GROSZ_OCDS_PREFIX
                           publisher's prefixes of ids in the two standards; the defaults are for examples only
    """

    database_url: str
    bus: BusSettings
    http_host: str
    http_port: int
    issuer: IssuerSettings
    authority: str
    log_level: str
    seal_key_file: Path | None = None
    seal_seconds: float = 10.0
    otlp_url: str | None = None
    public_name: str = PUBLIC_NAME
    public_urls: Mapping[str, str] = field(default_factory=dict)
    public_licence: str = PUBLIC_LICENCE
    giving_prefix: str = GIVING_PREFIX
    ocds_prefix: str = OCDS_PREFIX

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        return cls(
            database_url=_needed(environment, "GROSZ_DATABASE_URL"),
            bus=BusSettings.from_environment(environment),
            http_host=environment.get("GROSZ_HTTP_HOST", "127.0.0.1"),
            http_port=http_port(environment),
            issuer=IssuerSettings.from_environment(environment),
            authority=environment.get("GROSZ_AUTHORITY", "torun"),
            log_level=environment.get("GROSZ_LOG_LEVEL", "INFO"),
            seal_key_file=_path(environment, "GROSZ_SEAL_KEY_FILE"),
            seal_seconds=float(environment.get("GROSZ_SEAL_SECONDS", "10")),
            otlp_url=environment.get("GROSZ_OTLP_URL") or None,
            public_name=environment.get("GROSZ_PUBLIC_NAME", PUBLIC_NAME),
            public_urls={
                "programme": environment.get("GROSZ_PUBLIC_URL_PROGRAMME", "").rstrip("/"),
                "grants": environment.get("GROSZ_PUBLIC_URL_GRANTS", "").rstrip("/"),
            },
            public_licence=environment.get("GROSZ_PUBLIC_LICENCE", PUBLIC_LICENCE),
            giving_prefix=environment.get("GROSZ_GIVING_PREFIX", GIVING_PREFIX),
            ocds_prefix=environment.get("GROSZ_OCDS_PREFIX", OCDS_PREFIX),
        )


def nats_replicas(environment: Mapping[str, str] = os.environ) -> int:
    """GROSZ_NATS_REPLICAS: on how many nodes of the bus's cluster each stream lies, told to `prepare`; default 1."""
    return int(environment.get("GROSZ_NATS_REPLICAS", "1"))


def served_roles(environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Who gets rights after a migration: the role that serves and the role that reads; None: the owner does both.

    GROSZ_SERVICE_ROLE, GROSZ_READER_ROLE  both or neither
    """
    named = [environment.get(name) for name in ("GROSZ_SERVICE_ROLE", "GROSZ_READER_ROLE")]
    if not any(named):
        return None
    return _needed(environment, "GROSZ_SERVICE_ROLE"), _needed(environment, "GROSZ_READER_ROLE")


def http_port(environment: Mapping[str, str] = os.environ) -> int:
    """The one setting that a probe needs."""
    return int(environment.get("GROSZ_HTTP_PORT", "8000"))


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """The one setting that a migration needs."""
    return _needed(environment, "GROSZ_DATABASE_URL")


def _needed(environment: Mapping[str, str], name: str) -> str:
    """A setting, or the content of the file that <name>_FILE names: a mounted secret is in no process list."""
    if value := environment.get(name):
        return value
    file = environment.get(f"{name}_FILE")
    if not file:
        raise SettingMissing(f"neither {name} nor {name}_FILE is set")
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise SettingMissing(f"{name}_FILE cannot be read: {error}") from None


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None
