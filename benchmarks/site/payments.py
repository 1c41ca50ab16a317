"""Measure importing a year of payments: a workbook of 100,000 rows, on SQLite and on PostgreSQL.

usage: .venv/bin/python benchmarks/site/payments.py [--rows N] [--projects N] [--database NAME] [--strict]

Timed are reading the file, trying it, taking it over, and the same file once more (nothing may change), each in the
process that does it; the most memory that the process took stands beside it. Every row has to be accounted for.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
_DATABASES = ("sqlite", "postgresql")
_LIMIT = 30  # seconds to take a file over, from the upload to the last movement
_HEADINGS = (
    "序号",
    "项目编码",
    "项目名称",
    "单位编码",
    "资金性质",
    "支付日期",
    "支付金额（元）",
    "支付凭证号",
    "收款人",
    "摘要",
)


def main() -> int:
    """Measure each database in a process of its own; 1 with ``--strict`` where it takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="(%(default)s)")
    parser.add_argument("--projects", type=int, default=500, metavar="N", help="(%(default)s)")
    parser.add_argument("--database", choices=_DATABASES, help="only this one")
    parser.add_argument("--strict", action="store_true", help=f"exit code 1 where it takes more than {_LIMIT} s")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return _measure(options)
    return max(_begin(name) for name in ([options.database] if options.database else _DATABASES))


def _begin(name: str) -> int:
    from tests.web.postgres import new_database, start

    usual = {key: value for key, value in os.environ.items() if not key.startswith("JIHENG_")}
    server = new_database(start(fsync="on", synchronous_commit="on")) if name == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-") as folder, server as address:
        own = {"JIHENG_HOME": folder, "DJANGO_SETTINGS_MODULE": "jiheng.web.config.settings"}
        own |= {"JIHENG_DATABASE_URL": address} if address else {}
        command = [sys.executable, __file__, *sys.argv[1:], "--here"]
        return subprocess.run(command, env=usual | own, check=False).returncode


def _measure(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import connection
    from tests.web.execution.money import approved
    from tests.web.factories import make_world

    from jiheng.web.operations.schema import upgrade

    upgrade()
    world = make_world()
    for number in range(options.projects):
        approved(world, code=_code(number), name=f"项目{number}")
    data = _workbook(options.rows, options.projects, world.year)
    print(f"{connection.vendor}: {options.rows:,} rows, {len(data) / 2**20:.1f} MiB")
    first = _import(world, data, options.rows, {"added": options.rows})
    _import(world, data, options.rows, {"unchanged": options.rows})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  memory: {memory:.0f} MiB, reading the file {reader:.0f} MiB")
    return int(options.strict and first > _LIMIT)


def _import(world: object, data: bytes, rows: int, expected: dict[str, int]) -> float:
    """Import once; the seconds from the upload to the last movement."""
    from jiheng.web.execution.models import Movement, TableImport
    from jiheng.web.execution.tables import work
    from jiheng.web.execution.tables.services import table_bring, table_check, table_take
    from jiheng.web.execution.tables.work import options_from

    work.LARGE_FILE = work.LARGE_ROWS = 10**9  # here and now, not beside a site
    actor = world.people["preparer"]  # type: ignore[attr-defined]
    seconds = {}
    started = time.perf_counter()
    table = table_bring(
        organization=world.units[0],
        year=world.year,
        name="支付明细.xlsx",
        data=data,
        actor=actor,  # type: ignore[attr-defined]
    )
    seconds["read"] = time.perf_counter() - started
    options = options_from(table.options)
    started = time.perf_counter()
    table = table_check(table=table, columns=table.columns, options=options, actor=actor)
    seconds["try"] = time.perf_counter() - started
    started = time.perf_counter()
    table = table_take(table=table, actor=actor)
    seconds["take over"] = time.perf_counter() - started
    counted = {name: table.report[name] for name in expected}
    assert counted == expected, (table.problem, table.report)
    assert table.rows == rows
    assert TableImport.objects.get(pk=table.pk).state == "done"
    total = sum((amount for (amount,) in Movement.objects.values_list("amount")), Decimal(0))
    assert total == Decimal(table.report["after"]), (total, table.report["after"])
    whole = sum(seconds.values())
    parts = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    print(f"  {next(iter(expected))}: {whole:.1f} s ({parts})")
    return whole


def _code(number: int) -> str:
    return f"301001{number:08d}"


def _workbook(rows: int, projects: int, year: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("支付明细")
    sheet.append(_HEADINGS)
    for number in range(rows):
        day = date(year, 1 + number % 12, 1 + number % 28)
        amount = -500.25 if number % 997 == 0 else 1234.56 + number % 5000
        code, name = _code(number % projects), f"项目{number % projects}"
        line = (
            number + 1,
            code,
            name,
            "205001",
            "一般公共预算",
            day,
            amount,
            f"ZF{number:08d}",
            "某公司",
            f"进度款{number}",
        )
        sheet.append(line)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
