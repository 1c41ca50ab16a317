"""OFD pages as their reader would see them: where text stands, how lines are drawn, what comes from elsewhere."""

import posixpath
from itertools import pairwise

import pytest
from tests import shared
from tests.ofd import box, document, image, line, packed, page_part, parts, path, ruled, text, xml
from tests.readers.laid_out import ROWS, XS, YS, blocks, blocks_of, lines, notes, reading, table

import jiheng
from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.detect import detect

EXTERNAL = shared.SHARED / "fixtures" / "external" / "ofd"


def test_a_ruled_table_between_its_title_and_what_follows():
    page = text(20, 30, "一、标题") + table() + text(20, 90, "说明。")
    assert blocks(page) == ["一、标题", ROWS, "说明。"]


def test_it_is_known_by_its_content_and_read_in_a_child_process(tmp_path):
    data = document(table())
    assert read_bytes(data, DEFAULT_LIMITS).format == "ofd"
    named = tmp_path / "表.zip"
    named.write_bytes(data)
    with pytest.raises(UnreadableSourceError, match="绩效目标表"):
        jiheng.read(named)


# ── How lines are drawn ───────────────────────────────────────────────────────────────────────────────────────────────


def _thin_box(x0, y0, x1, y1):
    return box(x0, y0, max(x1 - x0, 0.2), max(y1 - y0, 0.2))


def _from_origin(x0, y0, x1, y1):
    """The box of the object is the page, the place stands in the path."""
    return path(0, 0, 210, 297, f"M {x0} {y0} L {x1} {y1}")


def _by_matrix(x0, y0, x1, y1):
    """A path that goes upwards, as one made from PDF."""
    moved = f'CTM="1 0 0 -1 {x0} {y0}"'
    return path(0, 0, 210, 297, f"M0 0L{x1 - x0} {y0 - y1}", attributes=moved)


def _closed(x0, y0, x1, y1):
    return path(0, 0, 210, 297, f"S {x0} {y0} L {x1} {y1} L {x1} {y1 + 0.1} L {x0} {y0 + 0.1} C")


def _in_pieces(x0, y0, x1, y1):
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    return line(x0, y0, *middle) + line(*middle, x1, y1)


def _as_picture(x0, y0, x1, y1):
    return image(x0, y0, max(x1 - x0, 0.2), max(y1 - y0, 0.2))


@pytest.mark.parametrize("draw", [line, _thin_box, _from_origin, _by_matrix, _closed, _in_pieces, _as_picture])
def test_lines_count_however_they_are_drawn(draw):
    assert blocks(ruled(XS, YS, ROWS, draw)) == [ROWS]


def test_all_lines_of_a_table_may_be_one_path():
    whole = " ".join(
        [f"M {XS[0]} {y} L {XS[-1]} {y}" for y in YS] + [f"M {x} {YS[0]} L {x} {YS[-1]}" for x in XS]
    )  # fmt: skip
    texts = ruled(XS, YS, ROWS, draw=lambda *_: "")
    assert blocks(path(0, 0, 210, 297, whole) + texts) == [ROWS]


def test_cells_drawn_as_boxes_with_round_corners_of_some():
    corners = (
        "M 22 40 L 58 40 B 60 40 60 40 60 42 L 60 48 Q 60 50 58 50 L 22 50 A 2 2 0 0 1 20 48 L 20 42 A 2 2 0 0 1 22 40"
    )
    outlines = [
        path(x, y, right - x, bottom - y, f"M 0 0 L {right - x} 0 L {right - x} {bottom - y} L 0 {bottom - y} C")
        for x, right in pairwise(XS)
        for y, bottom in pairwise(YS)
        if (x, y) != (20, 40)
    ]
    rounded = path(0, 0, 210, 297, corners)
    assert blocks(rounded + "".join(outlines) + ruled(XS, YS, ROWS, draw=lambda *_: "")) == [ROWS]


