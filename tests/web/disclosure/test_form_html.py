"""A published form on its page: text stays text, and whoever hears it knows what a value is about."""

from __future__ import annotations

import re

from jiheng.web.disclosure.mapping import printed_form
from jiheng.web.goals.mapping import blank_sheet, content_of
from jiheng.web.organizations.models import Organization

OFFICE = Organization(code="205001", name="教育局")


def test_text_is_escaped_and_every_value_names_its_headers() -> None:
    content = content_of(blank_sheet(OFFICE)) | {"name": "<b>校舍</b>维修", "purpose": "一期\n二期"}
    html = printed_form(content, 1).html
    assert "&lt;b&gt;校舍&lt;/b&gt;维修</td>" in html
    assert "一期<br>二期</td>" in html
    known = set(re.findall(r'<th id="(f-\d+)" scope="(?:row|col)"', html))
    named = {each for headers in re.findall(r' headers="([^"]+)"', html) for each in headers.split()}
    assert named
    assert named <= known
