"""python -m <service>: prepare, serve, parked."""

import argparse
import asyncio
import sys

from shared.eventstore.migrations import Roles, migrate
from shared.hosting import parked
from shared.hosting.host import Host
from shared.hosting.provisioning import provision
from shared.hosting.rights import PROVISIONER
from shared.hosting.service import Service
from shared.proof.keys import BadKey
from shared.runtime.logs import set_up
from shared.runtime.settings import BusSettings, SettingMissing, Settings, database_url, nats_replicas, served_roles
from shared.telemetry import traces
from shared.transport.access import BusAccess


def run(service: Service) -> None:
    """Parse the command line and do it. Exit codes: 0 done, 1 still parked, 2 usage or a missing setting,
    3 the database does not answer (of parked)."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {service.name}", description=f"The {service.name} service of Grosz."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("migrate", help="bring the database to this version's schema, as its owner, then exit")
    prepare = verbs.add_parser(
        "prepare", help="migrate, and make the streams and durables on the bus with the provisioner's key, then exit"
    )
    prepare.add_argument(
        "--retire", action="store_true", help="also remove durables of older versions, each once it stands idle"
    )
    verbs.add_parser("serve", help="answer commands and questions, react to facts, publish, until SIGTERM")
    parked.add_verbs(verbs.add_parser("parked", help="messages that wait for a person: show, take up again, discard"))
    arguments = parser.parse_args()
    try:
        if arguments.verb in ("migrate", "prepare"):
            _migrate(service)
            if arguments.verb == "prepare":
                access = BusAccess.of(BusSettings.from_environment(), PROVISIONER)
                asyncio.run(provision(service, access, replicas=nats_replicas(), retire=arguments.retire))
        elif arguments.verb == "parked":
            raise SystemExit(parked.carry_out(service, database_url(), arguments, print))
        else:
            settings = Settings.from_environment()
            set_up(service.name, settings.log_level)
            traces.set_up(service.name, settings.otlp_url)
            asyncio.run(Host(service, settings).serve())
            traces.close()
    except BadKey as error:
        print(f"GROSZ_SEAL_KEY_FILE: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except SettingMissing as error:
        print(f"{error}; see the environment table in {service.name}'s README", file=sys.stderr)
        raise SystemExit(2) from None


def _migrate(service: Service) -> None:
    roles = served_roles()
    for name in migrate(database_url(), service.migrations, roles=Roles(*roles) if roles else None):
        print(f"applied {name}")