@pytest.mark.parametrize(
    "unseen",
    [
        '<ofd:StrokeColor Value="255 255 255"/>',
        '<ofd:StrokeColor Value="#FF #FF #FF"/>',
        '<ofd:StrokeColor Value="0 0 0" Alpha="0"/>',
        '<ofd:StrokeColor Value="0 0 0 0" ColorSpace="6"/>',
        '<ofd:StrokeColor Value="255" ColorSpace="7"/>',
    ],
)
def test_lines_that_nobody_sees_are_not_there(unseen):
    spaces = (
        '<ofd:ColorSpaces><ofd:ColorSpace ID="6" Type="CMYK"/><ofd:ColorSpace ID="7" Type="GRAY"/></ofd:ColorSpaces>'
    )
    middle = path(20, 55, 130, 0.25, "M 0 0 L 130 0", inside=unseen)
    assert blocks(table() + middle, resources=spaces) == [ROWS]
    black = path(20, 55, 130, 0.25, "M 0 0 L 130 0", inside='<ofd:StrokeColor Value="0 0 0"/>')
    assert len(blocks(table() + black, resources=spaces)[0]) == 4


def test_colours_come_from_drawing_parameters_and_what_these_rest_on():
    resources = (
        '<ofd:DrawParams><ofd:DrawParam ID="11"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="12" Relative="11" LineWidth="1"/><ofd:DrawParam ID="13" Relative="13"/></ofd:DrawParams>'
    )
    middle = path(20, 55, 130, 0.25, "M 0 0 L 130 0", attributes='DrawParam="12"')
    assert blocks(table() + middle, resources=resources) == [ROWS]
    endless = path(20, 55, 130, 0.25, "M 0 0 L 130 0", attributes='DrawParam="13"')
    assert len(blocks(table() + endless, resources=resources)[0]) == 4


def test_what_a_path_draws_outside_of_its_box_is_not_shown():
    cut = path(20, 0, 130, 10, "M 0 55 L 130 55")
    assert blocks(table() + cut) == [ROWS]


def test_a_path_that_is_no_path_draws_nothing():
    broken = [path(20, 55, 130, 1, data) for data in ("M 0 0 X 5", "L", "M 1", "M nan 0 L 1e9 0", "C C C", "")]
    assert blocks(table() + "".join(broken)) == [ROWS]


# ── Where objects come from ───────────────────────────────────────────────────────────────────────────────────────────


def _with_template(use, *, listed='<ofd:TemplatePage ID="20" BaseLoc="Tpls/Tpl_0/Content.xml"/>'):
    made = parts(ruled(XS, YS, ROWS, draw=lambda *_: ""), before=use, common=listed)
    empty = [["" for _ in row] for row in ROWS]
    return packed(made | {"Doc_0/Tpls/Tpl_0/Content.xml": page_part(ruled(XS, YS, empty))})


def test_a_form_in_a_template_and_what_was_filled_in_on_the_page():
    assert blocks_of(_with_template('<ofd:Template TemplateID="20" ZOrder="Foreground"/>')) == [ROWS]
    assert blocks_of(_with_template('<ofd:Template TemplateID="20"/>' * 3)) == [ROWS]


def test_a_template_that_is_missing_leaves_the_page():
    assert "甲" in str(blocks_of(_with_template('<ofd:Template TemplateID="21"/>')))


def test_layers_blocks_and_drawings_used_again():
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="210" Height="297"><ofd:Content>'
    unit += table() + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    used = '<ofd:CompositeObject ID="31" ResourceID="30" Boundary="0 100 210 297" CTM="1 0 0 1 0 0"/>'
    page = f'<ofd:PageBlock ID="32"><ofd:PageBlock ID="33">{text(20, 30, "上")}{used}</ofd:PageBlock></ofd:PageBlock>'
    assert blocks(page, resources=unit) == ["上", ROWS]


def test_drawings_that_use_themselves_end():
    inner = '<ofd:CompositeObject ID="31" ResourceID="30" Boundary="0 0 210 297"/>' * 2
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30"><ofd:Content>{inner}{text(20, 30, "甲")}'
    unit += "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    assert blocks(inner, resources=unit) == ["甲"]


def test_several_documents_in_one_file_follow_one_another():
    first, second = parts(lines("甲。")), parts(lines("乙。"))
    body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    first["OFD.xml"] = first["OFD.xml"].replace("</ofd:OFD>", body)
    first |= {name.replace("Doc_0", "Doc_1"): part for name, part in second.items() if name != "OFD.xml"}
    assert blocks_of(packed(first)) == ["甲。", "乙。"]


