"""Brings the tables to the newest form, and the roles to this day, before a command reads them."""

from datetime import datetime

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.records.people.actions import end_grants
from tenglong.records.people.rights import Program


def prepare() -> None:
    """Bring the tables to the newest form; take away the roles that are held no longer."""
    migrate()
    at = datetime.now(CHINA)
    end_grants(on=at.date(), by=Program("到期"), at=at)


def migrate() -> None:
    """Bring the tables to the newest form, if they are not."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as problem:
        raise Refused(
            f"数据库打不开：{problem}".rstrip() + "\n请查对 TENGLONG_HOME 或 TENGLONG_DATABASE_URL。"
        ) from None
