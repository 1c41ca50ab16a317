"""What LibreOffice converts, and what comes back when it cannot."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from tests.old_word import document, word_95
from tests.word import p, xml

from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, libreoffice, read_bytes

needs_libreoffice = pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
EXAMPLES = Path(__file__).parents[2] / "examples"


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def package(body, **parts):
    """A package complete enough for a program that is stricter than our reader."""
    types = f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
    types += "".join(f'<Override PartName="/word/{n}.xml" ContentType="{TYPES}.{n}+xml"/>' for n in parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        archive.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        archive.writestr("word/_rels/document.xml.rels", relations(**{n: f"{n}.xml" for n in parts}))
        archive.writestr("word/document.xml", xml("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def relations(**targets):
    items = (f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="{RELATIONS}">{"".join(items)}</Relationships>'


def cell(content, width=1000, span=1, merge=""):
    inner = content if content.startswith("<") else p(content)
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inner}</w:tc>'
    )


def table(widths, *rows):
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join("<w:tr>" + "".join(c if c.startswith("<") else cell(c) for c in row) + "</w:tr>" for row in rows)
    properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def level(depth, form, pattern):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def item(text, depth):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>')


def box(title):
    content = f"<w:txbxContent>{p(title)}{table([1000], ['盒'])}{p('盒尾')}</w:txbxContent>"
    shape = f'<v:shape style="position:absolute;width:200pt;height:100pt" type="#_x0000_t202"><v:textbox>{content}</v:textbox></v:shape>'
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"


CHANGE = 'w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
PACKAGES = {
    "merged cells": package(
        p("前")
        + table(
            [1000] * 4,
            [cell("甲", 2000, 2), "乙", "丙"],
            [cell("组", merge="restart"), "1", "2", "3"],
            [cell("", merge="continue"), cell("宽", 2000, 2), "4"],
            [cell("大", 2000, 2, "restart"), "5", cell("右", merge="restart")],
            [cell("", 2000, 2, "continue"), "6", cell("", merge="continue")],
            [cell("全", 4000, 4)],
        )
        + p("后")
    ),
    "spacer columns": package(
        table(
            [1000, 50, 1000, 300, 1000],
            ["甲", cell("", 50), "乙", cell("", 300), "丙"],
            [cell("丁", 1050, 2), cell("戊", 1300, 2), "己"],
            [cell("庚", 2050, 3), cell("", 300), "辛"],
        )
        + p()
    ),
    "nested tables": package(
        p("前")
        + table(
            [2000, 4000],
            [cell("甲", 2000), cell(p("乙") + table([1000, 1000], ["一", "二"], [cell("三", 2000, 2)]) + p("尾"), 4000)],
            [cell("丙", 2000), cell(table([900], [cell(table([800], ["最里"]) + p(), 900)]) + p(), 4000)],
        )
        + p("后")
    ),
    "paragraphs": package(
        table([3000], [cell(p() + p("　1.甲 ") + p() + p("2.乙") + p(" "), 3000)])
        + "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r></w:p>"
        + p("𠮷野家 😀 完")
        + '<w:p><w:r><w:t>产量</w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r></w:p>'
    ),
    "tracked changes": package(
        f"<w:p><w:r><w:t>预算</w:t></w:r><w:del {CHANGE}><w:r><w:delText>十</w:delText></w:r></w:del><w:ins {CHANGE}><w:r>"
        "<w:t>二十</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>秘</w:t></w:r><w:r><w:t>万元</w:t></w:r></w:p>"
    ),
    "fields": package(
        f"<w:p>{FIELD.format('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{FIELD.format('separate')}"
        f"<w:r><w:t>一、总体 1</w:t></w:r></w:p>{p('二、分项 2')}<w:p>{FIELD.format('end')}</w:p>"
        f'<w:p><w:r><w:t>目标</w:t></w:r>{FIELD.format("begin")}<w:r><w:instrText>TC "x" \\l 1</w:instrText></w:r>'
        f"{FIELD.format('end')}</w:p>"
    ),
    "styles": package(
        p("一", "2") + p("二", "z") + p("题", "t") + p("四", properties='<w:outlineLvl w:val="0"/>') + p("五", "11") + p("六"),
        styles=xml(
            "styles",
            '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="自定"/><w:basedOn w:val="2"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>',
        ),
    ),
    "list numbers": package(
        item("甲", 0) + item("乙", 1) + item("丙", 1) + table([1000], [cell(item("丁", 0) + item("戊", 1))]) + p("己"),
        numbering=xml(
            "numbering",
            '<w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "（%1）") + level(1, "decimal", "%1.%2")
            + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>',
        ),
    ),
    "text boxes": package(
        f"<w:p><w:r><w:t>封面</w:t></w:r>{box('二〇二五年')}</w:p>{p('正文')}<w:p>{box('匣')}<w:r><w:t>末</w:t></w:r></w:p>"
    ),
    **{path.stem: path.read_bytes() for path in EXAMPLES.glob("*.docx")},
}  # fmt: skip


def outline(block):
    """A block without numbers of lines, and without columns that no cell begins in: a .doc has only the cells' edges."""
    if not isinstance(block, Grid):
        return block._replace(line=0)
    starts = {n for row in block.rows for n, cell in enumerate(row) if n == 0 or cell is not row[n - 1]}
    return [[(cell.text, cell.row) for n, cell in enumerate(row) if n in starts] for row in block.rows]