@pytest.mark.parametrize("way", ["absolute", "case", "backslash", "folder", "namespace", "prefix", "unlisted", "gbk"])
def test_parts_are_found_however_they_are_named(way):
    made = parts(table(), lines("乙。"))
    document_part = made["Doc_0/Document.xml"]
    if way == "absolute":
        made["Doc_0/Document.xml"] = document_part.replace('BaseLoc="Pages', 'BaseLoc="/Doc_0/Pages')
    elif way == "case":
        made = {name.replace("Pages/Page_", "PAGES/page_"): part for name, part in made.items()}
        made["ofd.xml"] = made.pop("OFD.xml")
    elif way == "backslash":
        made = {name.replace("/", "\\"): part for name, part in made.items()}
    elif way == "folder":
        made["Doc_0/Document.xml"] = document_part.replace("/Content.xml", "")
    elif way == "namespace":
        made = {
            name: part.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org") for name, part in made.items()
        }
    elif way == "prefix":
        made = {name: part.replace("xmlns:ofd", "xmlns").replace("ofd:", "") for name, part in made.items()}
    elif way == "unlisted":
        start, end = document_part.index("<ofd:Pages>"), document_part.index("</ofd:Pages>")
        made["Doc_0/Document.xml"] = document_part[:start] + document_part[end + len("</ofd:Pages>") :]
    else:  # as a zip program without UTF-8 wrote Chinese names
        made = {name.replace("Pages", "页".encode("gbk").decode("cp437")): part for name, part in made.items()}
        made["Doc_0/Document.xml"] = document_part.replace("Pages/", "页/")
    data = packed(made)
    assert detect(data) == "ofd"
    assert blocks_of(data) == [ROWS, "乙。"]


def test_the_page_has_its_own_size_or_that_of_the_document():
    own = parts(table())
    own["Doc_0/Pages/Page_0/Content.xml"] = page_part(table(), size=(300, 200))
    (grid,) = reading(packed(own)).blocks
    assert isinstance(grid, Grid)
    assert grid.page == 1
    assert blocks(table(), size=("x", "y")) == [ROWS]


# ── The files of others ───────────────────────────────────────────────────────────────────────────────────────────────


def _external(name):
    return blocks_of((EXTERNAL / name).read_bytes())


@shared.needs_shared
@pytest.mark.parametrize("file", sorted(EXTERNAL.glob("*.ofd")), ids=posixpath.basename)
def test_every_file_of_another_program_is_read_or_declined_with_a_reason(file):
    if file.name == "Page5.ofd":  # boxes and nothing else
        with pytest.raises(UnreadableSourceError, match="没有文字"):
            read_bytes(file.read_bytes(), DEFAULT_LIMITS)
    else:
        assert read_bytes(file.read_bytes(), DEFAULT_LIMITS).blocks


@shared.needs_shared
def test_text_of_other_programs_comes_in_reading_order():
    assert _external("namespace_no_std.ofd") == ["你好呀，OFD Reader&Writer！"]
    essay = _external("hello.ofd")
    assert essay[:2] == ["拿来主义", "鲁迅"]
    assert essay[2].startswith("中国一向是所谓“闭关主义”，自己不去，别人也不许来。自从给枪炮打破了大门之后")
    grid = _external("z.ofd")[1]
    assert grid[1] == ["CodePosition", "xs:int", "TextCode中字符编码的起始位置，从0开始", "必选"]
    invoice = _external("no_page_container.ofd")
    assert next(row for row in invoice[4] if row[0] == "购买方")[1].startswith("名  称：上海浪潮云计算服务有限公司\n")


@shared.needs_shared
def test_seals_of_other_programs_are_listed_and_their_files_compared():
    (signed,) = (note for note in notes((EXTERNAL / "1.ofd").read_bytes()) if note[0] == "signed")
    assert signed[1] == {"who": "国家税务总局浙江省税务局", "when": "2020-07-23", "count": 13}
    changed = [values["count"] for code, values in notes((EXTERNAL / "keyword.ofd").read_bytes()) if "changed" in code]
    assert changed == [3, 3]


def test_a_part_of_another_kind_is_no_page():
    made = parts(lines("甲。"))
    made["Doc_0/Pages/Page_0/Content.xml"] = xml("Res", text(20, 20, "乙"))
    with pytest.raises(UnreadableSourceError):
        blocks_of(packed(made))
