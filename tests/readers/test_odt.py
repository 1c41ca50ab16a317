"""OpenDocument, construct by construct, as a reader of the printed page would see it."""

import io
import zipfile

import pytest
from tests import shared

from jiheng.domain.grid import Grid, Paragraph
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.rows import pack, rows_of

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("number", "datastyle"), ("manifest", "manifest"),
    )
)  # fmt: skip


def part(root, content):
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {SPACES}>{content}</{root}>'


def package(body, *, automatic="", styles="", kind="text", **parts):
    parts = {
        "content.xml": part(
            "office:document-content",
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>",
        ),
        "styles.xml": part("office:document-styles", f"<office:styles>{styles}</office:styles>"),
        **parts,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def read(body, **settings):
    return read_bytes(package(body, **settings), DEFAULT_LIMITS)


def lines(body, **settings):
    return [block.text for block in read(body, **settings).blocks if isinstance(block, Paragraph)]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def tables(body, **settings):
    return [block for block in read(body, **settings).blocks if isinstance(block, Grid)]


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cell(content, **spans):
    names = "".join(f' table:number-{name.replace("_", "-")}="{value}"' for name, value in spans.items())
    return f"<table:table-cell{names}>{content if content.startswith('<') else p(content)}</table:table-cell>"


def table(*rows):
    return (
        "<table:table>"
        + "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
        + "</table:table>"
    )


COVERED = "<table:covered-table-cell/>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("甲\n   乙  丙", "甲 乙 丙"),
        ('甲<text:s text:c="3"/>乙<text:s/>丙', "甲   乙 丙"),
        ("甲<text:tab/>乙<text:line-break/>丙", "甲\t乙\n丙"),
        ("<text:span>甲<text:span> 乙</text:span></text:span><text:a>丙</text:a>", "甲 乙丙"),
        ("甲<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>乙", "甲乙"),
        ("甲<office:annotation><text:p>批</text:p></office:annotation>乙", "甲乙"),
        ("<text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>jiǎ</text:ruby-text></text:ruby>", "甲"),
        ('<text:bookmark text:name="x"/>第<text:page-number>3</text:page-number>页', "第3页"),
        ('甲<text:change-start text:change-id="1"/>增<text:change-end text:change-id="1"/>', "甲增"),
        ("甲<text:soft-page-break/>乙", "甲乙"),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph(content, text):
    assert lines(p(content)) == [text]


def test_headings_titles_and_contents():
    styles = (
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>'
        '<style:style style:name="Title" style:family="paragraph"/>'
        '<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph"/>'
    )
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    body = (
        p("题", "Title") + '<text:h text:outline-level="1">一</text:h>' + p("", "") + p("二", "P1") + p("目", "Contents_20_1")
        + "<text:table-of-content><text:table-of-content-source><text:index-title-template>样</text:index-title-template>"
        "</text:table-of-content-source><text:index-body><text:p>录</text:p></text:index-body></text:table-of-content>"
    )  # fmt: skip
    found = [(b.text, b.line, b.heading, b.is_contents) for b in read(body, styles=styles, automatic=automatic).blocks]
    assert found == [
        ("题", 1, 0, False),
        ("一", 2, 1, False),
        ("二", 4, 2, False),
        ("目", 5, None, True),
        ("录", 6, None, True),
    ]


def test_merged_repeated_and_grouped_cells():
    body = (
        table(
            [cell("甲", columns_spanned=2), COVERED, cell("乙")],
            [cell("丙", rows_spanned=2), cell("1"), cell("2")],
            [COVERED, cell("同", columns_repeated=2)],
        )
        .replace("<table:table-row>", "<table:table-header-rows><table:table-row>", 1)
        .replace("</table:table-row>", "</table:table-row></table:table-header-rows>", 1)
    )
    (grid,) = tables(body)
    assert texts(grid) == [["甲", "甲", "乙"], ["丙", "1", "2"], ["丙", "同", "同"]]
    assert grid.rows[1][0] is grid.rows[2][0]
    assert grid.place(grid.rows[2][1])[:3] == (1, 3, 2)
    (repeated,) = tables(
        table([cell("甲")]).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="3">')
    )
    assert texts(repeated) == [["甲"]] * 3


def test_a_table_in_a_cell_follows_and_a_frame_around_a_table_is_none():
    inner = table([cell("内一"), cell("内二")])
    outer, nested, after = read(table([cell(p("甲") + inner + p("乙")), cell("丙")]) + p("后")).blocks
    assert (texts(outer), texts(nested), after.text) == ([["甲\n乙", "丙"]], [["内一", "内二"]], "后")
    (framed,) = tables(table([cell(p("") + inner)]))
    assert texts(framed) == [["内一", "内二"]]


def test_what_is_not_shown_is_noted():
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info/><text:p>删</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p('前<text:span text:style-name="T2">隐</text:span>后')
        + '<text:section text:display="none"><text:p>节</text:p></text:section>'
    )
    reading = read(body, automatic=automatic)
    assert [block.text for block in reading.blocks] == ["前后"]
    notes = [(note.code, note.values["text"]) for note in reading.notes]
    assert notes == [("deleted-text", "删"), ("hidden-text", "隐"), ("hidden-text", "节")]


