"""Files in and out."""

from io import BytesIO

from ninja.files import UploadedFile

from tenglong.core.ledger.values import clean
from tenglong.records.files.types import LARGEST

from .errors import TooLarge

_LONGEST = 200


def sent_file(file: UploadedFile) -> tuple[str, bytes]:
    """The name and the bytes of what was sent."""
    if file.size and file.size > LARGEST:
        raise TooLarge(
            f"没有收下：文件有 {file.size / 1024 / 1024:.1f} MB，超过 {LARGEST // 1024 // 1024} MB。请分开送。"
        )
    return clean(file.name or "")[-_LONGEST:], file.read()


def bytes_of(data: bytes) -> BytesIO:
    """Bytes as a file to be sent."""
    return BytesIO(data)
