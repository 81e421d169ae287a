"""Word files for the tests: with text, and with what strangers put into them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.oxml import parse_xml

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = (
    f'<w:r {NAMES}><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="x"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="%s"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
    '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)
PROPOSAL = (
    "Thuyết minh dự án Cửa hàng xăng dầu Pơng Đrang, xã Pơng Đrang, tỉnh Đắk Lắk",
    "Ông Nguyễn Đình Phước Hữu Thiện Quỳnh Thư và bà Y’Krôih Ŏŭng Mlô Duôn Dŭ cùng thẩm định: 2.450 m², 75 m³, 40 %.",
    "Các dấu: ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỳ ỵ ỷ ỹ ĩ ũ Đ đ.",
)


def saved(document: Any) -> bytes:
    """The bytes of a document of python-docx: the same whenever it is saved, since its parts carry no time."""
    stream, timeless = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(timeless, "w") as target:
        for part in source.infolist():
            target.writestr(zipfile.ZipInfo(part.filename), source.read(part), zipfile.ZIP_DEFLATED)
    return timeless.getvalue()


def word_file(*paragraphs: str) -> bytes:
    """A DOCX with these paragraphs, or with those of a proposal."""
    document = docx.Document()
    for text in paragraphs or PROPOSAL:
        document.add_paragraph(text)
    return saved(document)


def reaching_out(address: str) -> bytes:
    """A DOCX that asks for a picture, a field's picture and a template at ``address`` when it is opened."""
    document = docx.Document()
    document.add_paragraph("Có ảnh ở ngoài.")
    relation = document.part.relate_to(f"{address}/a.png", f"{RELATION}/image", is_external=True)
    document.add_paragraph()._p.append(parse_xml(PICTURE % relation))
    asked = f"INCLUDEPICTURE &quot;{address}/b.png&quot; \\d"
    field = f'<w:fldSimple {NAMES} w:instr=" {asked} "><w:r><w:t>ảnh</w:t></w:r></w:fldSimple>'
    document.add_paragraph()._p.append(parse_xml(field))
    settings = document.part._settings_part
    relation = settings.relate_to(f"{address}/t.dotx", f"{RELATION}/attachedTemplate", is_external=True)
    settings.element.append(parse_xml(f'<w:attachedTemplate {NAMES} r:id="{relation}"/>'))
    return saved(document)


def nested_tables(depth: int) -> bytes:
    """A DOCX with tables within tables."""
    document = docx.Document()
    cell: Any = document
    for number in range(depth):
        cell = cell.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].text = f"Bảng {number}"
    return saved(document)