def test_frames_follow_the_paragraph_that_anchors_them():
    box = "<draw:frame><draw:text-box><text:p>框一</text:p>" + table([cell("框二")]) + "</draw:text-box></draw:frame>"
    image = "<draw:frame><draw:image><text:p>图</text:p></draw:image></draw:frame>"
    anchored, first, second, after = read(p("锚" + box + image + "定") + p("后")).blocks
    assert (anchored.text, first.text, texts(second), after.text) == ("锚定", "框一", [["框二"]], "后")


def test_signs_of_symbol_fonts():
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="符号"/></style:style>'
    )
    fonts = '<style:font-face style:name="符号" svg:font-family="Symbol"/>'
    content = package(p('<text:span text:style-name="T1">\uf0b3</text:span>90'), automatic=automatic)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml").decode()
    xml = xml.replace(
        "<office:automatic-styles>",
        f"<office:font-face-decls>{fonts}</office:font-face-decls><office:automatic-styles>",
    )
    (block,) = read("", **{"content.xml": xml}).blocks
    assert block.text == "≥90"


LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." '
    'style:num-prefix="（" style:num-suffix="）"/><text:list-level-style-number text:level="2" style:num-format="1" '
    'style:num-suffix="." text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="•"/>'
    "</text:list-style>"
)


def items(*texts, **settings):
    names = "".join(f' text:{name.replace("_", "-")}="{value}"' for name, value in settings.items())
    inner = "".join(f"<text:list-item>{text if text.startswith('<') else p(text)}</text:list-item>" for text in texts)
    return f"<text:list{names}>{inner}</text:list>"


def test_list_numbers_are_counted_as_the_suite_does():
    body = items("甲", p("乙") + p("乙续") + items("丙", "丁"), style_name="L1") + p("间")
    body += items("戊", style_name="L1", continue_numbering="true") + items("己", style_name="L1")
    body += items("庚", style_name="L1").replace("<text:list-item>", '<text:list-item text:start-value="7">')
    assert lines(body, automatic=LIST) == [
        "（一）甲", "（二）乙", "乙续", "二.1.丙", "二.2.丁", "间", "（三）戊", "（一）己", "（七）庚",
    ]  # fmt: skip
    assert lines(items(items(items("点")), style_name="L1"), automatic=LIST) == ["点"]


def test_a_spreadsheet_is_laid_out_as_excel_files_are():
    sheet = (
        '<table:table table:name="表一"><table:table-column table:number-columns-repeated="16384"/>'
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>项目</text:p>'
        f"</table:table-cell>{COVERED}<table:table-cell><text:p>备注</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="18">'
        "<text:p>18.00</text:p></table:table-cell><table:table-cell><text:p>万</text:p><text:p>元</text:p>"
        '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell/>'
        "</table:table-row></table:table>"
    )
    reading = read(sheet, kind="spreadsheet")
    (grid,) = reading.blocks
    assert (reading.format, grid.sheet) == ("ods", "表一")
    assert texts(grid) == [["项目", "项目", "备注"], ["18.00", "万\n元", ""], ["18.00", "万\n元", ""]]


def test_long_tables_keep_all_their_digits():
    cells = '<table:table-cell office:value-type="float" office:value="18.125"><text:p>18</text:p></table:table-cell>'
    data = package(
        f'<table:table table:name="支付"><table:table-row>{cells}</table:table-row></table:table>', kind="spreadsheet"
    )
    assert [tuple(row) for row in rows_of(pack(data))] == [("支付", 1, ("18.125",))]


def test_a_flat_file_reads_like_a_package():
    flat = part(
        "office:document", f"<office:body><office:text>{p('甲')}{table([cell('乙')])}</office:text></office:body>"
    )
    reading = read_bytes(flat.encode(), DEFAULT_LIMITS)
    assert reading.format == "odt"
    assert [reading.blocks[0].text, texts(reading.blocks[1])] == ["甲", [["乙"]]]


DEEP = "<table:table><table:table-row><table:table-cell><text:p/></table:table-cell><table:table-cell>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (package("", **{"META-INF/manifest.xml": part("manifest:manifest", "<manifest:encryption-data/>")}), "encrypted"),
        (package("", kind="presentation"), "unsupported"),
        (package("", **{"content.xml": part("office:document-content", "")}), "not-opendocument"),
        (package("", **{"content.xml": "<a"}), "damaged-xml"),
        (package("", **{"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "external-entities"),
        (package(DEEP * 25 + "</table:table-cell></table:table-row></table:table>" * 25), "too-deep"),
        (package(table([cell("x", columns_repeated=1000)]).replace(
            "<table:table-row>", '<table:table-row table:number-rows-repeated="9999">')), "too-many-cells"),
    ],
    ids=["locked", "slides", "no body", "no XML", "entities", "nested", "repeated"],
)  # fmt: skip
def test_what_cannot_be_read_is_declined(content, code):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(content, DEFAULT_LIMITS._replace(cells=100_000))
    assert caught.value.code == code


@shared.needs_shared
def test_the_shared_document_reads_as_its_word_file():
    word = read_bytes(shared.word("caofeidian-2022").read_bytes(), DEFAULT_LIMITS)
    text = read_bytes(shared.word("caofeidian-2022").with_suffix(".odt").read_bytes(), DEFAULT_LIMITS)
    assert text.blocks == word.blocks
