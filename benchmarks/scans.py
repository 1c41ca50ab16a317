"""Scans made of printed documents: rendered, then damaged as scanners, stamps and copiers do."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

__all__ = ["DAMAGES", "Damage", "image_pdf", "scan"]

Image = NDArray[np.uint8]


class Damage(NamedTuple):
    """What is done to a page.

    Attributes:
        dpi: resolution.
        skew: degrees to the right.
        noise: standard deviation of the grey levels added to each pixel.
        quality: of the JPEG.
        paper: how bright it is at its darkest edge; 255 is white.
        stamp: whether a red round stamp lies over the text.
        turn: quarter turns to the right.
    """

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 75
    paper: int = 255
    stamp: bool = False
    turn: int = 0


DAMAGES = {
    "150dpi": Damage(150),
    "300dpi": Damage(300),
    "skew": Damage(skew=1.0),
    "steep": Damage(skew=-3.0),
    "noise": Damage(noise=18.0),
    "jpeg40": Damage(150, quality=40),
    "grey": Damage(paper=185),
    "stamp": Damage(stamp=True),
    "turned": Damage(turn=1),
    "copied": Damage(150, 1.0, 8.0, 40, 215, stamp=True),
}


def scan(source: Path, damage: Damage, pages: Sequence[int] | None = None) -> bytes:
    """A PDF of pictures of the pages of the PDF `source`; `pages` counts from 0."""
    document = pypdfium2.PdfDocument(source)
    numbers = range(len(document)) if pages is None else pages
    pictures = [_damaged(document[number], damage, seed) for seed, number in enumerate(numbers)]
    return image_pdf([(_jpeg(picture, damage.quality), picture.shape) for picture in pictures], damage.dpi)


def _damaged(page: pypdfium2.PdfPage, damage: Damage, seed: int) -> Image:
    picture = np.ascontiguousarray(page.render(scale=damage.dpi / 72).to_numpy()[:, :, :3])
    random = np.random.default_rng(seed)
    if damage.stamp:
        picture = _stamped(picture, damage.dpi, random)
    height, width = picture.shape[:2]
    if damage.skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -damage.skew, 1)
        picture = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    result = picture.astype(np.float32)
    if damage.paper < 255:
        shade = np.linspace(damage.paper, 245, width, dtype=np.float32)[None, :, None] / 255
        result = result * shade * np.linspace(1, 0.95, height, dtype=np.float32)[:, None, None]
    if damage.noise:
        result = result + random.normal(0, damage.noise, picture.shape[:2])[:, :, None]
    picture = np.clip(result, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(picture, -damage.turn))


def _stamped(picture: Image, dpi: int, random: np.random.Generator) -> Image:
    """A seal of 4 cm: two rings, a star, and words; it multiplies with what is printed, as ink does."""
    height, width = picture.shape[:2]
    radius = round(2.0 / 2.54 * dpi)
    centre = (
        int(random.integers(2 * radius, max(width - 2 * radius, 2 * radius + 1))),
        int(random.integers(2 * radius, max(height - 2 * radius, 2 * radius + 1))),
    )
    ink = np.full_like(picture, 255)
    red = (70, 60, 215)
    cv2.circle(ink, centre, radius, red, max(dpi // 40, 2), cv2.LINE_AA)
    angles = np.pi / 2 + np.arange(5) * 4 * np.pi / 5
    star = np.stack([centre[0] + radius / 3 * np.cos(angles), centre[1] - radius / 3 * np.sin(angles)], axis=1)
    cv2.fillPoly(ink, [star.astype(np.int32)], red, cv2.LINE_AA)
    for angle in np.linspace(np.pi * 0.9, np.pi * 0.1, 9):
        at = (round(centre[0] + 0.78 * radius * np.cos(angle)), round(centre[1] - 0.78 * radius * np.sin(angle)))
        side = radius // 9
        cv2.rectangle(ink, (at[0] - side, at[1] - side), (at[0] + side, at[1] + side), red, max(dpi // 80, 1))
        cv2.line(ink, (at[0] - side, at[1]), (at[0] + side, at[1]), red, max(dpi // 80, 1))
    return np.asarray(cv2.multiply(picture, ink, scale=1 / 255), np.uint8)


def _jpeg(picture: Image, quality: int) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def image_pdf(images: Sequence[tuple[bytes, tuple[int, ...]]], dpi: int) -> bytes:
    """A PDF each of whose pages is one JPEG; with each its shape (height, width, …) in pixels."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for data, (height, width, *_) in images:
        wide, high = width * 72 / dpi, height * 72 / dpi
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        content = zlib.compress(b"q %.3f 0 0 %.3f 0 0 cm /I Do Q" % (wide, high))
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>"
            % (wide, high, first + 2, first + 1),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
            b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(data), data),
        ]
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
