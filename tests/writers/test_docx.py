"""Word documents: read back they say the same, in LibreOffice they stand on the pages that their contents name."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as form_document
from tests.writers.documents import HARD, documents, make_document, reread
from tests.writers.test_compose import EXAMPLES, SEEDS

from jiheng.engine import read
from jiheng.forms import load_forms
from jiheng.writers.compose import compose
from jiheng.writers.docx import write_docx
from jiheng.writers.paper import Contents, Heading, Paper, Text

EXAMPLE = EXAMPLES[0]
CONTENTS_ENTRY = re.compile("TOC[1-9]")


def publish(document):
    return write_docx(compose(document, load_forms()))


def many(document, count):
    """`document` with so many tables."""
    return replace(
        document,
        sheets=tuple(
            replace(document.sheets[n % len(document.sheets)], number=n + 1, title=None) for n in range(count)
        ),
    )


def with_purposes(document, texts):
    """A document with one of these texts in each of its tables."""
    sheet = document.sheets[0]
    return make_document(document.department, [replace(sheet, purpose=text, title=None) for text in texts])


def elements(data, name):
    return list(docx.Document(io.BytesIO(data)).element.body.iter(qn(f"w:{name}")))


def contents(data):
    """The entries of the contents: (heading, page)."""
    found = []
    for paragraph in elements(data, "p"):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and CONTENTS_ENTRY.fullmatch(style.get(qn("w:val"))):
            *heading, page = (text.text for text in paragraph.iter(qn("w:t")))
            found.append(("".join(heading), int(page)))
    return found


# ── What it says ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_every_form_reads_back_equal(name):
    document = form_document(blocks(name))
    assert read(publish(document)) == document


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_read_back_equal_and_without_leftovers(path):
    document = read(path)
    published = read(publish(document))
    assert published == document
    assert not [note for note in published.notes if note.code.startswith("unrecognised")]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_generated_documents_say_what_their_paper_says(document):
    assert read(publish(document)) == reread(document)


@pytest.mark.parametrize("count", [1, 60])
def test_documents_with_few_and_many_tables_read_back_equal(count):
    document = many(read(EXAMPLE), count)
    assert read(publish(document)) == document


def test_cells_of_several_pages_and_of_sixty_rows_read_back_equal():
    example = read(EXAMPLE)
    rows = tuple(example.sheets[0].indicators) * 10
    tables = [replace(example.sheets[0], indicators=rows[:count]) for count in (1, 60)]
    document = make_document(example.department, [*tables, replace(example.sheets[1], purpose="很长的用途。" * 2000)])
    assert read(publish(document)) == document


def test_control_characters_are_dropped_and_nothing_else():
    document = with_purposes(read(EXAMPLE), ["甲\x00乙\x0b丙\ud800丁\ufffe戊\u202e己\t庚"])
    assert read(publish(document)).sheets[0].purpose == "甲乙丙丁戊\u202e己\t庚"


# ── What it is made of ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_paper_gives_the_same_bytes():
    paper = compose(read(EXAMPLE), load_forms())
    data = write_docx(paper)
    assert write_docx(paper) == data
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_text_from_outside_never_becomes_a_field_a_link_or_a_part():
    texts = [*HARD, "{ HYPERLINK http://example.invalid }", '" \\* MERGEFORMAT <w:p/>', "]]>", "<!--"]
    paper = Paper(
        "题",
        (Contents(), *(Heading(text, 2, f"section-{n}") for n, text in enumerate(texts)), *map(Text, texts)),
    )
    data = write_docx(paper)
    instructions = {element.text.strip() for element in elements(data, "instrText")}
    assert instructions == {'TOC \\o "1-3" \\h \\z', *(f"PAGEREF section_{n} \\h" for n in range(len(texts)))}
    word = docx.Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Body Text"] == texts
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if b'TargetMode="External"' in package.read(name)]
        assert not [name for name in package.namelist() if name.endswith(".bin")]


def test_contents_lead_to_the_headings():
    data = publish(read(EXAMPLE))
    bookmarks = [element.get(qn("w:name")) for element in elements(data, "bookmarkStart")]
    assert bookmarks == [element.get(qn("w:anchor")) for element in elements(data, "hyperlink")]
    assert len(set(bookmarks)) == len(bookmarks)
    word = docx.Document(io.BytesIO(data))
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]
    assert headings == [heading for heading, _page in contents(data)]


def test_tables_repeat_their_opening_rows_and_keep_rows_whole():
    document = with_purposes(read(EXAMPLE), ["短", "长" * 3000])
    short, tall = docx.Document(io.BytesIO(publish(document))).tables
    for table in (short, tall):
        assert [len(row._tr.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")) for row in table.rows][:3] == [1, 1, 0]
        assert table.autofit is False
    broken = [row for row in tall.rows if row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None]
    assert [row.cells[1].text for row in broken] == ["长" * 3000]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in short.rows)
    assert short.cell(2, 0)._tc is short.cell(3, 0)._tc, "预算规模及资金用途 covers two rows"


def test_each_table_lies_as_its_form_wants():
    portrait = form_document(blocks("anhui-project-goals"))
    landscape = form_document(blocks("national-monitoring"))
    both = replace(
        portrait, monitoring=tuple(replace(table, number=len(portrait.sheets) + 1) for table in landscape.monitoring)
    )
    data = publish(both)
    sections = docx.Document(io.BytesIO(data)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, False, True]
    for section, table in zip(list(sections)[1:], docx.Document(io.BytesIO(data)).tables, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        assert abs(sum(column.width for column in table.columns) - room) < 2000, "as wide as the text"


# ── Where it stands ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_contents_name_the_pages_on_which_the_headings_stand(tmp_path):
    example = read(EXAMPLE)
    sixty = many(example, 60)
    spread = [
        tuple(
            replace(row, description=f"{row.description or '说明'}{'，更多的说明' * (index % 17)}")
            for row in sheet.indicators
        )
        for index, sheet in enumerate(sixty.sheets)
    ]
    documents = {
        "example": example,
        "sixty": sixty,
        "spread": replace(
            sixty,
            sheets=tuple(replace(sheet, indicators=rows) for sheet, rows in zip(sixty.sheets, spread, strict=True)),
        ),
        "tall": with_purposes(
            example, ["按照资金管理办法（试行）的规定，保障机关单位正常运转；" * n for n in (1, 30, 60, 90, 200)]
        ),
        **{path.stem: read(path) for path in SEEDS},
    }
    files = {name: tmp_path / f"{name}.docx" for name in documents}
    for name, path in files.items():
        path.write_bytes(publish(documents[name]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, *files.values()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for path in files.values():
        with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as pdf:
            pages = [bookmark.get_dest().get_index() for bookmark in pdf.get_toc()]
            assert [page - pages[0] + 1 for page in pages] == [page for _heading, page in contents(path.read_bytes())]
            printed = pdf[pages[-1]].get_textpage().get_text_bounded()
            assert f"–{pages[-1] - pages[0] + 1}–" in "".join(printed.split()), "the page's own number agrees"


# ── How it is written ─────────────────────────────────────────────────────────────────────────────────────────────────


BODY = "word/document.xml"


def shown(data, names=None):
    """The parts of the package, all or those of these names, as text that can be compared line by line."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = [
            f"── {name}\n{etree.tostring(etree.fromstring(package.read(name)), pretty_print=True, encoding='unicode')}"
            for name in names or package.namelist()
        ]
    return re.sub(r' xmlns:\w+="[^"]*"', "", "\n".join(texts))


GOLDEN = {
    "hebei": lambda: make_document(
        None, [replace(sheet, indicators=sheet.indicators[:2]) for sheet in read(EXAMPLE).sheets[:2]]
    ),
    "self-evaluation": lambda: form_document(blocks("sichuan-self-evaluation")),
    "monitoring": lambda: form_document(blocks("national-monitoring")),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_package_is_as_it_was(name, golden):
    golden(f"docx/{name}.txt", shown(publish(GOLDEN[name]()), None if name == "hebei" else [BODY]))
