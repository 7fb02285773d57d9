"""Files that a command is given or writes: what the system refuses is a sentence."""

from pathlib import Path

from tenglong.core.errors import Refused


def read_file(path: Path, *, doing: str) -> bytes:
    """The bytes of a file; `doing` is what cannot be done without them."""
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(f"不能{doing}：读不到文件 {path}。请查对路径和权限。") from None


def check_place(path: Path, *suffixes: str, doing: str) -> None:
    """Refuse, before anything is done, a place that cannot be written to or a kind of file that is not written."""
    if path.suffix not in suffixes:
        raise Refused(f"不能{doing}到 {path.name}：只写 {' 或 '.join(suffixes)}。请改文件名。")
    if not path.resolve().parent.is_dir() or path.is_dir():
        raise Refused(f"不能{doing}到 {path}：没有这个文件夹，或它本身是文件夹。请查对路径。")


def write_file(path: Path, data: bytes, *, doing: str) -> None:
    """Write a file whole."""
    try:
        path.write_bytes(data)
    except OSError:
        raise Refused(f"不能{doing}到 {path}：写不进去。请查对权限，或换一个地方。") from None
