"""Some thousand damaged files of every format: each is read or refused with a reason, in time and in little memory.

Formats join by themselves from `readers.detect`; a new one needs a small file in `specimens` or files in the fixtures.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.readers import fuzz
from tests.readers.specimens import CONTAINERS, FORMATS, PICTURES, specimens
from tests.shared import SHARED

from jiheng import engine
from jiheng.readers import read_bytes

ROOT = Path(__file__).parents[2]
KINDS = (*FORMATS, *CONTAINERS)
CHUNKS = 2
# In a chunk; a PDF takes a child process each, a picture that is whole enough is recognised.
CASES = {"html": 150, "pdf": 80, "txt": 120, "ofd": 80, **dict.fromkeys(PICTURES, 4), **dict.fromkeys(CONTAINERS, 60)}
USUAL = 200
PATIENCE = 300


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_damaged_can_be_read_undamaged(kind):
    if not specimens(kind):
        assert not SHARED.is_dir(), f"specimens.py has no file of the format {kind}"
        pytest.skip(f"no file of the format {kind} without the shared documents")
    _, data = specimens(kind)[0]
    if kind in PICTURES:
        assert read_bytes(data, fuzz.LIMITS).format == kind
        return
    document = engine.read(data, limits=fuzz.LIMITS)
    assert document.source.format == kind
    assert document.sheets[0].indicators


@pytest.mark.parametrize("kind", CONTAINERS)
def test_all_documents_of_a_container_are_found(kind):
    _, data = specimens(kind)[0]
    found = {str(member.path): engine.read(member.load(), limits=fuzz.LIMITS) for member in engine.contents(data)}
    assert set(found) == {"目标表.docx", "目标表.html", "附.zip/里面/目标表.html"}
    assert all(document.sheets[0].indicators for document in found.values())


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_the_same_every_time_and_differs_from_case_to_case(kind):
    if not specimens(kind):
        pytest.skip(f"no file of the format {kind} without the shared documents")
    cases = [fuzz.damaged(kind, number) for number in range(1, 40)]
    assert cases == [fuzz.damaged(kind, number) for number in range(1, 40)]
    assert len({data for _, data in cases}) > 30


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_read_or_refused(kind, chunk):
    if not specimens(kind):
        pytest.skip(f"no file of the format {kind} without the shared documents")
    count = CASES.get(kind, USUAL)
    first = chunk * count
    run = subprocess.run(
        [sys.executable, "-m", "tests.readers.fuzz", kind, str(first), str(count)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, f"{kind} {lines[-1] if lines else ''} took the process down: {run.stderr[-2000:]}"
    results = [line for line in lines if "outcome" in line]
    assert [line["number"] for line in results] == [*range(first, first + count)]
    failed = [
        f"{kind} {line['number']} ({line['name']}): {line['why']}" for line in results if line["outcome"] == "failed"
    ]
    assert not failed, f"{len(failed)} of {count}\n" + "\n".join(failed[:5])
    assert max(line["seconds"] for line in results) <= fuzz.SECONDS
    outcomes = Counter(line["outcome"] for line in results)
    if kind in PICTURES or kind in CONTAINERS:
        return  # a few only, and none has a table; checksums refuse most of what is damaged inside a container
    assert outcomes["read"] > count // 20, outcomes  # damage that nothing survives would try the first checks only
    assert outcomes.total() - outcomes["read"] > count // 20, outcomes
