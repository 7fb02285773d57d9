"""Invented documents and photos, so that evidence opens: a page of PDF for a title, a drawn picture for a photo."""

import struct
import zlib
from datetime import datetime
from functools import cache
from itertools import chain
from random import Random

WIDTH, HEIGHT = 480, 320
SKY, GROUND, INK = (205, 222, 233), (150, 160, 138), (72, 84, 98)
Pixel = tuple[int, int, int]


def paper(title: str, at: datetime) -> tuple[str, str, bytes]:
    """Title, file name and bytes of a document of that day."""
    if "照片" in title:
        return title, f"{title}.png", picture(f"{title}{at}")
    return title, f"{title}.pdf", page(title, at)


def page(title: str, at: datetime) -> bytes:
    """One page of PDF with the title, the day and what it is; the reader's own Chinese font draws it."""
    lines = (
        (24, 740, title),
        (12, 700, f"{at:%Y}年{at.month}月{at.day}日"),
        (12, 660, "这是演示县的虚构文件，用来说明每个数都能点到它的证据。"),
        (12, 640, "真实使用时，这里是经办人上传的签章件、通知或清单。"),
    )
    text = "".join(
        f"BT /F1 {size} Tf 72 {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n" for size, y, words in lines
    )
    descendant = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}endstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        f"{descendant} << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + head.encode("ascii") + tail.encode("ascii")


def picture(seed: str) -> bytes:
    """A PNG of a building under a sky, different for each seed."""
    rng = Random(seed)
    top, left, right = rng.randint(110, 160), rng.randint(40, 110), rng.randint(350, 440)
    wall: Pixel = (rng.randint(170, 215), rng.randint(165, 195), rng.randint(150, 185))

    @cache  # few kinds of rows make the whole picture
    def row(behind: Pixel, house: bool, windows: bool) -> bytes:
        width = right - left if house else 0
        front = [INK if windows and x % 44 in range(12, 34) else wall for x in range(width)]
        return b"\0" + bytes(chain(*[behind] * left, *front, *[behind] * (WIDTH - left - width)))

    rows = b"".join(
        row(SKY if y < HEIGHT - 90 else GROUND, top <= y < HEIGHT - 60, (y - top) % 46 in range(12, 34))
        for y in range(HEIGHT)
    )
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
