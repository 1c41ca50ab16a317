"""Collect every text of the site into its English catalogue and compile it (`make messages`).

The site's texts are Django's: ``gettext("…")`` and its kin in code, ``{% translate %}`` and ``{% blocktranslate %}`` in
templates. The programs of GNU gettext, which Django would call for this, are not needed.

    site_messages.py                        update the .po, compile the .mo, list what has no translation
    site_messages.py --import FILE.json …   the same, with translations from files that map Chinese to English
    site_messages.py --check                change nothing; exit 1 when the catalogue is stale or incomplete
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
WEB = ROOT / "src" / "jiheng" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Django's own tools read templates as if they were code; a setting must be there, any will do.
_FORMAT = "python-brace-format"
Text = str | tuple[str, ...]


def collect() -> dict[Text, list[str]]:
    """Every text (singular and plural as a pair) → the files that hold it."""
    texts: dict[Text, list[str]] = {}
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("templates/**/*.html"), *WEB.rglob("templates/**/*.txt")]):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        for text in _texts(path):
            files = texts.setdefault(text, [])
            if name not in files:
                files.append(name)
    return texts


def _texts(path: Path) -> Iterator[Text]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415 - wants Django's settings

        source = templatize(source)
    for _line, text, _comments, _context in extract("python", BytesIO(source.encode()), KEYWORDS):
        if text and text[0]:
            yield text if isinstance(text, str) else tuple(text)


def translations() -> dict[Text, Text]:
    """What the catalogue has now."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as stream:
        return {
            message.id if isinstance(message.id, str) else tuple(message.id): message.string
            if isinstance(message.string, str)
            else tuple(message.string)
            for message in read_po(stream)
            if message.id
        }


def missing(texts: dict[Text, list[str]], english: dict[Text, Text]) -> list[Text]:
    """The texts that have no translation."""
    return [text for text in texts if not (found := english.get(text)) or not all(found)]


def rendered(texts: dict[Text, list[str]], english: dict[Text, Text]) -> str:
    """The .po file: sorted, and without dates, so that the same texts make the same file."""
    catalogue = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for text, files in texts.items():
        catalogue.add(text, english.get(text, ""), locations=[(name, 0) for name in files])
    stream = BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    head = (
        "# English texts of the site. Made by `make messages` from the Chinese ones; only msgstr is written by hand.\n"
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    lines = (line for line in stream.getvalue().decode().splitlines() if not line.startswith("#,"))
    return head + "\n".join(lines).strip() + "\n"


def _imported(files: list[Path], texts: dict[Text, list[str]]) -> dict[Text, Text]:
    """Translations from JSON; of a pair the singular's is taken for both, unless ``one|many`` gives two."""
    given: dict[str, str] = {}
    for path in files:
        given |= {key: value for key, value in json.loads(path.read_text(encoding="utf-8")).items() if value}
    found: dict[Text, Text] = {}
    for text in texts:
        first = text if isinstance(text, str) else text[0]
        english = given.get(first) or given.get(_named(first))
        if english and "%%" in first and "%%" not in english:
            english = english.replace("%", "%%")
        if english:
            one, _bar, many = english.partition("|") if isinstance(text, tuple) else (english, "", "")
            found[text] = (one, many or one) if isinstance(text, tuple) else english
    return found


def _named(text: str) -> str:
    # In a template {{ n }} stands where the catalogue has %(n)s, and % where it has %%.
    return re.sub(r"%\((\w+)\)s", r"{{ \1 }}", text).replace("%%", "%")


def main() -> int:
    """Do what the arguments ask for; the exit code."""
    from hatch_build import compile_catalogues  # noqa: PLC0415 - lies beside this file

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--import", dest="files", nargs="+", type=Path, default=[], metavar="FILE.json")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    texts = collect()
    english = translations() | _imported(options.files, texts)
    content = rendered(texts, english)
    stale = not CATALOGUE.exists() or CATALOGUE.read_text(encoding="utf-8") != content
    untranslated = missing(texts, english)
    for text in untranslated:
        print(f"no translation: {texts[text][0]}: {text!r}", file=sys.stderr)
    if options.check:
        return int(stale or bool(untranslated))
    if stale:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(content, encoding="utf-8")
    compile_catalogues(ROOT)
    print(f"{len(texts)} texts, {len(untranslated)} without translation")
    return 0


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.config.settings")
if __name__ == "__main__":
    sys.exit(main())
