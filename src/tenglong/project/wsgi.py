"""The WSGI door, served by granian: the one process that writes, so it also keeps SQLite's log short."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from tenglong.project import sqlite
from tenglong.project.sealer import start_sealing
from tenglong.project.teller import start_telling

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
application = get_wsgi_application()

from tenglong.jobs import queue  # noqa: E402  the tables' models must be loaded
from tenglong.jobs.resuming import resume  # noqa: E402
from tenglong.jobs.watch import watch  # noqa: E402
from tenglong.operations.health import register_check  # noqa: E402

if connection.vendor == "sqlite":
    print(f"数据库：{sqlite.linked()}", flush=True)
    sqlite.start_checkpoints(connection.settings_dict["NAME"])
start_sealing()
start_telling()

queue.start()
register_check(watch)
if waiting := resume(timezone.localtime()):
    print(f"上次没有做完的导入和分发：{waiting} 件，接着做。", flush=True)
