"""The site speaks English too: its catalogue is complete, fresh and compiled."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"
HAN = re.compile("[\u4e00-\u9fff]")
KEPT = ("中文",)  # the name of a language is written in it


@pytest.fixture(scope="module")
def messages():
    """tools/site_messages.py, which is a script and no part of the package."""
    sys.path.insert(0, str(TOOLS))
    try:
        spec = importlib.util.spec_from_file_location("site_messages", TOOLS / "site_messages.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(TOOLS))
    return module


def test_every_text_has_a_translation(messages):
    assert messages.missing(messages.collect(), messages.translations()) == []


def test_the_catalogue_is_what_the_source_makes(messages):
    made = messages.rendered(messages.collect(), messages.translations())
    assert messages.CATALOGUE.read_text(encoding="utf-8") == made, "run: make messages"


def test_translations_keep_the_placeholders(messages):
    def names(text):
        return set(re.findall(r"%\((\w+)\)s|\{(\w*)\}", text))

    wrong = []
    for text, english in messages.translations().items():
        pairs = [(text, english)] if isinstance(text, str) else zip(text, english, strict=True)
        wrong += [source for source, said in pairs if names(source) != names(said)]
    assert wrong == []
