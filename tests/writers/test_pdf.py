"""PDF out: it says the same as the document, on every page like the form, and is the same file every time."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as form_document
from tests.writers.documents import HARD, documents, make_document, reread
from tests.writers.test_compose import EXAMPLES, SEEDS

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, Source
from jiheng.engine import read
from jiheng.forms import load_forms
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.pdf.reader import read_here
from jiheng.recognise import recognise
from jiheng.writers.compose import compose
from jiheng.writers.paper import FormTable, Heading
from jiheng.writers.pdf import write_pdf
from jiheng.writers.pdf.data import paper_data

EXAMPLE = EXAMPLES[0]
TURNED = HARD[HARD.index("لا")]
PAGE_NUMBER = re.compile(r"– (\d+) –")
GOLDEN = {
    "hebei": lambda: make_document(
        None, [replace(sheet, indicators=sheet.indicators[:2]) for sheet in read(EXAMPLE).sheets[:2]]
    ),
    "self-evaluation": lambda: form_document(blocks("sichuan-self-evaluation")),
    "monitoring": lambda: form_document(blocks("national-monitoring")),
}


def publish(document):
    return write_pdf(compose(document, load_forms()))


def reread_pdf(data):
    """What is recognised of the file; read in this process, as the child process of the command does it."""
    return recognise(read_here(data, DEFAULT_LIMITS)[0], Source("印.pdf", "0" * 64, "pdf"), load_forms())


def indicator(name, description=None, level1="产出指标", level2="数量指标"):
    return Indicator(level1, level2, name, description, None, None)


def sheet(*indicators, **fields):
    made = GoalSheet(
        number=1, form="hebei-project-goals", organization=Organization("301001", "云溪经济开发区管理委员会"),
        code="13079925P00010110001X", name="招商推介", budget=Budget(None, None, None, "万元"), purpose="场地租金",
        spending_plan=(), goals=("办好推介会",), indicators=indicators,
    )  # fmt: skip
    return replace(made, **fields)


def single(*indicators, **fields):
    """A document of one table, as it is recognised of its own paper."""
    return reread(make_document(None, [sheet(*indicators, **fields)]))


def pages(data):
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


# ── What it says ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_every_form_reads_back_equal(name):
    document = form_document(blocks(name))
    assert reread_pdf(publish(document)) == document


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_read_back_equal(path):
    document = read(path)
    printed = reread_pdf(publish(document))
    assert printed == document
    assert not [note for note in printed.notes if note.code.startswith("unrecognised")]


def test_the_engine_reads_it_like_any_file():
    document = form_document(blocks(NAMES[0]))
    assert read(publish(document)) == document


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_hard_documents_read_back_equal(document):
    # The reader's library mirrors brackets and signs beside a letter that is written from right to left, and drops a
    # blank behind a hyphen at the end of a line.
    assume(TURNED not in repr(document) and "- " not in repr(document))
    assume(reread(document) == document)
    assert reread_pdf(publish(document)) == document


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_read_back(text):
    document = single(indicator(text, f"甲{text}乙"), indicator("尾"))
    assert reread_pdf(publish(document)) == document


def test_paragraphs_and_blank_lines_in_a_cell_are_kept_and_wraps_are_not():
    full = "字" * 40  # of which no line is any shorter than the cell
    document = single(indicator("数", f"{full}\n{full}\n\n末"))
    assert document.sheets[0].indicators[0].description == f"{full}\n{full}\n\n末"
    assert reread_pdf(publish(document)) == document


def test_texts_over_several_pages_read_back():
    document = single(indicator("甲" * 900, "乙" * 2500), indicator("丙", "行\n" * 200 + "末", level2="质量指标"))
    data = publish(document)
    assert len(pages(data)) > 3
    assert reread_pdf(data) == document


@pytest.mark.parametrize("count", [1, 60])
def test_many_indicators(count):
    document = single(*(indicator(f"指标{n}", "说明" * (n % 20), level2=f"第{n // 8}类指标") for n in range(count)))
    assert reread_pdf(publish(document)) == document


def test_sixty_projects():
    example = read(EXAMPLE)
    sheets = [replace(example.sheets[n % len(example.sheets)], name=f"项目{n}", title=None) for n in range(60)]
    document = reread(make_document(example.department, sheets))
    assert reread_pdf(publish(document)) == document


def test_what_would_steer_a_program_is_text_or_gone():
    document = single(indicator('#set page(width: 1cm)", #read("/etc/passwd")', "a\u202eb\x07c\ud800d\ufeff"))
    data = publish(document)
    (found,) = reread_pdf(data).sheets[0].indicators
    assert found.name == '#set page(width: 1cm)", #read("/etc/passwd")'
    assert found.description == "abcd"
    assert pypdfium2.PdfDocument(data)[0].get_width() == pytest.approx(595, abs=1)
    assert b"/JavaScript" not in data


def test_characters_that_no_font_has_are_boxes_and_keep_their_meaning():
    rare = "𠮷👍🏽한☑\ue123"
    data = publish(single(indicator("数", rare)))
    assert rare in "".join(pages(data))
    assert reread_pdf(data).sheets[0].indicators[0].description == rare


@pytest.mark.parametrize(
    "text", ["\ufffd", "\U0001fffe", "\U0010ffff", "\ufdd0", "\ufe0f", "\u200d", "\u0301", "\u3000"]
)
def test_no_character_stops_it(text):
    assert publish(single(indicator(f"甲{text}乙"))).startswith(b"%PDF-")


# ── How it looks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_contents_name_the_pages_on_which_headings_stand():
    document = read(EXAMPLE)
    paper = compose(document, load_forms())
    texts = [text.replace(" ", "").splitlines() for text in pages(write_pdf(paper))]
    front = next(n for n, lines in enumerate(texts) if "–1–" in lines)
    entries = dict(re.fullmatch(r"(.+?)\.{4,}(\d+)", line).groups() for line in texts[front - 1] if "...." in line)
    assert list(entries) == [heading.text.replace(" ", "") for heading in paper.headings]
    for heading, number in entries.items():
        assert heading in texts[front - 1 + int(number)]


def test_page_numbers_begin_behind_the_contents():
    numbers = [PAGE_NUMBER.search(text) for text in pages(publish(read(EXAMPLE)))]
    assert numbers[:2] == [None, None]
    assert [int(number[1]) for number in numbers[2:]] == list(range(1, len(numbers) - 1))


def test_headings_are_bookmarks():
    paper = compose(read(EXAMPLE), load_forms())
    marks = [(mark.level + 1, mark.get_title()) for mark in pypdfium2.PdfDocument(write_pdf(paper)).get_toc()]
    assert marks == [(heading.level, heading.text) for heading in paper.headings]


def test_headers_are_repeated_and_rows_stay_whole():
    texts = [f"{n}始" + "字" * 200 + f"{n}终" for n in range(12)]
    found = pages(publish(single(*(indicator(f"第{n}项", text) for n, text in enumerate(texts)))))
    assert len(found) > 2
    for text in found:
        assert "项目编码" in text
        assert "一级指标" in text
        assert re.findall(r"\d+(?=始)", text) == re.findall(r"\d+(?=终)", text)


def test_tall_rows_that_fit_on_a_page_stay_on_one():
    found = pages(publish(single(indicator("前", "字" * 300), indicator("高", "始" + "字" * 480 + "终"))))
    assert [("始" in text, "终" in text) for text in found] == [(False, False), (True, True)]


def test_no_text_leaves_its_cell():
    document = single(indicator("A" * 70, "http://www.example.gov.cn/" + "x" * 300), indicator("很" * 300))
    data = publish(document)
    page_box = [(56, 540)] * len(pages(data))
    for page, (left, right) in zip(pypdfium2.PdfDocument(data), page_box, strict=True):
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        assert all(left < box[0] and box[2] < right for box in boxes if box[2] > box[0])


def test_wide_forms_lie_across():
    page = pypdfium2.PdfDocument(publish(form_document(blocks("national-monitoring"))))[0]
    assert page.get_width() > page.get_height()


def test_notes_of_a_reviewer_stand_behind_the_text():
    paper = compose(form_document(blocks(NAMES[0])), load_forms())
    (table,) = (block for block in paper.blocks if isinstance(block, FormTable))
    row = table.table.rows[0]
    marked = replace(row.cells[-1], mark="[1] 请核对")
    rows = (row._replace(cells=(*row.cells[:-1], marked)), *table.table.rows[1:])
    changed = replace(table.table, rows=rows)
    blocks_ = tuple(block._replace(table=changed) if block is table else block for block in paper.blocks)
    assert f"{marked.text} [1] 请核对" in pages(write_pdf(replace(paper, blocks=blocks_)))[0]


# ── The file ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_accessible_and_all_fonts_are_parts_of_it():
    data = publish(read(EXAMPLE))
    document = pypdfium2.PdfDocument(data)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert document.get_metadata_value("Title") == "云溪经济开发区管理委员会2025年部门预算绩效目标"
    fonts = set()
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(item.raw)
            assert pdfium.FPDFFont_GetIsEmbedded(font)
            name = bytearray(100)
            size = pdfium.FPDFFont_GetBaseFontName(font, (pdfium.c_char * 100).from_buffer(name), 100)
            fonts.add(re.sub(r"^[A-Z]{6}\+", "", name[: size - 1].decode()))
    assert fonts == {"NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Bold"}
    assert len(data) < 1_000_000


CODE = """
import hashlib, sys
from jiheng.engine import read
from jiheng.forms import load_forms
from jiheng.writers.compose import compose
from jiheng.writers.pdf import write_pdf
print(hashlib.sha256(write_pdf(compose(read(sys.argv[1]), load_forms()))).hexdigest())
"""


def test_the_same_paper_gives_the_same_bytes_in_every_process():
    paper = compose(read(EXAMPLE), load_forms())
    first = write_pdf(paper)
    write_pdf(compose(form_document(blocks(NAMES[0])), load_forms()))
    assert write_pdf(paper) == first
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    command = [sys.executable, "-c", CODE, EXAMPLE]
    other = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert other.stdout.strip() == hashlib.sha256(first).hexdigest()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_process_forked_from_one_that_has_printed_prints_as_well():
    code = (
        CODE
        + "import os\nif os.fork() == 0:\n    write_pdf(compose(read(sys.argv[1]), load_forms()))\n"
        + ("    os._exit(0)\nsys.exit(os.waitstatus_to_exitcode(os.wait()[1]))")
    )
    done = subprocess.run([sys.executable, "-c", code, EXAMPLE], check=False, timeout=60, stdout=subprocess.DEVNULL)
    assert done.returncode == 0


@pytest.mark.parametrize("module", ["typst", "jiheng_fonts"])
def test_without_its_components_it_says_what_to_install(module, tmp_path):
    code = f"import sys; sys.modules[{module!r}] = None; from jiheng.cli.main import main; sys.exit(main(sys.argv[1:]))"
    target = tmp_path / "out.pdf"
    done = subprocess.run(
        [sys.executable, "-c", code, "publish", EXAMPLE, "--to", target],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'jiheng[pdf]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()


def test_levels_of_headings_begin_with_one_and_keys_are_told_apart():
    data = paper_data(compose(form_document(blocks(NAMES[0])), load_forms()))
    headings = [block for run in data["runs"] for block in run["blocks"] if block["kind"] == "heading"]
    assert [heading["level"] for heading in headings] == [1]
    assert all(one["key"] != other["key"] for one, other in pairwise(headings))
    assert isinstance(compose(read(EXAMPLE), load_forms()).blocks[2], Heading)


@pytest.mark.parametrize("name", GOLDEN)
def test_the_data_is_as_it_was(name, golden):
    data = paper_data(compose(GOLDEN[name](), load_forms()))
    shown = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    golden(f"pdf/{name}.json", re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.2f}", shown) + "\n")
