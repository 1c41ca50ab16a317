"""Pages and workbooks with bytes changed, cut off, moved: read or refused with a reason, never a crash, never for long."""

import io
import random
import time
import zipfile

import pytest
from tests.readers.workbook import FRAMED, record, sheet, stream, wide, xls, xlsx
from tests.shared import SHARED

from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes

ROUNDS = 60
SLOW = 5


def sources():
    """The smallest real file of each format, or one of our own."""
    cells = b"".join(record(0x0204, bytes([n, 0, n % 3, 0, 0, 0]) + wide("项目绩效")) for n in range(40))
    found = {
        "html": ("<html><style>p{}</style><table>" + "<tr><td rowspan=2>甲<td colspan=3>乙" * 30).encode(),
        "xls": xls(stream(cells)),
        "xlsx": xlsx(sheet(*[["甲", 1, "丙"]] * 30, merged=["A1:B2", "A5:A9"], style=1), styles=FRAMED),
    }
    for name in ("caofeidian-2022.html", "shacheng-2024.xls", "caofeidian-2022.xlsx"):
        path = SHARED / "fixtures" / name
        if path.exists():
            found[name] = path.read_bytes()
    return found


def changed(generator, data):
    data = bytearray(data)
    kind = generator.random()
    if kind < 0.2:
        return bytes(data[: generator.randrange(len(data))])
    if kind < 0.3:
        first, second = sorted(generator.randrange(len(data)) for _ in "ab")
        return bytes(data[:first] + data[second:] + data[first:second])
    for _ in range(generator.randint(1, 40)):
        data[generator.randrange(len(data))] = generator.choice([0, 255, generator.randrange(256)])
    return bytes(data)


def changed_inside(generator, data):
    """The same with the parts of a package, which its checksums would otherwise protect."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        victim = generator.choice(source.namelist())
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name == victim or name.endswith("sheet1.xml"):
                for _ in range(generator.randint(1, 5)):
                    at = generator.randrange(len(content))
                    content[at : at + 1] = str(generator.randrange(10 ** generator.randrange(1, 12))).encode()
            archive.writestr(name, bytes(content))
    return target.getvalue()


@pytest.mark.parametrize(
    "name", ["html", "xls", "xlsx", "caofeidian-2022.html", "shacheng-2024.xls", "caofeidian-2022.xlsx"]
)
def test_whatever_happens_to_a_file_it_is_read_or_refused(name):
    data = sources().get(name)
    if data is None:
        pytest.skip("the shared documents are not here")
    generator = random.Random(name)
    for number in range(ROUNDS):
        inside = name.endswith("xlsx") and number % 3
        broken = (changed_inside if inside else changed)(generator, data)
        started = time.monotonic()
        try:
            read_bytes(broken, DEFAULT_LIMITS)
        except UnreadableSourceError as error:
            assert str(error)
        assert time.monotonic() - started < SLOW
