"""Keys, certificates and passwords of one deployment: a folder for each party, with what it needs and nothing else.

postgres/           tls.crt, tls.key, pg_hba.conf, password    the server; who may come in; the administrator's password
nats/               tls.crt, tls.key, ca.pem, nats.conf          the server; who may do what
<service>/          database-url, bus.nk, ca.pem, issuer.pem, seal.key
<service>-prepare/  database-url, bus.nk, ca.pem          the owner of its database, the provisioner of the bus
auditor/            places.json, bus.nk, ca.pem, trusted-keys
console/            a data folder for `grosz`, with the keys of the issuer and of the authority

Repeating it changes nothing that is there. A cluster takes the same names from its own vault.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grosz import bus_users, databases, issuer
from grosz.deployment.certificates import Authority
from grosz.home import Home
from grosz.records import write_private, write_record
from grosz.sealing_keys import ensure_sealing_keys
from grosz.stack import SERVICES

_NATS_CONFIG = """\
server_name: "grosz"
listen: "0.0.0.0:4222"
http: "0.0.0.0:8222"
jetstream {{
  store_dir: "/data/nats"
  sync_interval: always
}}
tls {{
  cert_file: "{folder}/tls.crt"
  key_file: "{folder}/tls.key"
}}
authorization {{
  users: [
{users}
  ]
}}
lame_duck_duration: "30s"
"""


_NATS_NODES = ["*.nats-headless.grosz.svc.cluster.local"]
"""Under which names the nodes of a cluster know one another; see deploy/k8s/components/nats."""

_WHO_COMES_IN = """\
# Over the network only with TLS; everybody with a password.
local   all all     scram-sha-256
hostssl all all all scram-sha-256
"""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where its servers are reached from inside, and whose it is.

    inside  where the parties' folders are mounted, one below it for each; None: at the root itself
    """

    root: Path
    inside: Path | None = None
    authority: str = "torun"
    postgres: str = "postgres:5432"
    nats: str = "nats:4222"
    service_port: int = 8000

    def party(self, name: str) -> Path:
        return self.root / name

    def seen(self, path: Path) -> Path:
        """A file below the root, as whoever mounts it sees it."""
        return self.inside / path.relative_to(self.root) if self.inside else path

    @property
    def home(self) -> Home:
        return Home(self.party("console"))

    @property
    def ca_file(self) -> Path:
        return self.home.root / "ca.pem"

    @property
    def bus_address(self) -> str:
        return f"tls://{self.nats}"

    def admin_url(self, ca_file: Path) -> str:
        password = (self.party("postgres") / "password").read_text()
        return f"postgresql://postgres:{password}@{self.postgres}/postgres?sslmode=verify-full&sslrootcert={ca_file}"


def make_secrets(deployment: Deployment) -> None:
    """Make what is missing, for every party."""
    home = deployment.home
    home.root.mkdir(parents=True, exist_ok=True)
    authority = Authority(home.root)
    for server, address, peers in (("postgres", deployment.postgres, []), ("nats", deployment.nats, _NATS_NODES)):
        deployment.party(server).mkdir(parents=True, exist_ok=True)
        authority.certify(address.partition(":")[0], deployment.party(server), peers=peers)
    password = deployment.party("postgres") / "password"
    if not password.exists():
        write_private(password, secrets.token_hex(24).encode())
    write_private(deployment.party("postgres") / "pg_hba.conf", _WHO_COMES_IN.encode())
    issuer.ensure_key_pair(home)
    ensure_sealing_keys(home, SERVICES, authority=deployment.authority)
    databases.ensure_passwords(SERVICES, file=home.passwords_file)
    _bus(deployment)
    for service in SERVICES:
        _service(deployment, service)
    _auditor(deployment)
    write_record(home.stack_file, _stack(deployment))


def _bus(deployment: Deployment) -> None:
    folder = deployment.party("nats")
    users = bus_users.configuration(bus_users.ensure_seeds(deployment.home.bus_keys))
    _copy(deployment.ca_file, folder / "ca.pem")
    write_private(folder / "nats.conf", _NATS_CONFIG.format(folder=deployment.seen(folder), users=users).encode())


def _service(deployment: Deployment, service: str) -> None:
    home = deployment.home
    serves, prepares = deployment.party(service), deployment.party(f"{service}-prepare")
    for folder, url, user in (
        (serves, databases.service_url, service),
        (prepares, databases.owner_url, bus_users.PROVISIONER),
    ):
        ca_file = _copy(deployment.ca_file, folder / "ca.pem")
        address = url(deployment.admin_url(deployment.seen(ca_file)), service, passwords_file=home.passwords_file)
        write_private(folder / "database-url", address.encode())
        _copy(bus_users.seed_file(home.bus_keys, user), folder / "bus.nk")
    _copy(home.issuer_public_key, serves / "issuer.pem")
    _copy(home.seal_key(service), serves / "seal.key")


def _auditor(deployment: Deployment) -> None:
    home, folder = deployment.home, deployment.party("auditor")
    ca_file = _copy(deployment.ca_file, folder / "ca.pem")
    _copy(bus_users.seed_file(home.bus_keys, bus_users.AUDITOR), folder / "bus.nk")
    _copy(home.trusted_keys, folder / home.trusted_keys.name)
    databases.note_for_the_auditor(
        deployment.admin_url(deployment.seen(ca_file)),
        SERVICES,
        bus={
            "nats_url": deployment.bus_address,
            "nats_nkey_file": str(deployment.seen(folder / "bus.nk")),
            "nats_ca_file": str(deployment.seen(ca_file)),
        },
        passwords_file=home.passwords_file,
        file=folder / "places.json",
    )


def _stack(deployment: Deployment) -> dict[str, Any]:
    """A stack that somebody else runs: what the demo, the import and the questions need to know of it."""
    return {
        "attached": True,
        "postgres_url": deployment.admin_url(deployment.ca_file),
        "nats_url": deployment.bus_address,
        "nats_ca_file": str(deployment.ca_file),
        "bus_keys": str(deployment.home.bus_keys),
        "services": {
            service: {"port": deployment.service_port, "host": service, "process": None} for service in SERVICES
        },
    }


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != source.read_bytes():
        shutil.copyfile(source, target)
        target.chmod(0o600)
    return target
