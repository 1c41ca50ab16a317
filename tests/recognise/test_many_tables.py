"""A file of very many tables takes as much longer as it has more of them."""

import pytest
from tests.timing import within
from tests.word import p, package, tbl, tr

from jiheng.domain.goals import Source
from jiheng.forms import load_forms
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.recognise import recognise

CAPTION = next(caption for form in load_forms().values() for caption in form.captions)


@pytest.mark.parametrize("block", [tbl(tr("甲", "乙")), p(CAPTION) + tbl(tr("甲", "乙"))], ids=["tables", "captions"])
def test_tables_by_the_thousand(block):
    reading = read_bytes(package(block * 20_000), DEFAULT_LIMITS)
    with within(2):
        document = recognise(reading, Source("a.docx", "", "docx"), load_forms())
    assert document.sheets == ()  # tables that hold nothing are no goal tables, however many
