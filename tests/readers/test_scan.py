"""Scans and image files: what stands on the picture is read, and what is not sure is said."""

import socket
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from tests.scans import encoded, in_pdf, picture, stamped, tilted
from tests.writers.documents import make_document

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, PlanStep
from jiheng.domain.target import parse_target
from jiheng.engine import read
from jiheng.errors import UnreadableSourceError
from jiheng.forms import load_forms
from jiheng.interchange import document_json
from jiheng.readers import DEFAULT_LIMITS, read_bytes, scan
from jiheng.readers.progress import listen
from jiheng.readers.scan import models
from jiheng.readers.scan.cleaning import clean, ink_of, skew
from jiheng.readers.scan.pictures import image_count
from jiheng.readers.scan.strokes import find_strokes
from jiheng.writers.compose import compose
from jiheng.writers.pdf import write_pdf

ROWS = (
    ("产出指标", "数量指标", "举办招商推介会场次", "≥4场"),
    ("产出指标", "成本指标", "预算控制数", "≤12.50万元"),
    ("满意度指标", "服务对象满意度指标", "参会企业满意度", "≥95%"),
)
SHEET = GoalSheet(
    number=1,
    form="hebei-project-goals",
    organization=Organization("301001", "云溪经济开发区管理委员会"),
    code="13079925P00010110001X",
    name="招商推介活动经费",
    budget=Budget(Decimal("12.50"), Decimal("12.50"), None, "万元"),
    purpose="用于场地租金和宣传材料",
    spending_plan=tuple(
        PlanStep(month, Decimal(part)) for month, part in ((3, "25"), (6, "50"), (10, "75"), (12, "100"))
    ),
    goals=("完成年度招商推介任务",),
    indicators=tuple(
        Indicator(level1, level2, name, name, parse_target(target), "年度工作计划")
        for level1, level2, name, target in ROWS
    ),
)


@pytest.fixture(scope="module")
def page():
    return picture(write_pdf(compose(make_document(None, [SHEET]), load_forms())))


def facts(document):
    (sheet,) = document.sheets
    return (
        sheet.code,
        sheet.name,
        sheet.budget.total,
        [step.percent for step in sheet.spending_plan],
        [(row.level1, row.level2, row.name, row.target.raw) for row in sheet.indicators],
    )


WANTED = (SHEET.code, SHEET.name, Decimal("12.50"), [Decimal(n) for n in (25, 50, 75, 100)], list(ROWS))


def test_a_crooked_stamped_scan_among_printed_pages(page):
    height, width = page.shape[:2]
    done = []
    with listen(lambda *progress: done.append(progress)):
        document = read(in_pdf(stamped(tilted(page, 1.0), (width // 2, height // 4), 110)))
    assert facts(document) == WANTED
    assert done == [(0, 1), (1, 1)]
    assert "read-by-eye" in {note.code for note in document.notes}
    sure = document_json(document)["projects"][0]["confidence"]
    assert 0 < sure["budget.total"] <= 1
    assert 0 < sure["indicators[0].name"] <= 1


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_an_image_on_its_side_or_its_head(page, quarters):
    """Also in its running text: each way gives some letters, a few of them surely, but only one gives the heading."""
    rough = np.clip(page + np.random.default_rng(1).normal(0, 18, page.shape[:2])[:, :, None], 0, 255).astype(np.uint8)
    document = read(encoded(np.ascontiguousarray(np.rot90(rough, quarters)), ".png"))
    assert facts(document) == WANTED
    assert document.sheets[0].number == 1
    assert document.source.format == "png"


def test_pages_of_a_tiff_are_counted_and_damaged_images_refused(page):
    small = cv2.resize(page, None, fx=0.1, fy=0.1)
    _, tiff = cv2.imencodemulti(".tiff", [small, small])
    assert image_count(tiff.tobytes()) == 2
    for data in (encoded(page)[:3000], b"\x89PNG\r\n\x1a\n" + b"x" * 90, b"II*\0" + b"\xff" * 200, b"BM" + bytes(80)):
        with pytest.raises(UnreadableSourceError) as caught:
            read_bytes(data, DEFAULT_LIMITS)
        assert caught.value.code == "damaged-image"


def test_a_blank_picture_gives_nothing():
    assert read_bytes(encoded(np.full((400, 300, 3), 250, np.uint8), ".jpg"), DEFAULT_LIMITS).blocks == ()


def test_without_the_extra_one_line_names_it(monkeypatch, page):
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(UnreadableSourceError, match=r"jiheng\[ocr\]"):
        read_bytes(encoded(page), DEFAULT_LIMITS)


def test_the_engine_is_a_build_that_reports_to_nobody():
    folder = Path(onnxruntime.__file__).parent / "capi"
    names = (b"events.data.microsoft", b"OneDsTelemetry", b"Applications6Events")
    assert not [path.name for path in folder.glob("*.so*") for name in names if name in path.read_bytes()]


def test_nothing_is_looked_for_on_the_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("network")

    monkeypatch.setattr(socket, "socket", refuse)
    assert models.model_folder().name == "models"
    blank = np.full((40, 300), 255, np.uint8)
    assert models.Recogniser(1).read([blank]) == [[]]


# ---- before anything is recognised ----


@pytest.mark.parametrize("degrees", [-4.0, -0.5, 0.0, 1.0, 3.0])
def test_by_how_much_a_page_is_skew(page, degrees):
    assert skew(ink_of(clean(tilted(page, degrees)).letters)) == pytest.approx(-degrees, abs=0.08)


def test_a_stamp_goes_and_the_print_below_it_stays(page):
    height, width = page.shape[:2]
    plain = ink_of(clean(page).letters)
    mended = ink_of(clean(stamped(page, (width // 2, height // 4), 110)).letters)
    assert abs(int(mended.sum()) - int(plain.sum())) < 0.02 * plain.sum()


def test_rulings_are_told_from_strokes_of_letters(page):
    across, down = find_strokes(ink_of(clean(page).drawing))
    height = page.shape[0]
    assert len({round(stroke.at / 4) for stroke in across}) < 20
    assert all(stroke.end - stroke.start > height / 100 for stroke in down)
    noise = np.random.default_rng(1).normal(0, 12, page.shape[:2])[:, :, None]
    rough = np.clip(page * 0.8 + noise, 0, 255).astype(np.uint8)
    again, _ = find_strokes(ink_of(clean(rough).drawing))
    assert abs(len(again) - len(across)) <= 2


def test_letters_below_one_another_are_no_ruling():
    """Each row of a narrow table begins with the same letter, whose stroke is nearly as high as the row: 本, say."""
    ink = np.zeros((1276, 1651), np.uint8)
    rows = range(100, 100 + 12 * 23, 23)
    for at in rows:
        ink[at : at + 2, 60:1000] = 1
    for at in (60, 500, 998):
        ink[rows[0] : rows[-1] + 2, at : at + 2] = 1
    for at in rows[:-1]:
        ink[at + 3 : at + 22, 520:522] = 1
        ink[at + 7 : at + 9, 512:530] = ink[at + 15 : at + 17, 515:527] = 1
        for step in range(6):
            ink[at + 9 + step, [519 - step, 522 + step]] = 1
    _across, down = find_strokes(ink)
    assert sorted(stroke.at for stroke in down) == pytest.approx([60.5, 500.5, 998.5], abs=1)
