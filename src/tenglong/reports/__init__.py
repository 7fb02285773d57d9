"""Reports and documents drawn for a reader: figures gathered, then set as Word files, workbooks or pages."""

from .document import NoSuchDocument, draw_document, list_documents
from .report import NoSuchReport, draw_report, get_report, list_reports
from .told import say
from .word import write_word
from .workbook import write_workbook

__all__ = [
    "NoSuchDocument",
    "NoSuchReport",
    "draw_document",
    "draw_report",
    "get_report",
    "list_documents",
    "list_reports",
    "say",
    "write_word",
    "write_workbook",
]
