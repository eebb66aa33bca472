"""python -m <service>: migrate, serve, parked."""

import argparse
import asyncio
import sys

from shared.eventstore.migrations import Roles, migrate
from shared.hosting import parked
from shared.hosting.host import Host
from shared.hosting.service import Service
from shared.proof.keys import BadKey
from shared.runtime.logs import set_up
from shared.runtime.settings import SettingMissing, Settings, database_url, served_roles
from shared.telemetry import traces


def run(service: Service) -> None:
    """Parse the command line and do it. Exit codes: 0 done, 1 still parked, 2 usage or a missing setting,
    3 the database does not answer (of parked)."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {service.name}", description=f"The {service.name} service of Grosz."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("migrate", help="bring the database to this version's schema, then exit")
    verbs.add_parser("serve", help="answer commands and questions, react to facts, publish, until SIGTERM")
    parked.add_verbs(verbs.add_parser("parked", help="messages that wait for a person: show, take up again, discard"))
    arguments = parser.parse_args()
    try:
        if arguments.verb == "migrate":
            roles = served_roles()
            for name in migrate(database_url(), service.migrations, roles=Roles(*roles) if roles else None):
                print(f"applied {name}")
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
