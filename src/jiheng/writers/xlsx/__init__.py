"""Excel workbooks (.xlsx): cover and department part on the first sheet, each table on a sheet of its own."""

from jiheng.writers.xlsx.workbook import write_xlsx

__all__ = ["write_xlsx"]
