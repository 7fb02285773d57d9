"""Word files by the habits of 公文 (GB/T 9704): editable, with fonts named and none embedded."""

from .write import write_word

__all__ = ["write_word"]
