"""One small goal table in every format that can be read, and larger files where they lie: what `fuzz` damages."""

import io
import struct
import tarfile
import zipfile
from email.message import EmailMessage
from functools import cache, partial
from itertools import accumulate
from pathlib import Path

import py7zr
import pypdfium2
from tests import ofd, old_word, outlook, pdf, word
from tests.shared import SHARED

from benchmarks import fixed_pages, spreadsheet
from jiheng.domain.grid import Cell, Grid, Paragraph
from jiheng.readers.detect import _READERS

__all__ = ["CONTAINERS", "FORMATS", "PICTURES", "specimens"]

FORMATS = sorted(_READERS)
PICTURES = frozenset(name for name, module in _READERS.items() if module == "jiheng.readers.scan")
CONTAINERS = ("7z", "eml", "msg", "tar", "zip")
LARGEST = 256 * 1024
_FOLDERS = (Path(__file__).parents[2] / "examples", SHARED / "fixtures")

ABOVE = ("云溪经济开发区2025年部门预算绩效目标", "第二部分", "预算项目绩效目标", "1.招商经费绩效目标表")
# A cell is its text and how many columns it covers; the text None goes on with the cell above.
HEAD = (
    (("999001云溪经济开发区管理委员会", 5), ("单位：万元", 2)),
    (("项目编码", 1), ("13999925P00000110001T", 2), ("项目名称", 1), ("招商经费", 3)),
    (
        *(("预算规模及资金用途", 1), ("预算数", 1), ("11.50", 1)),
        *(("其中：财政    资金", 1), ("11.50", 1), ("其他资金", 1), ("", 1)),
    ),
    ((None, 1), ("用于招商活动的各项支出，按进度支付。", 6)),
    (("资金支出计划（%）", 1), ("3月底", 2), ("6月底", 2), ("10月底", 1), ("12月底", 1)),
    ((None, 1), ("25%", 2), ("50%", 2), ("75%", 1), ("100%", 1)),
    (("绩效目标", 1), ("1.按计划完成年度招商任务", 6)),
)
ROWS = tuple(
    tuple((text, 1) for text in row)
    for row in (
        ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
        ("产出指标", "数量指标", "招商活动场次", "全年举办招商活动的场次", "≥6场", "年度工作计划"),
        (None, "时效指标", "活动按时举办率", "按时举办的活动占计划的比例", "≥90%", "年度工作计划"),
        ("满意度指标", "服务对象满意度指标", "企业满意度", "表示满意的企业的比例", "≥90%", "问卷调查"),
    )
)
TABLES = (HEAD, ROWS)


def specimens(kind: str) -> list[tuple[str, bytes]]:
    """Names and contents for one format: the small one first, where there is one, then those of the examples and fixtures."""
    small = [(f"small.{kind}", _SMALL[kind]())] if kind in _SMALL else []
    files = [file for folder in _FOLDERS for file in sorted(folder.rglob(f"*.{kind}"))]
    files = [file for file in files if not file.name.endswith(".scan.pdf") and file.stat().st_size <= LARGEST]
    return [*small, *((file.name, file.read_bytes()) for file in files)]


def _below(table, row, column):
    """How many rows the cell that starts here covers."""
    going_on = (((None, 1) in cells and column == 0) for cells in table[row + 1 :])
    return 1 + next((number for number, goes_on in enumerate(going_on) if not goes_on), len(table) - row - 1)


def _docx():
    def cell(table, row, column, text, span):
        merge = "continue" if text is None else "restart" if _below(table, row, column) > 1 else ""
        return word.tc(word.p(text or ""), span, merge)

    tables = [
        word.tbl(*(word.tr(*(cell(table, r, c, *each) for c, each in enumerate(row))) for r, row in enumerate(table)))
        for table in TABLES
    ]
    return word.package("".join(map(word.p, ABOVE)) + word.p().join(tables))


def _html():
    def cell(table, row, column, text, span):
        return f'<td colspan="{span}" rowspan="{_below(table, row, column)}">{text}</td>'

    tables = [
        "\n".join(
            f"<tr>{''.join(cell(table, r, c, *each) for c, each in enumerate(row) if each[0] is not None)}</tr>"
            for r, row in enumerate(table)
        )
        for table in TABLES
    ]
    above = "\n".join(f"<p>{text}</p>" for text in ABOVE)
    shown = above + "".join(f'<table border="1">\n{table}\n</table>\n' for table in tables)
    page = f'<!DOCTYPE html><html><head><meta charset="gb2312"></head><body>{shown}</body></html>'
    return page.encode("gb18030")


