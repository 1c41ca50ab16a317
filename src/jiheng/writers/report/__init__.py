"""Narrative reports out: headings, paragraphs and tables, as an editable Word file or as PDF."""

from jiheng.writers.report.contents import Paragraph, Report, Section, Table, gap
from jiheng.writers.report.files import report_docx, report_paper, report_pdf

__all__ = ["Paragraph", "Report", "Section", "Table", "gap", "report_docx", "report_paper", "report_pdf"]
