"""Web pages."""

import pytest
from tests.shared import NAMES, SHARED, needs_shared
from tests.timing import within

import jiheng
from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes
from jiheng.readers.detect import detect


def read(html, codec="utf-8", limits=DEFAULT_LIMITS):
    return read_bytes(f"<html><body>{html}</body></html>".encode(codec), limits)


def shape(reading):
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in reading.blocks
    ]


INNER = "<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>"


def test_spans():
    html = "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    table = read(html).blocks[0]
    assert shape(read(html)) == [[["甲", "乙", "乙"], ["甲", "丙", "丁"]]]
    assert table.rows[0][0] is table.rows[1][0]
    assert (table.rows[1][2].row, table.rows[1][2].column) == (2, 3)


def test_spans_that_claim_everything_take_what_there_is():
    html = "<table><tr><td colspan=99>题</td></tr><tr><td>1</td><td>2</td></tr><tr><td rowspan=0>3</td><td>4</td></tr><tr><td>5</td></tr></table>"
    assert shape(read(html)) == [[["题", "题"], ["1", "2"], ["3", "4"], ["3", "5"]]]
    with within(1):
        read('<table><tr><td rowspan="65535" colspan="1000">甲</td><td>乙</td></tr></table>' * 50)


def test_a_row_span_ends_with_its_group_of_rows():
    html = (
        "<table><thead><tr><th rowspan=9>甲</th><th>乙</th></tr></thead><tbody><tr><td>丙</td><td>丁</td></tr></table>"
    )
    assert shape(read(html)) == [[["甲", "乙"], ["丙", "丁"]]]


def test_a_table_in_a_cell_follows_the_table_around_it():
    html = f"<table><tr><td>甲</td><td>乙{INNER}后</td></tr><tr><td>丙</td><td>丁</td></tr><tr><td>戊</td><td>己</td></tr></table>"
    assert shape(read(html)) == [[["甲", "乙\n后"], ["丙", "丁"], ["戊", "己"]], [["一", "二"], ["三", "四"]]]


def test_a_table_that_lays_out_the_page_is_looked_through():
    html = f"<table><tr><td>首页<br>新闻</td><td><h1>标题</h1><p>正文</p>{INNER}<p>尾</p></td></tr><tr><td colspan=2>版权所有</td></tr></table>"
    assert shape(read(html)) == ["首页", "新闻", "标题", "正文", [["一", "二"], ["三", "四"]], "尾", "版权所有"]
    assert shape(read(f"<table><tr><td><table><tr><td>{INNER}</td></tr></table></td></tr></table>")) == shape(
        read(INNER)
    )


def test_white_space_collapses_but_hard_spaces_stay():
    assert shape(read("<p> 其中：财政&nbsp;&nbsp;\n  资金 </p>")) == ["其中：财政   资金"]
    assert shape(read("<table><tr><td>甲\n  乙</td><td>&nbsp;</td></tr></table>")) == [[["甲 乙", ""]]]
    assert shape(read("<pre>甲  乙\n丙</pre>")) == ["甲  乙", "丙"]


def test_lines_in_a_cell():
    cell = "<p>甲</p>\n<p>乙<br></p><p><br></p><p>丙<br>丁</p><div>戊<div>己</div></div>"
    assert shape(read(f"<table><tr><td>{cell}</td><td>x</td></tr></table>"))[0][0][0] == "甲\n乙\n\n丙\n丁\n戊\n己"


def test_line_breaks_part_paragraphs_but_not_a_caption():
    html = (
        "<div>　　第一部分<br>　　一、总体绩效目标<br><br>1.思路</div><p>2.招商经费<br>绩效目标表</p><h2>甲<br>乙</h2>"
    )
    assert shape(read(html)) == ["第一部分", "一、总体绩效目标", "1.思路", "2.招商经费\n绩效目标表", "甲\n乙"]


def test_headings_and_tables_of_contents():
    blocks = read(
        "<h1>甲</h1><h3>乙</h3><p class=MsoTitle>题</p><p style='mso-outline-level:2'>纲</p><p class=MsoToc1>录</p><p>丙</p>"
    ).blocks
    assert [(b.text, b.heading, b.is_contents) for b in blocks] == [
        ("甲", 1, False),
        ("乙", 3, False),
        ("题", 0, False),
        ("纲", 2, False),
        ("录", None, True),
        ("丙", None, False),
    ]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- .hid {display:none} @media print {.shown {display:none}} --></style></head><body>
