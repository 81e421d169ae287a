"""PDFs as scanners, phones and offices make them: a dark quarter above on the left, in every kind of picture."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field

from PIL import Image, ImageCms

# The fax code's longest run, in pixels: the dark part's width is one or more of it.
RUN = 2560
DARK = (20, 30, 90)


@dataclass(frozen=True)
class Scan:
    """A page that is one picture. ``facts`` is its dictionary in the PDF; ``text`` lies over it."""

    facts: str
    data: bytes
    width: int = 200
    height: int = 280
    page: tuple[int, int] = (595, 842)
    rotate: int = 0
    more: list[bytes] = field(default_factory=list)
    text: str = ""


def pdf(scans: list[Scan]) -> bytes:
    """A file of these pages."""
    parts: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    pages = []
    for scan in scans:
        picture = len(parts) + 1
        facts = scan.facts.replace("{next}", f"{picture + 1} 0 R")
        size = f"/Width {scan.width}/Height {scan.height}"
        parts.append(stream(f"/Type/XObject/Subtype/Image{size}{facts}", scan.data))
        parts += scan.more
        wide, high = scan.page
        words = f"BT /F 20 Tf 60 {high - 100} Td ({scan.text}) Tj ET" if scan.text else ""
        parts.append(stream("", f"q {wide} 0 0 {high} 0 0 cm /P Do Q {words}".encode()))
        resources = f"<</XObject<</P {picture} 0 R>>/Font<</F 3 0 R>>>>"
        page = f"/MediaBox[0 0 {wide} {high}]/Rotate {scan.rotate}/Resources{resources}/Contents {len(parts)} 0 R"
        parts.append(f"<</Type/Page/Parent 2 0 R{page}>>".encode())
        pages.append(f"{len(parts)} 0 R")
    parts[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    parts[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(pages)}]>>".encode()
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()


def stream(facts: str, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (facts.encode(), len(data), data)


def picture(mode: str = "RGB", size: tuple[int, int] = (200, 280)) -> Image.Image:
    made = Image.new("RGB", size, "white")
    made.paste(DARK, (0, 0, size[0] // 2, size[1] // 2))
    return made.convert(mode)


def saved(mode: str, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture(mode).save(out, kind, **how)
    return out.getvalue()


def fax(width: int, height: int, runs: int) -> bytes:
    """The upper half's first ``runs`` × 2560 pixels dark, in the code of fax machines (T.6)."""
    upper = height // 2
    # First row: white 0, dark runs, dark 0, white to the end. The rows below repeat it, one ends it, white ones follow.
    first = "001" + "00110101" + "000000011111" * runs + "0000110111" + "1"
    bits = first + "111" * (upper - 1) + "0001" + "1" + "1" * (height - upper - 1) + "000000000001" * 2
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def jbig2(width: int, height: int, runs: int) -> bytes:
    """The same picture as a JBIG2 stream of a PDF: a page and one generic region, coded as a fax is."""
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + fax(width, height, runs)
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, kind, data in ((0, 48, page), (1, 38, region))
    )


GREY, COLOURS, PRINT = "/ColorSpace/DeviceGray", "/ColorSpace/DeviceRGB", "/ColorSpace/DeviceCMYK"
FAX = "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {width}/Rows {height}>>/BitsPerComponent 1"


def faxed(width: int = 2 * RUN, height: int = 7240, runs: int = 1, how: str = GREY, **more: object) -> Scan:
    facts = FAX.format(width=width, height=height) + how
    return Scan(facts, fax(width, height, runs), width, height, **more)  # type: ignore[arg-type]


def packed(mode: str, how: str, data: bytes | None = None, **more: object) -> Scan:
    """A picture's bare samples, deflated."""
    return Scan(f"/Filter/FlateDecode{how}", zlib.compress(data or picture(mode).tobytes()), **more)  # type: ignore[arg-type]


def deep() -> bytes:
    """Grey of 16 bits."""
    return b"".join(struct.pack(">H", sample * 257) for sample in picture("L").tobytes())


def colour_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def kinds() -> dict[str, Scan]:
    """Every kind of picture that is met in dossiers."""
    return {
        "jpeg": Scan(f"/Filter/DCTDecode{COLOURS}/BitsPerComponent 8", saved("RGB", "JPEG")),
        "jpeg in print colours": Scan(
            f"/Filter/DCTDecode{PRINT}/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]", saved("CMYK", "JPEG")
        ),
        "jpeg 2000": Scan("/Filter/JPXDecode", saved("RGB", "JPEG2000")),
        "jpeg 2000 grey": Scan(f"/Filter/JPXDecode{GREY}", saved("L", "JPEG2000", irreversible=True)),
        "fax": faxed(),
        "fax as a mask": faxed(how="/ImageMask true/Decode[0 1]"),
        "jbig2": Scan(f"/Filter/JBIG2Decode{GREY}/BitsPerComponent 1", jbig2(2 * RUN, 7240, 1), 2 * RUN, 7240),
        "one bit": packed("1", f"{GREY}/BitsPerComponent 1"),
        "sixteen bits": packed("L", f"{GREY}/BitsPerComponent 16", deep()),
        "print colours": packed("CMYK", f"{PRINT}/BitsPerComponent 8"),
        "a colour profile": packed(
            "RGB", "/ColorSpace[/ICCBased {next}]/BitsPerComponent 8", more=[stream("/N 3", colour_profile())]
        ),
        "A0 at 600 dpi": faxed(19866, 28087, 4, page=(2384, 3370)),
    }


def scanned(pages: int) -> bytes:
    """A long scan: each page a picture of its own, of 150 dpi."""
    samples = picture("L", (1240, 1754)).tobytes()
    return pdf([
        packed("L", f"{GREY}/BitsPerComponent 8", bytes([number % 200]) + samples[1:], width=1240, height=1754)
        for number in range(pages)
    ])  # fmt: skip
