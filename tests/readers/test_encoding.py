"""From bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.errors import UnreadableSourceError
from jiheng.readers.encoding import decode

TEXT = "河北省项目绩效目标表\n项目编码：13073025P000001100018，预算规模及资金用途\n" * 3


def clean(data):
    text, notes = decode(data).clean()
    return text, [note.code for note in notes]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_apart(codec):
    assert clean(TEXT.encode(codec)) == (TEXT, [])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_marked_and_counted(codec):
    text, codes = clean(TEXT.encode(codec).replace(b"\n", b"\xff\n", 1))
    assert text == TEXT.replace("\n", "\ufffd\n", 1)
    assert codes == ["encoding-damaged"]


def test_a_text_cut_off_in_a_character():
    text, codes = clean("河北省项目绩效目标表".encode()[:-1])
    assert text.startswith("河北省项目绩效目标")
    assert codes == ["encoding-damaged"]


def test_utf8_that_was_taken_for_a_western_text_is_turned_back():
    assert clean(TEXT.encode().decode("latin-1").encode()) == (TEXT, ["encoding-mended"])


def test_utf8_that_was_taken_for_gbk_is_turned_back_where_nothing_is_lost():
    whole = "绩效目标项目资金预算单位名称指标说明依据情况" * 3
    assert len(whole.encode()) % 2 == 0
    assert clean(whole.encode().decode("gb18030").encode()) == (whole, ["encoding-mended"])


def test_utf8_that_was_taken_for_gbk_is_named_where_something_is_lost():
    _, codes = clean(TEXT.encode().decode("gb18030", "ignore").encode())
    assert codes == ["encoding-garbled"]
    _, codes = clean(TEXT.encode().decode("gb18030", "replace").encode())
    assert codes == ["encoding-garbled", "encoding-damaged"]


@pytest.mark.parametrize("text", ["联通", "Économie générale à Zürich: äöü ÄÖÜ ßéèê çàù " * 5, "①②③④⑤⑥⑦⑧⑨⑩" * 5, TEXT])
def test_a_right_text_is_left_alone(text):
    assert clean(text.encode()) == (text, [])


@given(st.binary(max_size=400))
def test_the_bytes_can_be_made_again(data):
    try:
        decoded = decode(data)
    except UnreadableSourceError:
        return
    assert decoded.mark + decoded.text.encode(decoded.codec, "surrogateescape") == data
    decoded.clean()[0].encode()