def _doc():
    first_of_merged, covered = 0x60, 0x20

    def row(table, number, cells):
        edges = [0, *accumulate(1000 * span for _, span in cells)]
        flags = [
            covered if text is None else first_of_merged if _below(table, number, column) > 1 else 0
            for column, (text, _) in enumerate(cells)
        ]
        return old_word.row(*(text or "" for text, _ in cells), edges=edges, flags=flags)

    rows = [[[old_word.P("\r")], *(row(table, r, cells) for r, cells in enumerate(table))] for table in TABLES]
    return old_word.document(*ABOVE, *(row for table in rows for row in table))


def _pdf():
    pages = []
    for table in TABLES:
        width = sum(span for _, span in table[0])
        rows, skip = [], set()
        for number, cells in enumerate(table):
            row = []
            for text, span in cells:
                skip |= {("v", number, column) for column in range(len(row), len(row) + span - 1)}
                if text is None:
                    skip.add(("h", number - 1, len(row)))
                row += [text, *[None] * (span - 1)]
            rows.append(row)
        xs = [40 + 514 * n // width for n in range(width + 1)]
        pages.append(pdf.cells(xs, [150 + 30 * n for n in range(len(rows) + 1)], rows, skip=skip, size=6))
    above = "\n".join(pdf.text(60, 40 + 25 * n, text) for n, text in enumerate(ABOVE))
    return pdf.document(f"{above}\n{pages[0]}", pages[1])


def _ofd():
    """The pages of the PDF, with everything around them that such a file may have."""
    pages, _ = fixed_pages.pages_of(_pdf())
    return ofd.printed(pages, **ofd.everything())


def _grids():
    for number, table in enumerate(TABLES, start=1):
        rows = []
        for r, cells in enumerate(table, start=1):
            row = []
            for text, span in cells:
                column = len(row) + 1
                row += [rows[-1][column - 1] if text is None else Cell(text, r, column)] * span
            rows.append(tuple(row))
        yield Grid(number, tuple(rows))


def _xlsx():
    return spreadsheet.build((*(Paragraph(text, n) for n, text in enumerate(ABOVE, start=1)), *_grids()))


def _xls():
    """BIFF8: texts that all cells share, amounts as numbers, merged areas."""
    strings, cells, merged, top = {}, b"", [], 0
    blocks = [*(Grid(0, ((Cell(text, 1, 1),),)) for text in ABOVE), *_grids()]
    for grid in blocks:
        areas = {}
        for r, row in enumerate(grid.rows, start=1):
            for c, cell in enumerate(row, start=1):
                areas[id(cell)] = (top + cell.row - 1, top + r - 1, cell.column - 1, c - 1)
                if (cell.row, cell.column) != (r, c) or not cell.text:
                    continue
                place = struct.pack("<HHH", top + r - 1, c - 1, 0)
                if cell.text == "11.50":
                    cells += _record(0x0203, place + struct.pack("<d", 11.5))
                else:
                    cells += _record(0x00FD, place + struct.pack("<I", strings.setdefault(cell.text, len(strings))))
        merged += [area for area in areas.values() if area[0] != area[1] or area[2] != area[3]]
        top += len(grid.rows) + (grid.number > 0)
    shared = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in strings)
    shared = _record(0x00FC, struct.pack("<II", len(strings), len(strings)) + shared)
    areas = _record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *area) for area in merged))
    end, begin = _record(0x0A, b""), struct.pack("<HHIII", 0x1996, 0x07CC, 0, 0x0600, 0)[:12]
    name = "目标"
    sheet_at = 4 + 16 + 4 + 8 + 2 * len(name) + len(shared) + len(end)
    listed = struct.pack("<IHBB", sheet_at, 0, len(name), 1) + name.encode("utf-16-le")
    start = _record(0x0809, struct.pack("<HH", 0x0600, 0x0005) + begin)
    sheet = _record(0x0809, struct.pack("<HH", 0x0600, 0x0010) + begin)
    stream = start + _record(0x0085, listed) + shared + end + sheet + cells + areas + end
    return old_word.container({"Workbook": stream})


