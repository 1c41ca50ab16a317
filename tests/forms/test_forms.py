"""Every form, as its documents are published: what a correct reader finds, from Word's cells and from bare text."""

import json
import os
from pathlib import Path

import pytest
import yaml
from tests.forms.tables import as_text, as_word, reading

from jiheng.domain.goals import Source
from jiheng.forms import load_forms
from jiheng.interchange import document_json
from jiheng.recognise import recognise

DOCUMENTS = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.yml"))
SOURCE = Source("表.docx", "0" * 64, "docx")


def blocks(name):
    return yaml.safe_load((DOCUMENTS / f"{name}.yml").read_text(encoding="utf-8"))


def document(written, table=as_word):
    return recognise(reading(written, table), SOURCE, load_forms())


def shown(read):
    return json.dumps(document_json(read), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_document_says_what_a_correct_reader_finds(name):
    path = DOCUMENTS / f"{name}.json"
    got = shown(document(blocks(name)))
    if os.environ.get("JIHENG_GOLDEN"):
        path.write_text(got, encoding="utf-8")
    assert got == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_document_gives_no_notes(name):
    assert [note.message for note in document(blocks(name)).notes] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_bare_text_says_the_same_as_the_cells(name):
    assert document(blocks(name), as_text) == document(blocks(name))


def test_every_form_has_its_document():
    assert set(NAMES) >= set(load_forms()) - {"hebei-project-goals"}
    for name in NAMES:
        read = document(blocks(name))
        tables = [*read.sheets, *read.results]
        assert {table.form for table in tables} == {name}


def test_the_golden_files_are_not_being_written():
    assert not os.environ.get("JIHENG_GOLDEN")
