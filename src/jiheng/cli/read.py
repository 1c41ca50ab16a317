"""`jiheng read`: the content of goal documents as data."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from typing import TextIO

from jiheng import engine
from jiheng.cli.console import each
from jiheng.cli.inputs import Input, discover, require_form
from jiheng.cli.output import destination
from jiheng.cli.passwords import passwords_of
from jiheng.domain.goals import Document
from jiheng.interchange import document_json
from jiheng.reports.json_output import read_json
from jiheng.reports.results import Failure

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Read what `options` name; the exit code."""
    require_form(options.form)

    def read(item: Input) -> Document:
        return engine.read(item.load(), form=options.form, name=item.path, passwords=passwords)

    passwords = passwords_of(options)
    items = list(discover(options.paths, passwords))
    with destination(options.output, items) as out:
        # A progress bar must not run through lines that are printed meanwhile.
        streams = options.format == "jsonl"
        results = each(items, read, debug="debug" in options, bar=not (streams and out.isatty()))
        some = _print_lines(results, out) if streams else _print_whole(results, options.format, out)
    return 0 if some else 2


def _print_lines(results: Iterable[Document | Failure], out: TextIO) -> bool:
    some = False
    for result in results:
        if isinstance(result, Document):
            some = True
            out.write(json.dumps(document_json(result), ensure_ascii=False) + "\n")
            out.flush()
    return some


def _print_whole(results: Iterable[Document | Failure], format_name: str, out: TextIO) -> bool:
    documents: list[Document] = []
    failures: list[Failure] = []
    for result in results:
        if isinstance(result, Failure):
            failures.append(result)
        else:
            documents.append(result)
    if format_name == "table":
        from jiheng.reports.table import print_documents  # noqa: PLC0415 - only for people

        print_documents(documents, file=out)
    else:
        out.write(json.dumps(read_json(documents, failures), ensure_ascii=False, indent=2) + "\n")
    return bool(documents)
