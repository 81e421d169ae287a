"""The fields of expertise that an installation begins with: two levels, to be changed by its offices afterwards."""

from __future__ import annotations

from consult.models import SubjectArea

SUBJECT_AREAS: dict[str, tuple[str, ...]] = {
    "Quy hoạch - Xây dựng": (
        "Quy hoạch vùng, tỉnh", "Quy hoạch đô thị, nông thôn", "Kiến trúc", "Kết cấu công trình", "Địa kỹ thuật, nền móng",
        "Vật liệu xây dựng", "Kinh tế xây dựng, dự toán", "Quản lý dự án xây dựng",
    ),
    "Giao thông": (
        "Hạ tầng đường bộ", "Cầu, hầm", "Đường thủy, cảng biển", "Đường sắt", "Hàng không", "An toàn giao thông",
        "Vận tải, logistics",
    ),
    "Môi trường": (
        "Đánh giá tác động môi trường", "Nước thải", "Nước ngầm", "Không khí, tiếng ồn", "Quản lý chất thải",
        "Đa dạng sinh học", "Biến đổi khí hậu",
    ),
    "Tài nguyên - Đất đai": (
        "Quản lý, quy hoạch sử dụng đất", "Địa chất, khoáng sản", "Tài nguyên nước", "Đo đạc, bản đồ, viễn thám",
        "Biển và hải đảo",
    ),
    "Thủy lợi - Phòng chống thiên tai": (
        "Công trình thủy lợi", "An toàn hồ đập", "Thủy văn", "Sạt lở, lũ quét", "Đê điều",
    ),
    "Nông nghiệp": ("Trồng trọt", "Cây công nghiệp", "Chăn nuôi, thú y", "Bảo vệ thực vật", "Nông nghiệp công nghệ cao",
                    "Phát triển nông thôn"),
    "Lâm nghiệp": ("Trồng, phục hồi rừng", "Quản lý, bảo vệ rừng", "Chế biến gỗ, lâm sản", "Vườn quốc gia, khu bảo tồn"),
    "Thủy sản": ("Nuôi trồng thủy sản", "Khai thác thủy sản", "Chế biến thủy sản"),
    "Công nghiệp - Năng lượng": (
        "Điện, lưới điện", "Điện gió, điện mặt trời", "Thủy điện", "Cơ khí, chế tạo", "Công nghiệp chế biến",
        "Khu, cụm công nghiệp", "Hóa chất",
    ),
    "An toàn phòng cháy": ("Kho xăng dầu", "Công trình công cộng", "Nhà cao tầng", "Cháy rừng"),
    "Kinh tế - Đầu tư": (
        "Kinh tế phát triển", "Tài chính dự án", "Thương mại", "Đấu thầu", "Kinh tế hợp tác, doanh nghiệp nhỏ", "Du lịch",
    ),
    "Tài chính - Kế toán": ("Ngân sách nhà nước", "Kế toán, kiểm toán", "Thuế", "Thẩm định giá"),
    "Pháp luật - Hành chính": (
        "Pháp luật đất đai, đầu tư", "Pháp luật môi trường", "Cải cách hành chính", "Tổ chức bộ máy, cán bộ",
        "Kỹ thuật soạn thảo văn bản",
    ),
    "Công nghệ thông tin - Chuyển đổi số": (
        "Phần mềm, cơ sở dữ liệu", "Hạ tầng số, mạng", "An toàn thông tin", "Chính quyền số", "Trí tuệ nhân tạo",
    ),
    "Khoa học - Công nghệ": (
        "Quản lý khoa học và công nghệ", "Đổi mới sáng tạo, khởi nghiệp", "Sở hữu trí tuệ", "Tiêu chuẩn, đo lường, chất lượng",
        "Công nghệ sinh học", "Vật liệu mới",
    ),
    "Y tế - Dược": ("Y tế công cộng, dự phòng", "Khám, chữa bệnh", "Dược, dược liệu", "An toàn thực phẩm", "Dân số"),
    "Giáo dục - Đào tạo": ("Giáo dục phổ thông, mầm non", "Giáo dục đại học", "Giáo dục nghề nghiệp",
                           "Xã hội học tập"),
    "Văn hóa - Xã hội": (
        "Lịch sử, di sản", "Văn hóa các dân tộc", "Báo chí, xuất bản", "Thể thao", "Gia đình, bình đẳng giới",
        "Xã hội học, điều tra dư luận",
    ),
    "Lao động - An sinh": ("Việc làm", "An toàn lao động", "Bảo hiểm xã hội", "Giảm nghèo", "Tái định cư"),
    "Dân tộc - Tôn giáo": ("Chính sách dân tộc", "Tín ngưỡng, tôn giáo"),
}  # fmt: skip


def install_subject_areas() -> None:
    """Make the fields that are missing; those that offices have made stay as they are."""
    for name, children in SUBJECT_AREAS.items():
        area, _new = SubjectArea.objects.get_or_create(name=name, parent=None)
        for child in children:
            SubjectArea.objects.get_or_create(name=child, parent=area)
