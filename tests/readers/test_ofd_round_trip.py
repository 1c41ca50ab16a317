"""What we publish, and the real documents, laid out as OFD glyph by glyph: it reads back as their PDF does."""

from dataclasses import replace

import pytest
from benchmarks.fixed_pages import build, pages_of
from tests import shared
from tests.ofd import printed
from tests.writers.test_compose import EXAMPLES

from jiheng.domain.goals import Source
from jiheng.engine import read
from jiheng.forms import load_forms
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.readers.ofd.reader import read_here
from jiheng.recognise import recognise
from jiheng.writers.compose import compose
from jiheng.writers.pdf import write_pdf


@pytest.fixture(scope="module")
def example():
    """An example document: itself, and the PDF that we print of it."""
    document = read(EXAMPLES[0])
    document = replace(document, sheets=document.sheets[:4])
    return document, write_pdf(compose(document, load_forms()))


@pytest.mark.parametrize("one_by_one", [False, True])
def test_what_we_publish_reads_back_from_ofd_as_from_pdf(example, one_by_one):
    document, pdf = example
    pages, keywords = pages_of(pdf)
    data = printed(pages, one_by_one=one_by_one, keywords=keywords)
    read_back, _ = read_here(data, DEFAULT_LIMITS)
    assert read_back.blocks == read_bytes(pdf, DEFAULT_LIMITS).blocks
    found = recognise(read_back, Source("印.ofd", "0" * 64, "ofd"), load_forms())
    assert [(sheet.code, sheet.name, sheet.indicators) for sheet in found.sheets] == [
        (sheet.code, sheet.name, sheet.indicators) for sheet in document.sheets
    ]


def test_pages_that_lie_on_their_side_read_the_same(example):
    _, pdf = example
    pages, _ = pages_of(pdf)
    upright, _ = read_here(printed(pages), DEFAULT_LIMITS)
    on_side, _ = read_here(printed(pages, on_side=True), DEFAULT_LIMITS)
    assert on_side.blocks == upright.blocks


@shared.needs_shared
@pytest.mark.parametrize("name", shared.NAMES)
def test_the_real_documents_read_as_their_pdf(name):
    pdf = (shared.SHARED / "fixtures" / f"{name}.pdf").read_bytes()
    read_back, _ = read_here(build(pdf), DEFAULT_LIMITS)
    assert read_back.blocks == read_bytes(pdf, DEFAULT_LIMITS).blocks
