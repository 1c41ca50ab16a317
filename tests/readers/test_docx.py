"""Word constructs, one by one, as a reader of the printed page would see them."""

import pytest
from tests import shared
from tests.word import p, package, tbl, tc, tr, xml

from jiheng.domain.grid import Grid, Paragraph
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.docx.body import Body
from jiheng.readers.docx.package import Package


def read(body, **parts):
    return read_bytes(package(body, **parts), DEFAULT_LIMITS)


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def only_table(body, **parts):
    (grid,) = [block for block in read(body, **parts).blocks if isinstance(block, Grid)]
    return grid


def test_merged_cells_stand_at_every_position_they_cover():
    grid = only_table(
        tbl(tr(tc("甲", span=2), "乙"), tr(tc("丙", merge="restart"), "1", "2"), tr(tc("", merge="continue"), "3", "4"))
    )
    assert texts(grid) == [["甲", "甲", "乙"], ["丙", "1", "2"], ["丙", "3", "4"]]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert grid.place(grid.rows[2][1])[:3] == (1, 3, 2)


def test_old_style_horizontal_merge():
    continued = '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr><w:p/></w:tc>'
    grid = only_table(tbl(tr(tc("甲"), continued, "乙")))
    assert texts(grid) == [["甲", "甲", "乙"]]


def test_the_merges_of_a_cell_before_a_tracked_change_do_not_count():
    old = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tcPrChange>'
    cells = [f"<w:tc><w:tcPr>{old}</w:tcPr>{p(text)}</w:tc>" for text in "甲乙"]
    assert texts(only_table(tbl(tr(*cells)))) == [["甲", "乙"]]


def test_a_field_that_is_never_closed_hides_no_table_and_nothing_silently():
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    reading = read(begin + p("甲") + tbl(tr("乙")))
    assert texts(reading.blocks[0]) == [["乙"]]
    assert [note.values["text"] for note in reading.notes] == ["甲"]


def test_grid_before_shifts_a_row():
    row = '<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>' + tc("丙") + "</w:tr>"
    assert texts(only_table(tbl(tr("甲", "乙", "丙"), row)))[1] == ["", "", "丙"]


def test_nested_table_follows_its_outer_table_and_leaves_its_text():
    outer, inner = read(tbl(tr("甲", tc(p("乙") + tbl(tr("内一", "内二")) + "<w:p/>")))).blocks
    assert texts(outer) == [["甲", "乙"]]
    assert texts(inner) == [["内一", "内二"]]


def test_a_frame_of_one_cell_is_looked_through():
    blocks = read(tbl(tr(tc(p("1.招商经费绩效目标表") + tbl(tr("项目编码", "甲")) + "<w:p/>")))).blocks
    assert [type(block) for block in blocks] == [Paragraph, Grid]
    assert blocks[1].number == 1


def test_content_controls_are_looked_through_around_paragraphs_rows_cells_and_runs():
    def control(content):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = control("<w:r><w:t>乙</w:t></w:r>")
    grid = only_table(control(tbl(control(tr(control(tc("甲")), tc(f"<w:p>{run}</w:p>"), tc(control(p("丙"))))))))
    assert texts(grid) == [["甲", "乙", "丙"]]


def test_tracked_insertions_count_and_deletions_do_not():
    paragraph = (
        "<w:p><w:r><w:t>预算</w:t></w:r><w:del><w:r><w:delText>十</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>二十</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r></w:p>"
    )
    deleted_row = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("旧行") + "</w:tr>"
    reading = read(paragraph + tbl(tr("新行"), deleted_row))
    assert reading.blocks[0].text == "预算二十万元"
    assert texts(reading.blocks[1]) == [["新行"]]
    assert [note.values["text"] for note in reading.notes] == ["十", "旧行"]


def test_moved_text_counts_once_where_it_went():
    body = "<w:moveFrom><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:moveFrom>" + p("乙")
    moved = "<w:p><w:moveTo><w:r><w:t>甲</w:t></w:r></w:moveTo></w:p>"
    assert [block.text for block in read(body + moved).blocks] == ["乙", "甲"]


def test_of_a_field_only_the_result_is_text():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    entry = '<w:r><w:instrText> TC "总体绩效目标" \\f A </w:instrText></w:r>'
    page = "<w:r><w:instrText> PAGE </w:instrText></w:r>" + mark("separate") + "<w:r><w:t>7</w:t></w:r>"
    body = f"<w:p><w:r><w:t>总体绩效目标</w:t></w:r>{mark('begin')}{entry}{mark('end')}</w:p>"
    body += f"<w:p><w:r><w:t>第</w:t></w:r>{mark('begin')}{page}{mark('end')}<w:r><w:t>页</w:t></w:r></w:p>"
    body += '<w:p><w:fldSimple w:instr=" DATE "><w:r><w:t>2025年</w:t></w:r></w:fldSimple></w:p>'
    assert [block.text for block in read(body).blocks] == ["总体绩效目标", "第7页", "2025年"]


def test_a_table_of_contents_is_marked_over_its_paragraphs():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = f"<w:p>{begin}<w:r><w:t>一、总体绩效目标 1</w:t></w:r></w:p>" + p("二、分项绩效目标 2")
    body += '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + p("一、总体绩效目标")
    assert [block.is_contents for block in read(body).blocks] == [True, True, False]