@pytest.fixture(scope="module")
def saved_as_doc():
    return dict(zip(PACKAGES, libreoffice.convert([*PACKAGES.values()], "docx", "doc:MS Word 97"), strict=True))


@needs_libreoffice
@pytest.mark.parametrize("name", PACKAGES)
def test_a_document_saved_as_doc_reads_as_before(name, saved_as_doc):
    before, after = (read_bytes(data, DEFAULT_LIMITS) for data in (PACKAGES[name], saved_as_doc[name]))
    assert (before.format, after.format) == ("docx", "doc")
    assert list(map(outline, after.blocks)) == list(map(outline, before.blocks))
    assert after.notes == before.notes


@needs_libreoffice
def test_a_word_95_file_is_read_with_its_help_and_says_so():
    reading = read_bytes(word_95("Old text of 1995\rSecond paragraph\r"), DEFAULT_LIMITS)
    assert [block.text for block in reading.blocks] == ["Old text of 1995", "Second paragraph"]
    assert [note.code for note in reading.notes] == ["converted"]


def test_without_it_the_reason_stays():
    with pytest.raises(UnreadableSourceError, match="LibreOffice"):
        read_bytes(word_95("x\r"), DEFAULT_LIMITS._replace(conversion=0))


@needs_libreoffice
def test_many_files_take_one_run_and_one_that_is_none_costs_only_itself():
    first, nothing, last = libreoffice.convert(
        [document("甲"), b"x" * 5000, document("乙")], "doc", "docx", importer="MS Word 97"
    )
    assert [read_bytes(data, DEFAULT_LIMITS).blocks[0].text for data in (first, last)] == ["甲", "乙"]
    assert nothing is None


@needs_libreoffice
def test_it_is_ended_when_its_time_is_over(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    started = time.monotonic()
    assert libreoffice.convert([document("甲")], "doc", "docx", seconds=0.05) == [None]
    assert time.monotonic() - started < 5
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_crashes_on_a_file_costs_the_others_another_run(tmp_path, monkeypatch):
    """A stand-in that copies files until it meets one that makes it crash."""
    stand_in = tmp_path / "soffice"
    stand_in.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nout=$2; shift 2; mkdir -p "$out"\n'
        'for f in "$@"; do if grep -q crash "$f"; then exit 139; fi; cp "$f" "$out/${f%.doc}.docx"; done\n',
        encoding="utf-8",
    )
    stand_in.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(stand_in))
    assert libreoffice.convert([b"a", b"crash", b"b", b"crash"], "doc", "docx") == [b"a", None, b"b", None]
