"""Measure the site with the data of a large city: its most used pages and its search, alone and among fifty people.

usage: .venv/bin/python benchmarks/site/bench.py [--database NAME] [--sheets N] [--organizations N] [--people N]
                                                 [--seconds S] [--keep FOLDER] [--only WORD] [--docs] [--strict]

Each page is held against the SQL behind it, asked again by the driver alone. PostgreSQL is a private server that this
command starts; it keeps nothing. Everything that runs, also those who ask, shares the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "benchmarks"), str(ROOT)]

from outcome import Scope, as_markdown, misses  # noqa: E402 - after the path is set

DOCS = ROOT / "docs" / "development" / "benchmarks-site.md"
_MARKS = ("<!-- result -->\n", "<!-- end of result -->")
_DATABASES = ("sqlite", "postgresql")
_SERVER = {
    "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
    "shared_buffers": "1GB", "effective_cache_size": "4GB", "max_wal_size": "8GB",
}  # fmt: skip
"""Of the private server: what was confirmed is on the disk; a quarter of a small server's memory."""


def main() -> int:
    """Measure each database, report; 1 with ``--strict`` where something is slower than it may be."""
    options = _options()
    found = []
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-") as folder, ExitStack() as stack:
        for name in options.database or _DATABASES:
            home = (options.keep or Path(folder)) / name
            home.mkdir(parents=True, exist_ok=True)
            try:
                address = stack.enter_context(_database()) if name == "postgresql" else ""
            except RuntimeError as error:  # its programs are not there
                print(f"{name}: not measured, {error}", file=sys.stderr)
                continue
            found.append(_measured(home, address, options))
    if options.only:
        return 0
    text = as_markdown(found, Scope(options.sheets, options.organizations, options.people), _command())
    print(text)
    if options.docs:
        before, _mark, rest = DOCS.read_text(encoding="utf-8").partition(_MARKS[0])
        after = rest.partition(_MARKS[1])[2]
        DOCS.write_text(f"{before}{_MARKS[0]}\n{text}\n{_MARKS[1]}{after}", encoding="utf-8")
    slow = misses(found)
    for each in slow:
        print(f"✗ {each}", file=sys.stderr)
    return int(options.strict and bool(slow))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", action="append", choices=_DATABASES, help="only this one")
    parser.add_argument("--sheets", type=int, default=100_000, metavar="N", help="tables of projects (%(default)s)")
    parser.add_argument("--organizations", type=int, default=2000, metavar="N", help="(%(default)s)")
    parser.add_argument("--people", type=int, default=50, metavar="N", help="at the same time (%(default)s)")
    parser.add_argument("--seconds", type=float, default=120, metavar="S", help="with all of them (%(default)s)")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="visits of each page alone (%(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where SQLite's data stays, to be used again")
    parser.add_argument("--only", action="append", metavar="WORD", help="pages with it in their name, alone; no report")
    parser.add_argument("--port", type=int, default=8711, metavar="N", help="of the site (%(default)s)")
    parser.add_argument("--docs", action="store_true", help=f"put the result into {DOCS.relative_to(ROOT)}")
    parser.add_argument("--strict", action="store_true", help="exit code 1 unless every target is met")
    return parser.parse_args()


def _database() -> Any:
    """An empty database on a server of our own."""
    from tests.web.postgres import new_database, start

    return new_database(start(**_SERVER))


def _measured(home: Path, address: str, options: argparse.Namespace) -> dict[str, Any]:
    """What `one.py` finds, in a process of its own: Django knows one database."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("JIHENG_")}
    own = {"JIHENG_HOME": str(home)} | ({"JIHENG_DATABASE_URL": address} if address else {})
    out = home / "found.json"
    told = ("sheets", "organizations", "people", "seconds", "rounds", "port")
    arguments = [part for name in told for part in (f"--{name}", str(getattr(options, name)))]
    arguments += [part for word in options.only or () for part in ("--only", word)]
    command = [sys.executable, str(Path(__file__).with_name("one.py")), *arguments, "--out", str(out)]
    subprocess.run(command, env=usual | own, check=True)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _command() -> str:
    return " ".join(["benchmarks/site/bench.py", *(part for part in sys.argv[1:] if part != "--docs")])


if __name__ == "__main__":
    sys.exit(main())
