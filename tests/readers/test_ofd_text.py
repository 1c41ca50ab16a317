"""Characters of OFD: where they stand, how wide they are, which of them count."""

import pytest
from tests.ofd import box, document, image, packed, parts, ruled, text, turned
from tests.readers.laid_out import ROWS, blocks, blocks_of, lines, notes, reading, table

from jiheng.errors import UnreadableSourceError


def _code(content, code, attributes="", inside="", box="20 30 100 5"):
    """A text object as it is written; size 4 mm."""
    return (
        f'<ofd:TextObject Boundary="{box}" Font="3" Size="4" {attributes}>{inside}'
        f"<ofd:TextCode {code}>{content}</ofd:TextCode></ofd:TextObject>"
    )


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "deltas",
    [
        "4 4 2 2 2 2",
        "g 2 4 g 4 2",
        "G 2 4  g 3 2 2",
        "4,4,2,2,2,2",
        "4 4 g 1 2 g 2 2 g 1 2",
        "g 2 4 g 999999999 2",
        "4 4 2",
    ],
)
def test_steps_one_by_one_and_in_short(deltas):
    assert blocks(_code("年度2025年", f'X="0" Y="4" DeltaX="{deltas}"')) == ["年度2025年"]


def test_steps_back_to_the_left_and_down_make_lines():
    code = 'X="0" Y="4" DeltaX="4 4 -8 4 4" DeltaY="0 0 8 0 0"'
    assert blocks(_code("第一行第二行", code, box="20 30 100 20")) == ["第一行", "第二行"]


def test_several_codes_in_one_object_go_on_where_they_say():
    more = '<ofd:TextCode X="0" Y="4" DeltaX="4">甲乙</ofd:TextCode>'
    assert blocks(_code("丙丁", 'X="8" DeltaX="4"', inside=more)) == ["甲乙丙丁"]


def test_a_step_wider_than_a_character_can_be_is_a_gap():
    assert blocks(_code("甲乙", 'X="0" Y="4" DeltaX="6"')) == ["甲 乙"]
    assert blocks(_code("12", 'X="0" Y="4" DeltaX="4"')) == ["1 2"]
    assert blocks(_code("ab12", 'X="0" Y="4" DeltaX="2.4 2.4 2.4"')) == ["ab12"]
    assert blocks(_code("WM", 'X="0" Y="4" DeltaX="3.8"')) == ["WM"]


@pytest.mark.parametrize("step", [2, 2.4, 3, 4, 5.5])
def test_text_that_is_spread_evenly_has_no_spaces(step):
    assert blocks(_code("签约12个项目", f'X="0" Y="4" DeltaX="g 6 {step}"')) == ["签约12个项目"]


@pytest.mark.parametrize("sign", list("≥≤×±→℃"))
@pytest.mark.parametrize("step", [2.2, 3.3, 4])
def test_signs_are_as_wide_as_their_font_makes_them(sign, step):
    assert blocks(_code(f"{sign}60", f'X="0" Y="4" DeltaX="{step} 2"')) == [f"{sign}60"]


def test_characters_one_by_one_each_in_an_object_of_its_own():
    page = "".join(text(20 + 4 * n, 30, char, 4) for n, char in enumerate("绩效目标表"))
    digits = "".join(text(20 + 2 * n, 50, char, 4) for n, char in enumerate("13079925P"))
    assert blocks(page + digits) == ["绩效目标表", "13079925P"]


def test_without_steps_characters_follow_by_their_widths():
    assert blocks(_code("共12.50万元", 'X="0" Y="4"')) == ["共12.50万元"]
    assert blocks(_code("共12.50万元", 'X="0" Y="4" DeltaX="四"')) == ["共12.50万元"]


def test_line_ends_of_the_xml_are_no_text_and_spaces_are():
    assert blocks(_code("\n   甲乙\n  ", 'X="0" Y="4" DeltaX="4"')) == ["甲乙"]
    assert blocks(_code("甲  乙", 'X="0" Y="4" DeltaX="4 2 2"')) == ["甲  乙"]


def test_glyphs_that_stand_for_several_characters():
    joined = (
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform>'
    )
    assert blocks(_code("ofice", 'X="0" Y="4" DeltaX="2 2 2"', inside=joined)) == ["ofice"]
    numbers = '<ofd:CGTransform CodePosition="1" CodeCount="4" GlyphCount="4"><ofd:Glyphs>1 2 3 4</ofd:Glyphs></ofd:CGTransform>'
    assert blocks(_code("年2025度", 'X="0" Y="4" DeltaX="4 2 2 2 2"', inside=numbers)) == ["年2025度"]
    split = (
        '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="2"><ofd:Glyphs>8 9</ofd:Glyphs></ofd:CGTransform>'
    )
    assert blocks(_code("甲乙丙", 'X="0" Y="4" DeltaX="2 2 4"', inside=split)) == ["甲乙丙"]
    assert blocks(_code("o\ufb03ce", 'X="0" Y="4" DeltaX="2 3 2"')) == ["office"]


