"""The paper that every format prints says the same as the document: read back block by block, it gives an equal one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.shared import SHARED
from tests.writers.documents import documents, reread

from jiheng.domain.numerals import chinese_to_int, int_to_chinese
from jiheng.engine import read

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.docx"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_says_the_same_when_it_is_printed(name):
    document = read_form(blocks(name))
    assert reread(document) == document


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_say_the_same_when_they_are_printed(path):
    document = read(path)
    printed = reread(document)
    assert printed == document
    assert not [note for note in printed.notes if note.code.startswith("unrecognised")]


def test_numbers_of_headings_in_chinese():
    assert [int_to_chinese(n) for n in (1, 10, 11, 20, 21, 99, 100, 105, 110, 1001)] == (
        ["一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零五", "一百一十", "一千零一"]
    )
    assert all(chinese_to_int(int_to_chinese(n)) == n for n in range(1, 10_000))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(documents())
def test_what_was_printed_once_is_printed_the_same_again(document):
    assert reread(document) == document