def test_headings_by_style_name_inheritance_and_outline_level():
    styles = xml(
        "styles",
        '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="a"><w:name w:val="自定"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="x"><w:name w:val="圈"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:styleId="y"><w:name w:val="圈二"/><w:basedOn w:val="x"/></w:style>'
        '<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style>',
    )
    body = p("一", "2") + p("二", "a") + p("题", "t") + p("三", "x") + p("四", properties='<w:outlineLvl w:val="0"/>')
    body += p("五", "11") + p("六")
    blocks = read(body, styles=styles).blocks
    assert [block.heading for block in blocks] == [2, 2, 0, None, 1, None, None]
    assert [block.is_contents for block in blocks] == [False] * 5 + [True, False]


def test_automatic_numbers_are_text():
    def level(depth, form, pattern):
        return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'

    numbering = xml(
        "numbering",
        '<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "（%1）") + level(1, "decimal", "%1.%2")
        + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>',
    )  # fmt: skip

    def item(text, depth, number=5):
        return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item("甲", 0) + item("乙", 1) + item("丙", 1) + item("丁", 0) + item("戊", 1) + item("己", 0, number=0)
    assert [block.text for block in read(body, numbering=numbering).blocks] == [
        "（一）甲", "一.1乙", "一.2丙", "（二）丁", "二.1戊", "己",
    ]  # fmt: skip


def test_text_boxes_follow_their_paragraph_and_are_read_once():
    box = "<w:txbxContent>" + p("二〇二五年") + tbl(tr("甲")) + "</w:txbxContent>"
    drawing = f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    drawing += f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    blocks = read(f"<w:p><w:r><w:t>封面</w:t></w:r><w:r>{drawing}</w:r></w:p>").blocks
    assert [getattr(block, "text", "表") for block in blocks] == ["封面", "二〇二五年", "表"]


def test_hidden_text_is_left_out_and_said():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>现</w:t></w:r>'
    reading = read(f"<w:p>{hidden}{shown}</w:p>")
    assert reading.blocks[0].text == "现"
    assert [(note.code, note.values["text"]) for note in reading.notes] == [("hidden-text", "秘")]


def test_breaks_tabs_symbols_ruby_and_formulas():
    run = '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r>'
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>亿</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    assert read(f"<w:p>{run}{ruby}{formula}</w:p>").blocks[0].text == "甲\n乙\t≥5亿x"


def test_paragraphs_of_a_cell_are_lines_and_its_ends_are_trimmed():
    grid = only_table(tbl(tr(tc(p() + p("　1.甲 ") + p() + p("2.乙") + p(" ")))))
    assert texts(grid) == [["1.甲 \n\n2.乙"]]


def test_the_strict_namespace_is_read_too():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read_bytes(package(p("甲"), namespace=strict), DEFAULT_LIMITS).blocks[0].text == "甲"


@pytest.mark.parametrize("span", ["1000000000", "-3", "x", "", "9" * 5000])
def test_an_absurd_span_does_no_harm(span):
    grid = only_table(tbl('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="' + span + '"/></w:tcPr><w:p/></w:tc></w:tr>'))
    assert len(grid.rows[0]) <= 1000


def test_a_plain_table_is_read_alike_in_both_ways():
    """The sweep over a plain table and the walk through its tree agree, merges, breaks and empty cells included."""
    broken = "<w:tc><w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p><w:p/></w:tc>"
    table = tbl(
        tr(tc("头", span=3), "单位：万元"),
        tr(tc("组", merge="restart"), broken, tc(p("一") + p() + p("二")), tc("<w:p/>")),
        tr(tc("", merge="continue"), tc("末", span=2), "续"),
        tr(tc("", merge="continue"), "少"),
        "<w:tr/>",
        tr("1", "2", "3", "4", "5"),
    )
    package_ = Package(package(table), DEFAULT_LIMITS)
    swept = Body(package_, DEFAULT_LIMITS)
    walked = Body(package_, DEFAULT_LIMITS, keep_cells=True)
    swept.walk()
    walked.walk()
    assert swept.blocks == walked.blocks
    assert texts(swept.blocks[0])[1][1] == "甲\n乙\t丙"


@shared.needs_shared
@pytest.mark.parametrize("name", shared.NAMES)
def test_real_tables_are_read_alike_in_both_ways(name):
    package_ = Package(shared.word(name).read_bytes(), DEFAULT_LIMITS)
    swept = Body(package_, DEFAULT_LIMITS)
    walked = Body(package_, DEFAULT_LIMITS, keep_cells=True)
    swept.walk()
    walked.walk()
    assert swept.blocks == walked.blocks


@pytest.mark.parametrize(
    "run",
    [
        "<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>",
        "<w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>甲</w:t></w:r>",
        "<w:r><w:rPr/><w:t>甲</w:t></w:r>",
        "<w:r><w:t>&lt;w:rPr&gt;甲</w:t></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t><![CDATA[<w:rPr>甲]]></w:t></w:r>",
    ],
)
def test_leaving_out_looks_leaves_no_text_out(run):
    text = read(f"<w:p>{run}</w:p>").blocks[0].text
    assert text.endswith("甲")
    assert ("rPr" in text) == ("&lt;" in run or "CDATA" in run)