def _rtf():
    def row(table, number, cells):
        edges = list(accumulate(1000 * span for _, span in cells))
        merged = [
            r"\clvmrg" if text is None else r"\clvmgf" if _below(table, number, column) > 1 else ""
            for column, (text, _) in enumerate(cells)
        ]
        shape = "".join(rf"{how}\cellx{edge}" for how, edge in zip(merged, edges, strict=True))
        return rf"\trowd{shape}\intbl " + "".join(rf"{_in_rtf(text or '')}\cell " for text, _ in cells) + r"\row "

    tables = ["".join(row(table, r, cells) for r, cells in enumerate(table)) for table in TABLES]
    above = "".join(rf"{_in_rtf(text)}\par " for text in ABOVE)
    return (r"{\rtf1\ansi\ansicpg936\uc0 " + above + r"\pard\par ".join(tables) + "}").encode("ascii")


def _in_rtf(text):
    return "".join(char if char.isascii() else rf"\u{ord(char) - (ord(char) > 0x7FFF) * 0x10000} " for char in text)


def _mht():
    message = EmailMessage()
    message["Subject"] = "绩效目标"
    message.set_content(_html().decode("gb18030"), subtype="html", charset="gb18030", cte="base64")
    return b"Snapshot-Content-Location: http://unit.invalid/\r\n" + message.as_bytes()


def _odt():
    def cell(table, row, column, text, span):
        below = _below(table, row, column)
        shape = f'table:number-columns-spanned="{span}" table:number-rows-spanned="{below}"'
        covered = "<table:covered-table-cell/>" * (span - 1)
        if text is None:
            return "<table:covered-table-cell/>" * span
        return f"<table:table-cell {shape}><text:p>{text}</text:p></table:table-cell>{covered}"

    tables = [
        "".join(
            f"<table:table-row>{''.join(cell(table, r, c, *each) for c, each in enumerate(row))}</table:table-row>"
            for r, row in enumerate(table)
        )
        for table in TABLES
    ]
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    shown = "".join(f"<text:p>{text}</text:p>" for text in ABOVE)
    shown += "<text:p/>".join(f"<table:table>{table}</table:table>" for table in tables)
    body = f"<office:body><office:text>{shown}</office:text></office:body>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<?xml version="1.0"?><office:document-content {names}>{body}</office:document-content>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


@cache
def _picture(name):
    """A line of text, small enough that recognising it costs little."""
    page = pypdfium2.PdfDocument(pdf.document(pdf.text(10, 40, "招商经费绩效目标表"), size=(160, 60)))[0]
    stream = io.BytesIO()
    page.render(scale=2).to_pil().convert("RGB").save(stream, {"tiff": "TIFF"}.get(name, name.upper()))
    return stream.getvalue()


def _held(name):
    """A container with two documents, and one of them again in a zip inside."""
    held = {"目标表.docx": _docx(), "目标表.html": _html()}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("里面/目标表.html", held["目标表.html"])
    return _HOLD[name]({**held, "附.zip": inner.getvalue()})


def _zip(held):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in held.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def _tar(held):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as package:
        for name, content in held.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            package.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def _seven_zip(held):
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as package:
        for name, content in held.items():
            package.writestr(content, name)
    return stream.getvalue()


def _eml(held):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "unit@office.invalid", "bureau@office.invalid", "报送"
    message.set_content("请查收")
    for name, content in held.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _msg(held):
    # Streams below 4096 bytes would be filled up with zeros, which no page has at its end.
    whole = {name: content.ljust(4096, b" ") for name, content in held.items()}
    return outlook.saved(outlook.mail(*(outlook.attachment(name, content) for name, content in whole.items())))


_HOLD = {"7z": _seven_zip, "eml": _eml, "msg": _msg, "tar": _tar, "zip": _zip}


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


_SMALL = {
    "doc": _doc, "docx": _docx, "html": _html, "mht": _mht, "odt": _odt, "ofd": _ofd, "pdf": _pdf, "rtf": _rtf,
    "xls": _xls, "xlsx": _xlsx,
    **{name: partial(_picture, name) for name in PICTURES}, **{name: partial(_held, name) for name in CONTAINERS},
}  # fmt: skip
