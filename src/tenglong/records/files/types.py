"""Which files are taken: told by their first bytes, never by their name or by what the sender says."""

from tenglong.core.errors import Refused

LARGEST = 20 * 1024 * 1024  # bytes
LARGEST_TABLE = 60 * 1024 * 1024  # of a workbook to be imported: two hundred thousand rows
_MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # doc, xls
)
_OFFICE = {
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TEXT = "text/plain"
_SUFFIXES = {  # under which a file of a type is saved
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/x-ole-storage": (".doc", ".xls", ".wps", ".et"),
    _OFFICE[b"xl/"]: (".xlsx",),
    _OFFICE[b"word/"]: (".docx",),
    _TEXT: (".csv", ".txt"),
}
SHOWN_IN_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


class CannotKeep(Refused):
    """A file is not taken."""


def media_type_of(data: bytes, name: str, largest: int = LARGEST) -> str:
    """The type by content; CannotKeep for what is empty, too large or of no type on the list."""
    if not data:
        raise CannotKeep(f"文件“{name}”没有收下：是空的。请检查后重新上传。")
    if len(data) > largest:
        raise CannotKeep(
            f"文件“{name}”没有收下：有 {len(data) / 1024 / 1024:.1f} MB，超过 {largest // 1024 // 1024} MB。"
            "请压缩图片、拆分文件后重新上传。"
        )
    if found := _known(data):
        return found
    raise CannotKeep(
        f"文件“{name}”没有收下：认不出是哪一种文件。只收 PDF、图片（JPG、PNG、WEBP、HEIC）、Word、Excel 和 CSV，"
        "请另存为其中一种后重新上传。"
    )


def saved_name(name: str, media_type: str) -> str:
    """The name to save a file under: what calls itself something else gets the suffix of what it is."""
    suffixes = _SUFFIXES[media_type]
    return name if name.lower().endswith(suffixes) else name + suffixes[0]


def _known(data: bytes) -> str | None:
    for mark, media_type in _MARKS:
        if data.startswith(mark):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return "image/heic"
    if data.startswith(b"PK\x03\x04"):
        return next((media_type for part, media_type in _OFFICE.items() if part in data), None)
    return _TEXT if _is_table_of_text(data) else None


def _is_table_of_text(data: bytes) -> bool:
    """Readable text that no browser takes for a page."""
    if b"\x00" in data or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
