"""`tenglong demo`: fills the invented county once, then serves it."""

import argparse
from datetime import datetime

from django.conf import settings
from django.utils.timezone import get_current_timezone

from tenglong.cli import serve
from tenglong.cli.demo.build import build, is_built

HELP = "打开演示县（虚构的企业、地块和人）"
add_arguments = serve.add_arguments


def run(args: argparse.Namespace) -> int:
    if not is_built():
        print("正在建演示县，约一分钟……", flush=True)
        build(settings.CHECKOUT / "demo" / "county.yaml", at=datetime.now(get_current_timezone()))
    return serve.serve(args.host, args.port)
