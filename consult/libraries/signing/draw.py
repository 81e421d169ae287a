"""How signatures look: the person's in blue between title and name, the body's seal in red with its name and the time.

Each is an appearance that is written into the document as it stands: a picture that is packed once, and a few words in a
typeface that is cut once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from .places import SEAL, TEXT_HEIGHT, TEXT_WIDTH, Rectangle, SignatureBox
from .typeface import Typeface, typeface

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BLUE, BLACK = "0 0.188 0.612", "0 0 0"
# Points: the size of the words, the smallest that may be read, and of a line as a multiple of its letters.
SIZE, SMALLEST, LEADING = 9.0, 6.0, 1.2
# Dots per inch beyond which a printer shows nothing more of a picture.
PRINTED = 600


@dataclass(frozen=True)
class Picture:
    """A picture as a document holds it: pixels and transparency, compressed."""

    width: int
    height: int
    pixels: bytes
    alpha: bytes

    def embedded(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """The picture as objects of a document. Nothing smoothes it: PDF/A forbids ``Interpolate``."""
        mask = writer.add_object(self._image("/DeviceGray", self.alpha))
        image = self._image("/DeviceRGB", self.pixels)
        image[pdf_name("/SMask")] = mask
        return writer.add_object(image)

    def _image(self, space: str, content: bytes) -> generic.StreamObject:
        return generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Image"),
                pdf_name("/Width"): generic.NumberObject(self.width),
                pdf_name("/Height"): generic.NumberObject(self.height),
                pdf_name("/ColorSpace"): pdf_name(space),
                pdf_name("/BitsPerComponent"): generic.NumberObject(8),
                pdf_name("/Filter"): pdf_name("/FlateDecode"),
            },
            encoded_data=content,
        )


@dataclass(frozen=True)
class Words:
    """Lines of text, centred one below the other between ``left`` and ``right``; ``top`` is the upper edge of the first."""

    lines: tuple[str, ...]
    face: Typeface
    size: float
    colour: str
    left: float
    right: float
    top: float

    def drawn(self) -> bytes:
        """The content stream that shows them."""
        parts = [b"BT /F0 %.2f Tf %s rg" % (self.size, self.colour.encode())]
        for number, line in enumerate(self.lines):
            x = (self.left + self.right - self.face.width(line, self.size)) / 2
            y = self.top - self.size * (LEADING * number + 1)
            parts.append(b"1 0 0 1 %.2f %.2f Tm %s Tj" % (x, y, self.face.shown(line)))
        return b" ".join([*parts, b"ET"])


@dataclass(frozen=True)
class Appearance:
    """What a signature shows within its box: a picture with its place in it, and words; either may be absent."""

    box: Rectangle
    picture: Picture | None = None
    picture_at: Rectangle = (0.0, 0.0, 0.0, 0.0)
    words: Words | None = None


@dataclass(frozen=True)
class Drawn(BaseStampStyle):
    """An appearance as pyHanko takes it."""

    look: Appearance | None = None

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, str]) -> _Stamp:
        assert self.look is not None
        return _Stamp(writer, self, box)


class _Stamp(BaseStamp):
    def render(self) -> bytes:
        look, writer, parts = self.style.look, self.writer, [b"q"]
        assert writer is not None
        if look.picture is not None:
            x0, y0, x1, y1 = look.picture_at
            self.set_resource(ResourceType.XOBJECT, pdf_name("/P0"), look.picture.embedded(writer))
            parts.append(b"q %.2f 0 0 %.2f %.2f %.2f cm /P0 Do Q" % (x1 - x0, y1 - y0, x0, y0))
        if look.words is not None:
            self.set_resource(ResourceType.FONT, pdf_name("/F0"), look.words.face.embedded(writer))
            parts.append(look.words.drawn())
        return b" ".join([*parts, b"Q"])


def written_moment(at: datetime) -> str:
    """ISO 8601 in Việt Nam's zone: "2026-01-05T10:40:12+07:00"."""
    return at.astimezone(ZONE).isoformat(timespec="seconds")


@lru_cache(maxsize=16)
def _packed(content: bytes, most: int) -> Picture:
    """A picture (PNG) with at most ``most`` pixels on its longer side."""
    with Image.open(BytesIO(content), formats=("PNG",)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((most, most), Image.Resampling.LANCZOS)
    pixels, alpha = picture.convert("RGB").tobytes(), picture.getchannel("A").tobytes()
    return Picture(picture.width, picture.height, zlib.compress(pixels, 9), zlib.compress(alpha, 9))


def _fitted(picture: Picture, within: Rectangle) -> Rectangle:
    """The largest place of the picture's own proportions in the middle of ``within``."""
    x0, y0, x1, y1 = within
    scale = min((x1 - x0) / picture.width, (y1 - y0) / picture.height)
    width, height = picture.width * scale, picture.height * scale
    left, bottom = (x0 + x1 - width) / 2, (y0 + y1 - height) / 2
    return left, bottom, left + width, bottom + height


def _wrapped(face: Typeface, text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(
    fonts: Mapping[str, Path], text: str, at: datetime, colour: str, within: Rectangle, *, middle: bool
) -> Words:
    """``text`` and below it the time, in smaller letters where there is too much of it; in the middle, or from the top."""
    x0, y0, x1, y1 = within
    moment = written_moment(at)
    face = typeface(fonts["regular"], text + moment)
    size = SIZE
    lines = _wrapped(face, text, size, x1 - x0)
    while size > SMALLEST and (len(lines) + 1) * size * LEADING > y1 - y0:
        size -= 0.5
        lines = _wrapped(face, text, size, x1 - x0)
    high = (len(lines) + 1) * size * LEADING
    return Words((*lines, moment), face, size, colour, x0, x1, (y0 + y1 + high) / 2 if middle else y1)


def of_person(fonts: Mapping[str, Path], place: SignatureBox, picture: bytes, name: str, at: datetime) -> Appearance:
    """The picture of the signature, or, where there is none, who signed and when, in blue."""
    box = place.for_person()
    within = (0.0, 0.0, box[2] - box[0], box[3] - box[1])
    if picture:
        packed = _packed(picture, _pixels(within[2]))
        return Appearance(box, packed, _fitted(packed, within))
    return Appearance(box, words=_words(fonts, f"Ký số bởi: {name}", at, BLUE, within, middle=True))


def of_body(fonts: Mapping[str, Path], place: SignatureBox, picture: bytes, name: str, at: datetime) -> Appearance:
    """The seal over the left third of the person's signature; the body's name and the time below the signer's name."""
    box = place.for_body()
    right, lower = place.centre + TEXT_WIDTH / 2 - box[0], place.name_bottom - TEXT_HEIGHT - box[1]
    room = (right - TEXT_WIDTH, lower, right, lower + TEXT_HEIGHT)
    words = _words(fonts, name, at, BLACK, room, middle=False)
    if not picture:
        return Appearance(box, words=words)
    left, bottom = place.seal()
    packed = _packed(picture, _pixels(SEAL))
    within = (left - box[0], bottom - box[1], left - box[0] + SEAL, bottom - box[1] + SEAL)
    return Appearance(box, packed, _fitted(packed, within), words)


def _pixels(width: float) -> int:
    """How many pixels of a picture so many pt wide are worth keeping."""
    return round(width / 72 * PRINTED)
