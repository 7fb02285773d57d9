"""Bytes on disk, under their SHA-256: written to a name of their own, then moved, so that no half file is ever read."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def keep(data: bytes) -> str:
    """Write the bytes unless they are there; gives their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as writing:
        writing.write(data)
        writing.flush()
        os.fsync(writing.fileno())
    Path(writing.name).replace(path)
    return sha256


def path_of(sha256: str) -> Path:
    """Where those bytes are."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256
