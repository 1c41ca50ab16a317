"""Excel workbooks to fill in: a form as it is printed, with lists to choose from, hints, and checks that Excel does itself."""

from jiheng.writers.template.workbook import write_template

__all__ = ["write_template"]
