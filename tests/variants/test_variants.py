"""The national and provincial forms as departments print them, against what a person reads in them."""

from pathlib import Path

import pytest
import yaml
from tests.variants.printing import html, text, word, workbook
from tests.variants.truth import differences

import jiheng
from jiheng.interchange import document_json
from jiheng.readers import libreoffice

VARIANTS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "documents").glob("*.yml"))
}
NAMES = list(VARIANTS)
PRINTS = {"html": html, "docx": word, "xlsx": workbook, "txt": text}


def wrong(name, document):
    return differences(VARIANTS[name]["truth"], document_json(document))


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(suffix, name) for suffix in PRINTS for name in NAMES if suffix not in VARIANTS[name].get("skip", ())],
)
def test_a_file_says_what_a_person_reads_in_it(suffix, name):
    assert wrong(name, jiheng.read(PRINTS[suffix](VARIANTS[name]["blocks"]))) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_understood_is_remarked_on(name):
    document = jiheng.read(word(VARIANTS[name]["blocks"]))
    assert {note.code for note in document.notes} == set(VARIANTS[name]["notes"]), [n.message for n in document.notes]


CONVERTED = {
    "doc": (html, "html", "doc:MS Word 97", "HTML (StarWriter)"),
    "pdf": (html, "html", "pdf:writer_pdf_Export", "HTML (StarWriter)"),
    "xls": (workbook, "xlsx", "xls:MS Excel 97", None),
}


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", CONVERTED)
def test_other_programs_files_say_the_same(suffix):
    made, source, target, importer = CONVERTED[suffix]
    names = [name for name in NAMES if name.endswith(("-ministry", "-twice", "-ab", "-national", "-sichuan"))]
    files = libreoffice.convert(
        [made(VARIANTS[name]["blocks"]) for name in names], source, target, importer=importer, seconds=120
    )
    for name, file in zip(names, files, strict=True):
        assert wrong(name, jiheng.read(file)) == [], name


def test_a_finding_about_the_whole_grid_points_at_its_header():
    document = jiheng.read(word(VARIANTS["goals-total-only"]["blocks"]))
    (finding,) = [finding for finding in jiheng.check(document) if finding.field == "indicators"]
    assert (finding.place.table, finding.place.row) == (2, 1)
