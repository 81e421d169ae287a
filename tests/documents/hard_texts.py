"""Twenty texts of the hardest content that an office writes. Each is rich text as somebody sends it; all of it is invented."""
# ruff: noqa: E501 - texts as they are

from __future__ import annotations

import unicodedata

NFD = unicodedata.normalize("NFD", "Hồ chứa Ea Súp Thượng, xã Cư M’Lan, huyện Ea Súp; thủy điện Đrây H’Linh")

HARD_TEXTS: dict[str, str] = {
    "units": "<p>Lưu lượng 5·10<sup>−3</sup> m<sup>3</sup>/s, dung tích 10<sup>6</sup> m³, NH<sub>4</sub><sup>+</sup> ≤ 0,5 mg/l, "
    "CO<sub>2</sub> tương đương 1,2×10<sup>4</sup> tCO<sub>2</sub>e, σ = 2,5 kN/m<sup>2</sup>, 25 °C ± 2 °C, 3 ‰.</p>",
    "unicode units": "<p>10⁶ m³, 5·10⁻³ m²/ngày, CO₂, H₂SO₄, PM₂.₅, ½ diện tích, 30′15″, Ω, µg/Nm³, √2, ∑Q ≥ ∫q dt, x ∈ ℝ, ∀i.</p>",
    "laws": "<p>Căn cứ điểm a, điểm đ khoản 2 Điều 31 Luật số 72/2020/QH14; Nghị định số 08/2022/NĐ-CP (sửa đổi, bổ sung bởi "
    "05/2025/NĐ-CP); QCVN 08:2023/BTNMT; TCVN 9362:2012; Quyết định số 1719/QĐ-TTg.</p>",
    "points": '<ol><li><p>Khoản một</p><ol type="a"><li><p>Điểm a</p><ol type="i"><li><p>Tiết một</p></li><li><p>Tiết hai</p></li></ol>'
    "</li><li><p>Điểm b</p><p>Đoạn nối tiếp của điểm b.</p></li></ol></li><li><p>Khoản hai</p></li></ol>",
    "begun later": '<ol start="5" type="a"><li><p>Thứ năm</p></li><li><p>Thứ sáu</p></li></ol><p>Xen giữa.</p>'
    '<ol start="4" type="I"><li><p>Phần bốn</p></li></ol><ol start="3" type="A"><li><p>Mục C</p></li></ol>',
    "by hand": "<p>d) Điểm d;</p><p>đ) Điểm đ;</p><p>e) Điểm e.</p><p>1.1. Một chấm một</p><p>1.1.2. Sâu hơn</p>",
    "struck": "<p>Đề nghị <s>chấp thuận</s> <u>chưa chấp thuận</u>; bỏ <del>khoản 2</del>, thêm <ins>khoản 3</ins>, "
    '<span style="text-decoration:line-through">câu cuối</span>.</p>',
    "merged cells": '<table><tr><th rowspan="2">Chỉ tiêu</th><th colspan="2">Kết quả (mg/m<sup>3</sup>)</th></tr><tr><th>Đợt 1</th>'
    '<th>Đợt 2</th></tr><tr><td>SO<sub>2</sub></td><td>0,12</td><td>−</td></tr><tr><td colspan="3"><p>Ghi chú (*)</p>'
    "<p>“−”: không phát hiện</p></td></tr></table>",
    "table with lists": "<table><caption>Bảng 3. Biện pháp</caption><tr><td>Nước thải<ul><li>Thu gom</li><li>Xử lý<ol type=a><li>Bể 1</li>"
    "<li>Bể 2</li></ol></li></ul></td><td><p>Đạt</p><p>Cột A</p></td></tr></table>",
    "footnotes": '<p>Theo số liệu<sup>(1)</sup> và<sup><a href="#_ftn2">[2]</a></sup>, diện tích* là 12 ha.</p><p>* Tạm tính.</p>'
    "<p><sup>(1)</sup> Nguồn: niên giám 2024.</p><p>[2] Sđd, tr. 15–17.</p>",
    "names": "<p>Ông Ayŭn H’Ƀlăo, bà H’Yam Ƀkrông, Y Đrah Niê Kđăm, GS. Jürgen Straßburger, François Désiré-Lévêque, Łukasz Żółć, "
    "Håkon Ærø, Dvořák, Şişli, Αθήνα, Санкт-Петербург.</p>",
    "far names": "<p>中國水利, 日本国際協力機構（ジャイカ）, 한국수자원공사, ประเทศไทย, ສປປ ລາວ, ព្រះរាជាណាចក្រកម្ពុជា.</p>",
    "dashes": "<p>Km 12+300 – Km 15+000; năm 2025-2030; −5 °C; Buôn Ma Thuột — Gia Nghĩa; “khu vực 1‑3”; 3…5 m; a – b - c.</p>",
    "fixed blanks": "<p>12&nbsp;500&nbsp;000 đồng; 3\u202f000 m²; ông&nbsp;A; Điều&nbsp;5; 50 %; N\u2060T.</p><p>&nbsp;&nbsp;thụt đầu dòng</p>",
    "decomposed": f"<p>{NFD}</p>",
    "quotes": "<p>“Ngoài ‘trong’ ngoài”, «ghi», \"thẳng\", 'đơn', 5' 30\", Đ.H.'s, <q>trích <q>trong</q></q>, a &lt; b &amp;&amp; c &gt; d, "
    "&amp;lt; và &lt;tên đơn vị&gt;.</p>",
    "addresses": '<p><a href="https://example.org/van-ban?so=08%2F2022&amp;trang=1#d5">văn bản gốc</a>, https://example.org/~a_b/c, '
    '<a href="mailto:vanphong@example.org">vanphong@example.org</a>, D:\\HồSơ\\Bản_vẽ (1).dwg</p>',
    "loose": "Mở đầu <b>đậm</b> rồi <div>một khối</div><div>khối hai</div>cuối<br>dòng mới <blockquote>Trích nguyên văn</blockquote> hết",
    "google": '<b style="font-weight:normal" id="docs-internal-guid-1"><h2>Mục lớn</h2><ul><li style="list-style-type:disc"><p>'
    '<span style="font-weight:700">Một</span></p></li><ul><li style="list-style-type:circle"><p>Trong</p></li></ul><li><p>Hai '
    '<span style="font-size:0.6em;vertical-align:super">2</span></p></li></ul></b>',
    "signs": "<p>☐ Chưa ☑ Rồi ✓ ✗ → ⇒ ● ■ ★ ① ② ℃ № ₫ € § ¶ † © ® ™ 👍 ⚠ * ghi chú * _gạch_ ~ ≈ ^ | \\ { } [ ] # @ $ %</p>",
}