# ── Directions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_that_lies_on_its_side_is_turned():
    """Everything a quarter to the right about the origin, then moved back onto the page."""
    assert blocks_of(turned([text(20, 30, "上") + table()], (210, 297))) == ["上", ROWS]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_characters_turned_by_their_own_direction(degrees):
    step = {90: 'DeltaY="4 4 4"', 180: 'DeltaX="-4 -4 -4"', 270: 'DeltaY="-4 -4 -4"'}[degrees]
    turns = f'CharDirection="{degrees}" ReadDirection="{degrees}"'
    page = _code("绩效目标", f'X="50" Y="50" {step}', turns, box="20 30 100 100")
    assert blocks(page) == ["绩效目标"]


def test_upright_characters_below_one_another_are_one_label():
    label = _code("绩效目标", 'X="0" Y="4" DeltaY="4 4 4"', 'ReadDirection="90"', box="21 42 4 16")
    grid = ruled([20, 26, 100], [40, 60, 75], [[None, "甲"], ["乙", "丙"]])
    (rows,) = blocks(grid + label)
    assert rows[0] == ["绩效目标", "甲"]


def test_text_across_the_page_is_a_watermark_and_told():
    mark = _code("内部资料", 'X="0" Y="4" DeltaX="4 4 4"', 'CTM="0.7 0.7 -0.7 0.7 0 0"', box="50 40 50 50")
    data = document(table() + mark)
    assert blocks_of(data) == [ROWS]
    assert notes(data) == [("overlaid-text", {"text": "内部资料"})]


# ── What is seen ──────────────────────────────────────────────────────────────────────────────────────────────────────

WHITE = '<ofd:FillColor Value="255 255 255"/>'
CLEAR = '<ofd:FillColor Value="0 0 0" Alpha="0"/>'


@pytest.mark.parametrize(
    ("attributes", "inside"), [("", WHITE), ("", CLEAR), ('Visible="false"', ""), ('Alpha="0"', "")]
)
def test_text_that_nobody_sees_is_told_and_does_not_count(attributes, inside):
    hidden = text(30, 41, "签名处", attributes=attributes, inside=inside)
    data = document(table() + hidden)
    assert blocks_of(data) == [ROWS]
    assert notes(data) == [("hidden-text", {"text": "签名处"})]


def test_white_text_on_a_dark_ground_counts():
    assert blocks(box(20, 28, 60, 8) + text(22, 30, "表头", inside=WHITE)) == ["表头"]


def test_the_clear_text_of_a_recognised_scan_counts():
    seen = "".join(text(30, 30 + 8 * n, "识别出来的文字共十个。", inside=CLEAR) for n in range(4))
    assert "".join(blocks(image(0, 0, 210, 297) + seen)) == "识别出来的文字共十个。" * 4


def test_text_outside_of_its_own_box_is_not_shown():
    lost = _code("看不见", 'X="0" Y="40" DeltaX="4 4"')
    near = _code("量得太小", 'X="0" Y="4" DeltaX="4 4 4"', box="20 60 1 0.5")
    assert blocks(lost + near) == ["量得太小"]
    assert notes(document(lost + near)) == [("hidden-text", {"text": "看不见"})]


def test_signs_of_symbol_fonts_and_codes_without_meaning():
    tick = _code("\uf0fc", 'X="0" Y="4"').replace('Font="3"', 'Font="8"')
    assert blocks(tick + text(40, 30, "完成")) == ["✓  完成"]
    some = document(lines("绩效目标表", "预算\ue123"))
    assert ("encoding-damaged", {"count": 1}) in notes(some)
    with pytest.raises(UnreadableSourceError, match="没有编码信息"):
        reading(document(lines("\ue001\ue002\ue003\ue004")))


def test_a_size_that_is_missing_is_taken_from_the_box():
    page = text(20, 30, "绩效目标").replace('Size="3.5"', "")
    assert blocks(page + text(20, 40, "乙")) == ["绩效目标", "乙"]


# ── Beside the text ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations_and_attachments_are_told_and_not_read():
    made = parts(
        lines("正文。"),
        after="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>At.xml</ofd:Attachments>",
    )
    start = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    made["Doc_0/Annots/Annotations.xml"] = (
        f'<ofd:Annotations {start}><ofd:Page PageID="0"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )
    stamp = f'<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 0 50 50">{text(0, 0, "已审核")}</ofd:Appearance></ofd:Annot>'
    made["Doc_0/Annots/a.xml"] = f"<ofd:PageAnnot {start}>{stamp * 2}</ofd:PageAnnot>"
    made["Doc_0/At.xml"] = (
        f'<ofd:Attachments {start}><ofd:Attachment Name="附表.xlsx"/><ofd:Attachment Name="x" Visible="false"/>'
        "</ofd:Attachments>"
    )
    data = packed(made)
    assert blocks_of(data) == ["正文。"]
    assert notes(data) == [("overlaid-text", {"text": "已审核"}), ("attachments", {"count": 1, "names": "附表.xlsx"})]
