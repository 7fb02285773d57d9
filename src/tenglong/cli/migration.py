"""Brings the tables to the newest form before a command reads them."""

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tenglong.core.errors import Refused


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
