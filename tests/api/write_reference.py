"""Writes docs/reference/api.md from the schema of the API."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"


def page() -> str:
    """The whole page."""
    from tenglong.api.docs import operations
    from tenglong.api.main import api
    from tenglong.records.clients.scopes import SCOPES
    from tenglong.records.clients.topics import TOPICS

    parts = [
        "# 接口 API\n\n本页由 `./tenglong dev docs` 生成。This page is generated.\n",
        f"{api.description.strip()}\n",
    ]
    parts.append(_table("钥匙的权限 Scopes", SCOPES))
    parts.append(_table("变更通知的种类 Topics of webhooks", TOPICS))
    for part, all_ in operations().items():
        parts.append(f"## {part}\n")
        parts += [line for one in all_ for line in _operation(one)]
    return "\n".join(parts).rstrip() + "\n"


def _table(title: str, words: dict[str, str]) -> str:
    rows = "\n".join(f"| `{key}` | {word} |" for key, word in words.items())
    return f"## {title}\n\n| | |\n|---|---|\n{rows}\n"


def _operation(one) -> Iterator[str]:
    yield f"### `{one.verb} {one.path}`\n"
    description = one.description.replace("\n", " ").strip()
    yield f"{one.summary}。{description}\n"
    right = f"；岗位权限：{one.right}" if one.right else ""
    yield f"- 钥匙权限：{one.scope}{right}"
    if one.parameters:
        yield "- 参数：" + "；".join(f"`{name}` {words}".strip() for name, words in one.parameters)
    if one.body:
        yield "- 送：" + "、".join(f"`{name}`" for name in one.body)
    yield f"- 答：`{one.answer}`\n" if one.answer else "- 答：一个文件\n"


def main(argv: list[str]) -> int:
    """Write the page; with --check, only say whether it is stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenglong.project.settings")
    django.setup()
    if "--check" in argv:
        fresh = PAGE.exists() and PAGE.read_text("utf-8") == page()
        print("接口参考页是新的。" if fresh else "接口参考页旧了，请运行 ./tenglong dev docs。")
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
