"""The English catalogue: complete, fresh, compiled, and really English."""

import gettext
import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "tools"


@pytest.fixture(scope="module")
def messages():
    """tools/messages.py, which is a script and no part of the package."""
    sys.path.insert(0, str(TOOLS))
    try:
        spec = importlib.util.spec_from_file_location("messages", TOOLS / "messages.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(TOOLS))
    return module


@pytest.fixture(scope="module")
def texts(messages):
    return messages.collect()


@pytest.fixture(scope="module")
def english(messages):
    return messages.translations()


def test_every_text_has_a_translation(messages, texts, english):
    assert messages.missing(texts, english) == []


def test_the_catalogue_is_what_the_source_makes(messages, texts, english):
    assert messages.CATALOGUE.read_text(encoding="utf-8") == messages.rendered(texts, english), "run: make messages"


def test_the_compiled_catalogue_says_the_same(messages, english):
    with messages.CATALOGUE.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    stale = [text for text, translation in english.items() if compiled.gettext(text) != translation]
    assert not stale, "run: make messages"


def test_translations_keep_the_placeholders(english):
    def names(text):
        return set(re.findall(r"\{(\w+)\}", text))

    assert [text for text, translation in english.items() if names(text) != names(translation)] == []


def test_no_chinese_punctuation_is_left_in_an_english_sentence(english):
    """Behind a Chinese character it belongs to a label or text of a form that is quoted."""
    left = re.compile(r"(?<![\u4e00-\u9fff）”])[，。；：]")
    assert [translation for translation in english.values() if left.search(translation)] == []


def test_all_kinds_of_texts_are_collected(texts):
    assert "src/jiheng/errors.py" in texts["文件是空的。请换一份有内容的文件"]  # N_ in a table
    assert "src/jiheng/cli/rule.py" in texts["依据"]  # _ in code
    assert "src/jiheng/rules/completeness/goal_missing.py" in texts["“绩效目标”一栏没有文字。"]  # a rule's page
    assert "src/jiheng/rules/basis.toml" in texts["中央部门预算绩效目标管理办法"]
    assert "src/jiheng/reports/templates/check.html.j2" in texts["绩效目标表检查报告"]
