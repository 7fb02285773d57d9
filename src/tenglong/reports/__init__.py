"""Reports and documents drawn for a reader: figures gathered, then set as Word files, workbooks or pages."""

from .document import can_draw, draw_document, list_documents
from .report import draw_report, get_report, list_reports
from .word import write_word
from .workbook import write_workbook

__all__ = [
    "can_draw",
    "draw_document",
    "draw_report",
    "get_report",
    "list_documents",
    "list_reports",
    "write_word",
    "write_workbook",
]
