"""`tenglong serve`: brings the tables up to date and serves the program from one process."""

import argparse
import os
import socket
from pathlib import Path

from django.conf import settings
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from tenglong.core.errors import Refused
from tenglong.operations.places import alone

HELP = "启动网页服务"
THREADS = 2 * (os.cpu_count() or 1)
STATIC_EXPIRES_S = 300
LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址（默认 127.0.0.1，只有本机能打开）")
    parser.add_argument("--port", type=port, default=8000, help="端口（默认 8000）")


def port(text: str) -> int:
    """A port as a number."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是端口，应在 1 到 {LAST_PORT} 之间")


def check_port(host: str, port: int) -> None:
    """Refuse, before anything starts, an address that cannot be listened on."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        raise Refused(f"不能启动：{host}:{port} 不能监听，可能已被占用，或没有权限。请用 --port 换一个端口。") from None


def check_static(folder: Path) -> None:
    if not (folder / "tenglong" / "app.css").exists():
        raise Refused(f"不能启动：{folder} 里没有界面文件。请用 ./tenglong 启动，它会先生成界面文件。")


def serve(host: str, port: int) -> int:
    """Serve until interrupted. One process, threads inside: SQLite is written from one place."""
    check_port(host, port)
    check_static(settings.STATIC_BUILD)
    connections.close_all()
    server = Server(
        "tenglong.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        static_path_route=[settings.STATIC_URL.rstrip("/")],
        static_path_mount=[settings.STATIC_BUILD],
        static_path_expires=STATIC_EXPIRES_S,
    )
    with alone("启动"):
        print(f"腾笼在 http://{host}:{port}/　按 Ctrl-C 停止", flush=True)
        server.serve()
    return 0


def run(args: argparse.Namespace) -> int:
    return serve(args.host, args.port)