<!--[if gte mso 9]><xml><w:x>不显示</w:x></xml><![endif]-->
<p class=MsoNormal><span style='font-family:宋体'>第一
行文字<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>项<span
style='mso-tab-count:1'>   </span>目</p><p class=hid>隐一</p><p class=shown>可见</p>
<p><span style='display:none;mso-hide:all'>隐二</span>显示<del>删去</del></p>
<table><tr><td><p class=MsoNormal>甲<o:p></o:p></p><p><o:p>&nbsp;</o:p></p><p>乙</p></td><td>丙</td></tr>
<![if !supportMisalignedColumns]><tr height=0 style='display:none'><td></td><td></td></tr><![endif]></table></body></html>"""


def test_a_page_saved_by_word():
    reading = read_bytes(WORD.encode(), DEFAULT_LIMITS)
    assert shape(reading) == ["第一行文字", "1.  项\t目", "可见", "显示", [["甲\n\n乙", "丙"]]]
    assert [(note.code, note.values["text"]) for note in reading.notes] == [
        ("hidden-text", "隐一"),
        ("hidden-text", "隐二"),
        ("deleted-text", "删去"),
    ]


def test_fields_of_a_form_lists_and_text_between_cells():
    html = "<table><tr><td>预算数</td><td><input value=18.00><input type=hidden value=x></td></tr></table>"
    assert shape(read(html)) == [[["预算数", "18.00"]]]
    assert shape(read("<ol><li>甲<li>2、乙</ol><ul><li>丙</ul>")) == ["1.甲", "2、乙", "丙"]
    assert shape(read("<table>散<tr><td>甲</td><td>乙</td></tr></table>")) == ["散", [["甲", "乙"]]]


def test_scripts_are_no_text_and_tags_may_stay_open():
    html = "<script>var a='<table>'</script><style>p{}</style><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><p>戊"
    assert shape(read(html)) == [[["甲", "乙"], ["丙", "丁"]], "戊"]


PAGE = "<html><head><meta charset={}></head><body><table><tr><td>项目编码</td><td>预算规模及资金用途</td></tr></table>"


@pytest.mark.parametrize(
    ("declared", "codec", "codes"),
    [
        ("utf-8", "utf-8", []),
        ("gb2312", "gb18030", []),
        ("GBK", "gb18030", []),
        ("utf-8", "gb18030", ["encoding-declared"]),
        ("gb2312", "utf-8", ["encoding-declared"]),
        ("iso-8859-1", "gb18030", ["encoding-declared"]),
        ("x", "utf-16", []),
        ("utf-8", "utf-8-sig", []),
    ],
)
def test_the_bytes_decide_about_the_encoding(declared, codec, codes):
    reading = read_bytes(PAGE.format(declared).encode(codec), DEFAULT_LIMITS)
    assert shape(reading) == [[["项目编码", "预算规模及资金用途"]]]
    assert [note.code for note in reading.notes] == codes


def test_a_page_without_a_declaration_and_with_characters_beyond_gb2312():
    assert shape(read("<p>𠮷镕绩效</p>", "gb18030")) == ["𠮷镕绩效"]


def test_a_page_is_known_by_its_content():
    for page in (
        "<!DOCTYPE html><p>甲",
        "\n <!-- x --><HTML>",
        "<?xml version='1.0'?><html>",
        "<table><tr>",
        "<meta charset=x>",
    ):
        for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"):
            assert detect(page.encode(codec)) == "html", (page, codec)
    assert detect("序号 <甲> 项目\n".encode()) == "txt"
    assert detect(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>") == "mht"
    assert detect(b"From: <x>\nSubject: y\nMIME-Version: 1.0\n") == "mht"
    assert detect(b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook xmlns='x'>").startswith(
        "Excel"
    )


def refused(html, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        read(html, limits=limits)
    return caught.value.code


def test_pages_that_mean_harm():
    with within(5):
        assert refused("<table><tr><td>" * 30 + "x") == "too-deep"
        assert refused("<div>" * 100_000 + "x") == "too-deep"
        assert (
            refused("<table><tr><td rowspan=9999 colspan=1000>x</td></tr>" + "<tr><td colspan=1000>x<td>y" * 3000)
            == "too-many-cells"
        )
        assert refused("甲" * 2000, Limits(text_size=1000)) == "too-large"
        for html in (
            "<style>" + "p" * 300_000,
            "<style>" + "/*" * 200_000,
            "<!doctype" * 50_000,
            "<p title='" * 30_000,
        ):
            read(html)
        assert shape(read("<b>" * 1500 + "深")) == ["深"]


def test_no_entity_is_loaded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><html><p>甲&e;乙</p></html>'
    assert "机密" not in str(shape(read_bytes(page.encode(), DEFAULT_LIMITS)))


@needs_shared
@pytest.mark.parametrize("suffix", ["html", "gb18030.html"])
@pytest.mark.parametrize("name", NAMES)
def test_the_real_documents_say_the_same_as_their_word_files(name, suffix):
    path = SHARED / "fixtures" / f"{name}.{suffix}"
    if not path.exists():
        pytest.skip("there is no such file")
    ours, word = jiheng.read(path), jiheng.read(SHARED / "fixtures" / f"{name}.docx")
    assert shape(read_bytes(path.read_bytes(), DEFAULT_LIMITS))
    assert (ours.title, ours.fiscal_year) == (word.title, word.fiscal_year)
    assert [tuple(i.target.raw for i in s.indicators if i.target) for s in ours.sheets] == [
        tuple(i.target.raw for i in s.indicators if i.target) for s in word.sheets
    ]
    assert [(s.code, s.name, s.budget, s.purpose, s.goals) for s in ours.sheets] == [
        (s.code, s.name, s.budget, s.purpose, s.goals) for s in word.sheets
    ]
    assert ours.department.overall_goals == word.department.overall_goals
    assert ours.department.sub_goals == word.department.sub_goals
