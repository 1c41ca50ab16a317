"""The printed sheet on a page: what people wrote is text, whatever it looks like."""

from __future__ import annotations

from jiheng.web.goals.mapping import blank_sheet, content_of
from jiheng.web.goals.printed import shown_sheet
from jiheng.web.goals.sheet_html import sheet_rows
from jiheng.web.organizations.models import Organization

OFFICE = Organization(code="205001", name="教育局")


def shown(**written: object) -> str:
    """The rows of a blank sheet in which `written` stands."""
    content = content_of(blank_sheet(OFFICE)) | written
    return sheet_rows(shown_sheet(content, (), (), organization=OFFICE, year=2027).rows)


def test_markup_and_line_breaks_in_what_was_written() -> None:
    html = shown(name="<script>alert(1)</script>", purpose='买"书"\n与 & 架')
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>" not in html
    assert "买&quot;书&quot;<br>与 &amp; 架" in html


def test_cells_are_named_for_remarks_and_labels_head_them() -> None:
    html = shown(name="校舍维修")
    assert 'data-anchor="name">校舍维修</td>' in html
    assert '<th scope="' in html
