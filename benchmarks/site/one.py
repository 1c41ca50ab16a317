"""Measure the site on one database: the one that the environment names. `bench.py` begins this once for each.

What is found is written as JSON, see `Found` in `outcome.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "benchmarks"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.config.settings"

import django  # noqa: E402 - after the path is set

django.setup()

from django.db import connection  # noqa: E402 - after Django is ready

from bare import Question, asked, replayed, replayed_beside  # noqa: E402 - as above
from fill import fill, is_filled  # noqa: E402
from jiheng.web.operations.schema import upgrade  # noqa: E402
from load import alone, import_times, saturated, together, typing_times  # noqa: E402
from pages import Page, choose, editors, importer  # noqa: E402
from serving import Site  # noqa: E402

_SEVERAL = 5
"""Objects of each page whose SQL is asked."""


def main() -> int:
    """Fill what is empty, measure, write."""
    options = _options()
    upgrade()
    if not is_filled(options.sheets):
        fill(options.sheets, options.organizations)
    pages = choose()
    if options.only:
        pages = [page for page in pages if any(word in page.name for word in options.only)]
    questions = {page.name: [asked(visit) for visit in page.visits[:_SEVERAL]] for page in pages}
    found: dict[str, Any] = {"database": connection.vendor, "pages": {}}
    for name, several in questions.items():
        found["pages"][name] = {"queries": max(map(len, several)), "sql": replayed(several)}
    writers, newcomer = editors(options.people), importer()
    connection.close()
    with Site(options.port) as site:
        for page in pages:
            found["pages"][page.name]["alone"] = alone(site, page, options.rounds)
            _say(page.name, found["pages"][page.name])
        if not options.only:
            _in_a_crowd(site, pages, questions, found["pages"], options)
            found["saturated"] = saturated(site, pages, options.seconds / 4)
            found["typing"] = typing_times(site, writers, options.seconds / 2)
            found["import"] = import_times(site, newcomer)
    options.out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, required=True)
    parser.add_argument("--organizations", type=int, required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="with all people")
    parser.add_argument("--rounds", type=int, required=True, help="visits of a page alone")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--only", action="append", help="pages with this in their name, alone; repeatable")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _in_a_crowd(
    site: Site,
    pages: list[Page],
    questions: dict[str, list[list[Question]]],
    found: dict[str, Any],
    options: argparse.Namespace,
) -> None:
    """Each page among many people, and its SQL among them."""
    beside: dict[str, list[float]] = {}
    with replayed_beside(questions, beside):
        crowd = together(site, pages, options.people, options.seconds)
    for page in pages:
        found[page.name] |= {"together": crowd[page.name], "sql_together": beside[page.name]}


def _say(name: str, found: dict[str, Any]) -> None:
    sql, seen = (median(found[key]) * 1000 for key in ("sql", "alone"))
    print(f"{name}: {found['queries']} queries {sql:.1f} ms, page {seen:.1f} ms", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
