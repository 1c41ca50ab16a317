"""Collect every text that users read into the English catalogue and compile it (`make messages`).

Texts are the literals in ``_("…")`` and ``N_("…")`` in code and templates, the pages of the rules, and the official
grounds that these name.

    messages.py                        update the .po, compile the .mo, list what has no translation
    messages.py --import FILE.json …   the same, with translations from files that map Chinese to English
    messages.py --check                change nothing; exit 1 when the catalogue is stale or incomplete
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from hatch_build import compile_catalogues
from jiheng.rules.base import Rule
from jiheng.rules.page import source_sections
from jiheng.rules.registry import RULES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jiheng"
WEB = PACKAGE / "web"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "jiheng.po"

# No dates: the same texts make the same file.
HEADER = """\
# English texts of Jiheng. Made by `make messages` from the Chinese ones in the source; only msgstr is written by hand.
msgid ""
msgstr ""
"Project-Id-Version: jiheng\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collect() -> dict[str, list[str]]:
    """Every text → the files that hold it, in the order of files and, in a file, of reading."""
    texts: dict[str, list[str]] = {}
    pages = {Path(sys.modules[rule.__module__].__file__ or "").resolve(): rule for rule in RULES.values()}
    for path in sorted(PACKAGE.rglob("*")):
        if WEB in path.parents:
            continue  # the site has a catalogue of its own, in Django's way
        name = path.relative_to(ROOT).as_posix()
        for text in _texts(path, pages.get(path)):
            files = texts.setdefault(text, [])
            if name not in files:
                files.append(name)
    return texts


def _texts(path: Path, rule: type[Rule] | None) -> Iterator[str]:
    if rule is not None:
        title, sections = source_sections(rule)
        yield title
        yield from (text for _heading, text in sections)
    if path.suffix == ".py":
        yield from _marked(path)
    elif path.suffix == ".j2":
        with path.open("rb") as stream:
            yield from (str(text) for _line, _call, text, _notes in babel_extract(stream, ["_"], [], {}))
    elif path.name == "basis.toml":
        yield from _grounds(path)


def _marked(path: Path) -> Iterator[str]:
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"} and node.args
    ]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        text = call.args[0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value
        elif isinstance(text, ast.JoinedStr):
            raise SystemExit(f"{path}:{call.lineno}: an f-string cannot be translated")


def _grounds(path: Path) -> Iterator[str]:
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
        yield from entry.values()


def translations() -> dict[str, str]:
    """Chinese → English, as the catalogue on disk has it; texts without a translation are left out."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream) if entry.id and entry.string}


def rendered(texts: Mapping[str, list[str]], english: Mapping[str, str]) -> str:
    """The catalogue as a file; a translation that no text asks for any more is dropped."""
    catalogue = Catalog()
    for text, files in texts.items():
        catalogue.add(text, english.get(text, ""), locations=[(name, 0) for name in files])
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    return HEADER + body.getvalue().decode("utf-8").strip() + "\n"


def missing(texts: Mapping[str, list[str]], english: Mapping[str, str]) -> list[str]:
    """Texts that English readers would see in Chinese."""
    return [text for text in texts if not english.get(text)]


def _imported(files: list[Path], texts: Mapping[str, list[str]]) -> dict[str, str]:
    english = {}
    for path in files:
        entries = json.loads(path.read_text(encoding="utf-8"))
        english.update({text: translation for text, translation in entries.items() if text in texts})
        for text in entries.keys() - texts.keys():
            print(f"{path.name}: no such text (any more): {text!r}", file=sys.stderr)
    return english


def main() -> int:
    """Do what the arguments ask for; the exit code."""
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
        if stale:
            print("the catalogue is stale: run `make messages`", file=sys.stderr)
        return int(stale or bool(untranslated))
    if stale:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text(content, encoding="utf-8")
    compile_catalogues(ROOT)
    print(f"{len(texts)} texts, {len(untranslated)} without translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
