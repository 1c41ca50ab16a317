"""Scanned OFD pages painted for recognition: pictures where they lie, in strips, turned, or of no known kind."""

import pytest
from tests.ofd import document, image

from jiheng.readers import DEFAULT_LIMITS

cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

MEDIA = '<ofd:MultiMedia ID="{0}" Type="Image"><ofd:MediaFile>{0}.png</ofd:MediaFile></ofd:MultiMedia>'


def _picture(width, height, *, dark):
    """A white PNG that is black in its `dark` corner: top or bottom, left or right."""
    dots = np.full((height, width, 3), 255, np.uint8)
    rows = slice(0, height // 2) if "top" in dark else slice(height // 2, height)
    columns = slice(0, width // 2) if "left" in dark else slice(width // 2, width)
    dots[rows, columns] = 0
    return cv2.imencode(".png", dots)[1].tobytes()


def _painted(objects, **pictures):
    from jiheng.readers.scan.composed import ofd_pages

    resources = f"<ofd:MultiMedias>{''.join(MEDIA.format(name[1:]) for name in pictures)}</ofd:MultiMedias>"
    extra = {f"Doc_0/Res/{name[1:]}.png": content for name, content in pictures.items()}
    data = document(objects, resources=resources, extra=extra)
    return list(ofd_pages(data, [1], DEFAULT_LIMITS))


def _dark(dots, x, y):
    """Whether the page is dark at a place, given in parts of its width and height."""
    height, width = dots.shape[:2]
    return bool(dots[int(y * height), int(x * width)].mean() < 128)


def test_a_picture_lies_where_the_page_puts_it():
    ((number, dots, width),) = _painted(image(0, 0, 210, 297, 9), _9=_picture(420, 594, dark="top left"))
    assert (number, round(width)) == (1, 595)
    assert [_dark(dots, x, y) for x, y in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))] == [
        True,
        False,
        False,
        False,
    ]
    assert 149 < dots.shape[1] / 210 * 25.4 < 301


def test_strips_make_one_page():
    page = image(0, 0, 210, 148.5, 8) + image(0, 148.5, 210, 148.5, 9)
    ((_, dots, _),) = _painted(page, _8=_picture(400, 300, dark="top left"), _9=_picture(400, 300, dark="bottom right"))
    assert [_dark(dots, x, y) for x, y in ((0.1, 0.1), (0.9, 0.9), (0.1, 0.6), (0.9, 0.4))] == [
        True,
        True,
        False,
        False,
    ]


def test_a_picture_that_the_page_turns():
    turned = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="0 297 -210 0 210 0" ResourceID="9"/>'
    ((_, dots, _),) = _painted(turned, _9=_picture(594, 420, dark="top left"))
    assert [_dark(dots, x, y) for x, y in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))] == [
        False,
        True,
        False,
        False,
    ]


def test_pictures_of_no_known_kind_are_left_out():
    assert _painted(image(0, 0, 210, 297, 9), _9=b"\x97JB2\r\n\x1a\n") == []
    assert _painted(image(0, 0, 210, 297, 7), _9=_picture(40, 40, dark="top left")) == []
