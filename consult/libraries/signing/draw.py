"""How signatures look: the person's in blue between title and name, the body's seal in red with its name and the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from consult.libraries.renderer.typeset import FontsOnly

from .sign import SEAL, TEXT_HEIGHT, TEXT_WIDTH, Appearance, SignatureBox

PICTURE = "picture:"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class _FontsAndPicture(FontsOnly):
    """Fonts, and the one picture that was handed over."""

    def __init__(self, fonts: Mapping[str, Path], picture: bytes) -> None:
        super().__init__(fonts)
        self.picture = picture

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == PICTURE:
            return URLFetcherResponse(url, self.picture, {"Content-Type": "image/png"})
        return super().fetch(url, headers)


def written_moment(at: datetime) -> str:
    """ISO 8601 in Việt Nam's zone: "2026-01-05T10:40:12+07:00"."""
    return at.astimezone(ZONE).isoformat(timespec="seconds")


def _page(fonts: Mapping[str, Path], picture: bytes, box: tuple[float, float, float, float], body: str) -> Appearance:
    x0, y0, x1, y1 = box
    fetcher, configuration = _FontsAndPicture(fonts, picture), FontConfiguration()
    style = f"""
        @font-face {{ font-family: Tinos; src: url(font:regular); }}
        @page {{ size: {x1 - x0:.2f}pt {y1 - y0:.2f}pt; margin: 0; }}
        body {{ margin: 0; font: 9pt/1.2 Tinos; }}
        div, img {{ position: absolute; }}
    """
    css = CSS(string=style, font_config=configuration, url_fetcher=fetcher)
    page = HTML(string=body, base_url="about:blank", url_fetcher=fetcher).write_pdf(
        stylesheets=[css], font_config=configuration
    )
    assert isinstance(page, bytes)
    return Appearance(box, page)


def of_person(fonts: Mapping[str, Path], place: SignatureBox, picture: bytes, name: str, at: datetime) -> Appearance:
    """The picture of the signature, or, where there is none, who signed and when, in blue."""
    box = place.for_person()
    width, height = box[2] - box[0], box[3] - box[1]
    if picture:
        body = (
            f'<img src="{PICTURE}" style="left:0;top:0;width:{width:.2f}pt;height:{height:.2f}pt;object-fit:contain">'
        )
    else:
        body = (
            f'<div style="left:0;right:0;top:{height / 2 - 16:.2f}pt;text-align:center;color:#00309c">'
            f"Ký số bởi: {escape(name)}<br>{written_moment(at)}</div>"
        )
    return _page(fonts, picture, box, body)


def of_body(fonts: Mapping[str, Path], place: SignatureBox, picture: bytes, name: str, at: datetime) -> Appearance:
    """The seal over the left third of the person's signature; the body's name and the time below the signer's name."""
    box = place.for_body()
    seal_left = place.for_person()[0] - SEAL + (place.for_person()[2] - place.for_person()[0]) / 3 - box[0]
    body = (
        f'<div style="right:0;width:{TEXT_WIDTH:.2f}pt;bottom:0;height:{TEXT_HEIGHT:.2f}pt;'
        f'text-align:center">{escape(name)}<br>{written_moment(at)}</div>'
    )
    if picture:
        seal = f"left:{seal_left:.2f}pt;top:0;width:{SEAL:.2f}pt;height:{SEAL:.2f}pt"
        body = f'<img src="{PICTURE}" style="{seal}">{body}'
    return _page(fonts, picture, box, body)
