"""CloudNativePG makes the databases by SQL in its manifest, the console by code: a real server ends up the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from deploy.k8s.check.world import World
from grosz import databases
from tests.architecture.tree import SERVICES
from tests.support.servers import own_postgres

pytestmark = pytest.mark.slow

_DATABASES = """
SELECT datname, pg_get_userbyid(datdba),
       (SELECT array_agg(CASE grantee WHEN 0 THEN 'everybody' ELSE pg_get_userbyid(grantee) END || ' ' || privilege_type
                         ORDER BY 1) FROM aclexplode(datacl))
FROM pg_database WHERE datname = ANY(%s) ORDER BY datname
"""
_ROLES = """
SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolconfig
FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user ORDER BY rolname
"""


def _stand(address: str) -> tuple[list[Any], list[Any]]:
    with psycopg.connect(address) as connection:
        found = connection.execute(_DATABASES, [list(SERVICES)]).fetchall()
        return found, connection.execute(_ROLES).fetchall()


def test_databases_roles_and_rights_are_those_that_the_console_makes(city: World, tmp_path: Path):
    cluster = city.kind("Cluster")[0]["spec"]
    with own_postgres() as theirs, own_postgres() as ours:
        with psycopg.connect(theirs.admin_dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE app")
            for statement in cluster["bootstrap"]["initdb"]["postInitSQL"]:
                connection.execute(statement)
        databases.provision(ours.admin_dsn, SERVICES, passwords_file=tmp_path / "passwords.json")
        assert _stand(theirs.admin_dsn) == _stand(ours.admin_dsn)
        with psycopg.connect(ours.admin_dsn) as connection:
            made = {name for name, *_ in connection.execute(_ROLES).fetchall()}
    assert {role["name"] for role in cluster["managed"]["roles"]} == made, "a role without a password of its own"
