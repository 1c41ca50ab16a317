"""The project code and what its check character catches."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared import NAMES, needs_shared
from tests.shared import text as document
from tests.strategies import project_codes, texts

from jiheng.domain.project_code import ALPHABET, CodeScheme, check_character, parse_project_code

PUBLISHED = """
    13073023P00025810002F 13073024P00045710004Y 13073024P00045710005J 13073024P00049410002K
    13073024P000004100037 13073024P000490100019 13073024P00060710001F 13020922P00014710001D
    13020922P00015010001W 13020922P00014410001C 13020922P00014910001Q 13020922P00014110001B
    13020523P00E2QQ10022F
"""
LEGACY = """
    130682210O53F1D4P4MYG 13068221AASEB3Q7MY84O 13068221BVFY9P459G8AD 13068221FIH1ZGNKVQTVP
    13068221GGSG2GBIC3M7T 13068221HVVS4NMHB2HX1 13068221IDGBVGHX8GN1W 13068221T0WQGU0VKQ283
    13068221T70H6CBRWPSAA 13068221WZN2WN4WA3ZGV 13068221XWB2IN6OWU4F0
"""
WRONG_CHARACTERS = string.printable + "０１２９ＰＹ零一二〇县号"


def swapped(code, place):
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


@pytest.mark.parametrize("code", PUBLISHED.split())
def test_published_code_is_valid(code):
    parsed = parse_project_code(code)
    assert parsed.scheme is CodeScheme.CHECKED
    assert parsed.is_valid
    assert parsed.expected_check == code[-1] == check_character(code[:20])
    assert (parsed.region, parsed.year) == (code[:6], 2000 + int(code[6:8]))


@needs_shared
def test_every_code_in_the_real_documents_is_known():
    codes = [code for name in NAMES for code in re.findall(r"\t([0-9A-Z]{21})\n", document(name).read_text("utf-8"))]
    assert len(codes) == 23
    assert set(codes) <= {*PUBLISHED.split(), *LEGACY.split()}


@pytest.mark.parametrize("code", LEGACY.split())
def test_code_of_the_former_system_is_known_by_its_shape(code):
    parsed = parse_project_code(code)
    assert (parsed.scheme, parsed.region, parsed.year) == (CodeScheme.LEGACY, "130682", 2021)
    assert parsed.is_valid
    assert parsed.expected_check is None


@pytest.mark.parametrize("code", ["51000021R000000019951", "51092324T000010263357"])
def test_code_of_sichuan_is_known_by_its_shape(code):
    parsed = parse_project_code(code)
    assert (parsed.scheme, parsed.region, parsed.year) == (CodeScheme.SICHUAN, code[:6], 2000 + int(code[6:8]))
    assert parsed.is_valid


@pytest.mark.parametrize(
    "code",
    [
        "", "无", "13073024P0004571004Y", "13073024P000457100004Y", "13073024p00045710004Y", "13073024P00045710004y",
        "13073024P0O045710004Y", "13073024P00045710004S", "13073024P00045710004Y\n", " 13073024P00045710004Y",
        "１3073024P00045710004Y", "13068222BVFY9P459G8AD", "1307302AP00045710004Y", "13073024P000457A0004Y",
    ],
)  # fmt: skip
def test_any_other_shape_is_malformed(code):
    parsed = parse_project_code(code)
    assert parsed == (code, CodeScheme.MALFORMED, None, None, None)
    assert not parsed.is_valid


@pytest.mark.parametrize("code", PUBLISHED.split())
def test_every_single_character_error_in_a_published_code_is_caught(code):
    for place in range(21):
        for char in WRONG_CHARACTERS:
            mutated = code[:place] + char + code[place + 1 :]
            assert parse_project_code(mutated).is_valid == (mutated == code), mutated


@pytest.mark.parametrize("code", PUBLISHED.split())
def test_every_swap_of_neighbours_in_a_published_code_is_caught(code):
    for place in range(20):
        mutated = swapped(code, place)
        assert parse_project_code(mutated).is_valid == (mutated == code), mutated


@given(project_codes())
def test_code_with_its_check_character_is_valid(code):
    assert parse_project_code(code).is_valid


@given(
    project_codes(),
    st.integers(0, 20),
    st.characters(min_codepoint=32, max_codepoint=126) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
)
def test_every_single_character_error_is_caught(code, place, char):
    mutated = code[:place] + char + code[place + 1 :]
    assert parse_project_code(mutated).is_valid == (mutated == code)


@given(project_codes(), st.integers(0, 20), st.sampled_from(ALPHABET))
def test_every_error_within_the_alphabet_is_caught(code, place, char):
    mutated = code[:place] + char + code[place + 1 :]
    assert parse_project_code(mutated).is_valid == (mutated == code)


@given(project_codes(), st.integers(0, 19))
def test_every_swap_of_neighbours_is_caught(code, place):
    mutated = swapped(code, place)
    assert parse_project_code(mutated).is_valid == (mutated == code)


@given(texts() | st.from_regex(r"\A\d{8}[P0-9A-Z]\w{10,14}\Z"))
def test_any_text_can_be_taken_apart(text):
    parsed = parse_project_code(text)
    assert parsed.text == text
    assert (parsed.year is None) == (parsed.scheme is CodeScheme.MALFORMED)


@pytest.mark.parametrize("first20", ["1", "13073024P0004571000", "13073024P000457100045", "13073024P0O045710004"])
def test_no_check_character_for_what_is_no_beginning_of_a_code(first20):
    with pytest.raises(ValueError, match=first20):
        check_character(first20)
