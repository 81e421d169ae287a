"""Forty-eight further experts of the demo, so that a council is suggested for its field. Every name is invented."""

from __future__ import annotations

from consult.models import Organisation, Person, SubjectArea
from consult.subject_areas import install_subject_areas

from .office import expert_of

# name, degree, employer, field, what of it, what they worked on
FURTHER = [
    ("Mạc Thế Vượng", "PGS.TS.", "Trường Đại học Xây dựng miền Trung", "Quy hoạch - Xây dựng",
     ("Quy hoạch đô thị, nông thôn", "Kiến trúc"), "Quy hoạch chung đô thị, chợ trung tâm, thiết kế cảnh quan"),
    ("Tạ Thị Minh Nhuận", "TS.", "Viện Kiến trúc Nam Trung Bộ", "Quy hoạch - Xây dựng",
     ("Quy hoạch vùng, tỉnh", "Kiến trúc"), "Quy hoạch vùng, cụm công nghiệp, bến xe"),
    ("Kiều Đức Hoành", "ThS.", "Công ty Tư vấn Đất Lành", "Quy hoạch - Xây dựng",
     ("Địa kỹ thuật, nền móng", "Kết cấu công trình"), "Nền móng bệnh viện và nhà nhiều tầng"),
    ("Lưu Thị Thùy Trinh Nguyên", "ThS.", "Hội Xây dựng tỉnh", "Quy hoạch - Xây dựng",
     ("Kinh tế xây dựng, dự toán", "Quản lý dự án xây dựng"), "Dự toán, tổng mức đầu tư công trình dân dụng"),
    ("Phùng Xuân Bách", "KS.", "Hội Kiến trúc sư tỉnh", "Quy hoạch - Xây dựng",
     ("Vật liệu xây dựng",), "Vật liệu không nung, khu vui chơi ven hồ"),
    ("Y Bhiăo Mlô", "TS.", "Trường Đại học Giao thông phía Nam", "Giao thông",
     ("Hạ tầng đường bộ", "Cầu, hầm"), "Đường dốc và cầu ở miền núi, nút giao với quốc lộ"),
    ("Quách Thị Lan Chi", "PGS.TS.", "Trường Đại học Giao thông phía Nam", "Giao thông",
     ("An toàn giao thông", "Vận tải, logistics"), "An toàn giao thông tại lối ra vào trạm dừng nghỉ, bến xe"),
    ("Ninh Quốc Sáng", "ThS.", "Hội Vận tải tỉnh", "Giao thông",
     ("Vận tải, logistics",), "Đăng kiểm phương tiện, bến xe khách, trạm sạc xe điện"),
    ("Âu Dương Thị Tâm Đan", "TS.", "Viện Chiến lược Giao thông Tây Nguyên", "Giao thông",
     ("Hạ tầng đường bộ", "An toàn giao thông"), "Thẩm tra an toàn giao thông quốc lộ"),
    ("Thân Trọng Khuê", "GS.TS.", "Viện Môi trường Cao Nguyên", "Môi trường",
     ("Đánh giá tác động môi trường", "Biến đổi khí hậu"), "Đánh giá tác động môi trường nhà máy và lò đốt rác"),
    ("Vi Thị Thanh Ngà", "TS.", "Trường Đại học Buôn Hồ", "Môi trường",
     ("Nước thải", "Quản lý chất thải"), "Nước thải chế biến nông sản, bao gói thuốc bảo vệ thực vật"),
    ("Nông Văn Khoát", "ThS.", "Trung tâm Quan trắc Đông Trường Sơn", "Môi trường",
     ("Không khí, tiếng ồn", "Quản lý chất thải"), "Khí thải lò đốt, xử lý rác sinh hoạt"),
    ("H'Wơn Niê", "TS.", "Viện Sinh thái Yok Đôn", "Môi trường",
     ("Đa dạng sinh học",), "Bảo tồn voi, sinh kế của cộng đồng vùng đệm"),
    ("Chử Bá Lương", "ThS.", "Hội Nước sạch và Môi trường tỉnh", "Môi trường",
     ("Nước ngầm", "Nước thải"), "Nước sạch nông thôn, giếng quan trắc nước ngầm"),
    ("Đàm Quang Thụy", "PGS.TS.", "Học viện Phòng cháy phía Nam", "An toàn phòng cháy",
     ("Kho xăng dầu", "Nhà cao tầng"), "An toàn cửa hàng xăng dầu, khí hóa lỏng"),
    ("Giang Thị Bảo Ngân", "TS.", "Viện An toàn Công nghiệp Cao Nguyên", "An toàn phòng cháy",
     ("Kho xăng dầu",), "Khoảng cách an toàn của bồn chứa xăng dầu, sạc xe điện"),
    ("Tống Văn Khiêm", "KS.", "Hội Phòng cháy chữa cháy tỉnh", "An toàn phòng cháy",
     ("Công trình công cộng", "Nhà cao tầng"), "Thoát nạn ở bệnh viện, chợ, bến xe"),
    ("Doãn Hồng Lĩnh", "ThS.", "Trung tâm Kiểm định An toàn số 9", "An toàn phòng cháy",
     ("Cháy rừng", "Kho xăng dầu"), "Kiểm định thiết bị chịu áp lực"),
    ("Triệu Thị Ánh Dương", "GS.TS.", "Trường Đại học Kinh tế Cao Nguyên", "Kinh tế - Đầu tư",
     ("Kinh tế phát triển", "Thương mại"), "Kinh tế tuần hoàn, chuỗi giá trị cà phê và sầu riêng"),
    ("Hứa Minh Toại", "TS.", "Trường Đại học Kinh tế Cao Nguyên", "Kinh tế - Đầu tư",
     ("Tài chính dự án", "Đấu thầu"), "Hiệu quả tài chính dự án điện gió, kho lạnh"),
    ("Lại Thị Huyền Sâm", "TS.", "Viện Nghiên cứu Du lịch Đại Ngàn", "Kinh tế - Đầu tư",
     ("Du lịch", "Kinh tế hợp tác, doanh nghiệp nhỏ"), "Du lịch cộng đồng, khu vui chơi giải trí"),
    ("Vương Đắc Lộc", "ThS.", "Hội Doanh nhân Cao tuổi tỉnh", "Kinh tế - Đầu tư",
     ("Thương mại", "Kinh tế hợp tác, doanh nghiệp nhỏ"), "Mạng lưới chợ, cửa hàng xăng dầu"),
    ("Sầm Thị Khuyên", "ThS.", "Hội Kế toán tỉnh", "Kinh tế - Đầu tư",
     ("Tài chính dự án",), "Thẩm tra vốn và dòng tiền"),
    ("Bế Văn Thuận Phong", "PGS.TS.", "Viện Nông lâm nghiệp Tây Nguyên", "Nông nghiệp",
     ("Cây công nghiệp", "Bảo vệ thực vật"), "Cà phê đặc sản, chỉ dẫn địa lý, tái canh"),
    ("H'Nhi Êban", "TS.", "Trường Đại học Buôn Hồ", "Nông nghiệp",
     ("Chăn nuôi, thú y",), "Khoảng cách an toàn của trại chăn nuôi với khu dân cư"),
    ("Khổng Thị Mai Lĩnh", "TS.", "Viện Bảo quản Nông sản", "Nông nghiệp",
     ("Nông nghiệp công nghệ cao", "Trồng trọt"), "Kho lạnh, sơ chế sầu riêng xuất khẩu"),
    ("Lục Văn Trưởng", "ThS.", "Hội Làm vườn tỉnh", "Nông nghiệp",
     ("Phát triển nông thôn", "Trồng trọt"), "Hợp tác xã, tưới tiết kiệm"),
    ("Thạch Sơn Hiểu", "KS.", "Trung tâm Khuyến nông Krông", "Nông nghiệp",
     ("Bảo vệ thực vật",), "Thu gom bao gói thuốc bảo vệ thực vật"),
    ("Chu Quang Đĩnh", "PGS.TS.", "Trường Đại học Thủy lợi phía Tây", "Thủy lợi - Phòng chống thiên tai",
     ("Công trình thủy lợi", "An toàn hồ đập"), "Hồ chứa nước, an toàn đập"),
    ("Phí Thị Hoài Thư", "TS.", "Viện Thủy văn Sê San", "Thủy lợi - Phòng chống thiên tai",
     ("Thủy văn", "Sạt lở, lũ quét"), "Dòng chảy lũ, quản lý tưới tiêu"),
    ("Mai Khắc Điền", "ThS.", "Hội Thủy lợi tỉnh", "Thủy lợi - Phòng chống thiên tai",
     ("Công trình thủy lợi",), "Vận hành kênh mương, số hóa quản lý tưới"),
    ("Ông Thị Diệu Hằng", "TS.", "Viện Địa chính Cao Nguyên", "Tài nguyên - Đất đai",
     ("Quản lý, quy hoạch sử dụng đất", "Đo đạc, bản đồ, viễn thám"), "Quy hoạch sử dụng đất, chuyển mục đích đất lúa"),
    ("Tô Hiến Thạc", "PGS.TS.", "Viện Địa chất Trường Sơn", "Tài nguyên - Đất đai",
     ("Địa chất, khoáng sản", "Tài nguyên nước"), "Nước dưới đất, mỏ vật liệu xây dựng"),
    ("Y Đhin Knul", "TS.", "Vườn Quốc gia Chư Lang", "Lâm nghiệp",
     ("Quản lý, bảo vệ rừng", "Vườn quốc gia, khu bảo tồn"), "Bảo tồn voi, giao rừng cho cộng đồng"),
    ("Nghiêm Thị Trúc Quỳ", "ThS.", "Hội Khoa học Lâm nghiệp tỉnh", "Lâm nghiệp",
     ("Trồng, phục hồi rừng", "Chế biến gỗ, lâm sản"), "Phục hồi rừng, tín chỉ các-bon"),
    ("Cung Đình Phác", "PGS.TS.", "Trường Đại học Bách khoa Cao Nguyên", "Công nghiệp - Năng lượng",
     ("Điện gió, điện mặt trời", "Điện, lưới điện"), "Điện gió, đấu nối lưới điện, trạm sạc xe điện"),
    ("Hàn Thị Ngọc Tuyền", "TS.", "Trường Đại học Bách khoa Cao Nguyên", "Công nghiệp - Năng lượng",
     ("Công nghiệp chế biến", "Khu, cụm công nghiệp"), "Cụm công nghiệp, nhà máy chế biến nông sản"),
    ("Viên Ngọc Trác", "ThS.", "Hội Điện lực tỉnh", "Công nghiệp - Năng lượng",
     ("Thủy điện", "Hóa chất"), "Lò đốt rác phát điện, thủy điện nhỏ"),
    ("Đồng Thị Kiều Vân", "TS.", "Trường Chính trị Cao Nguyên", "Pháp luật - Hành chính",
     ("Pháp luật đất đai, đầu tư", "Kỹ thuật soạn thảo văn bản"), "Thẩm quyền và kỹ thuật soạn thảo dự thảo quy định"),
    ("Lều Thọ Khanh", "ThS.", "Hội Luật gia tỉnh", "Pháp luật - Hành chính",
     ("Pháp luật môi trường", "Cải cách hành chính"), "Góp ý dự thảo văn bản quy phạm pháp luật"),
    ("Ma Thị Việt Hương Giang", "TS.", "Trường Đại học Công nghệ Ban Mê", "Công nghệ thông tin - Chuyển đổi số",
     ("Chính quyền số", "Phần mềm, cơ sở dữ liệu"), "Chuyển đổi số trong nông nghiệp, quản lý tưới tiêu"),
    ("Bạch Công Thái", "ThS.", "Hội Tin học tỉnh", "Công nghệ thông tin - Chuyển đổi số",
     ("An toàn thông tin", "Hạ tầng số, mạng"), "An toàn hệ thống điều khiển"),
    ("Cù Thị Lệ Quyên", "PGS.TS.", "Trường Đại học Y dược Cao Nguyên", "Y tế - Dược",
     ("Y tế công cộng, dự phòng", "Khám, chữa bệnh"), "Bệnh viện tư nhân, chất thải y tế"),
    ("Diệp Văn Sử", "TS.", "Hội Y học tỉnh", "Y tế - Dược",
     ("An toàn thực phẩm",), "Nước sạch và bệnh đường ruột"),
    ("H'Yam Byă", "TS.", "Viện Văn hóa Tây Nguyên", "Văn hóa - Xã hội",
     ("Văn hóa các dân tộc", "Xã hội học, điều tra dư luận"), "Buôn làng, du lịch cộng đồng, đồng bào thiểu số"),
    ("Trịnh Bá Nho Quế", "ThS.", "Hội Di sản tỉnh", "Văn hóa - Xã hội",
     ("Lịch sử, di sản",), "Di tích, cảnh quan ven hồ"),
    ("Ngụy Thị Tú Anh", "TS.", "Trường Đại học Sư phạm Cao Nguyên", "Giáo dục - Đào tạo",
     ("Giáo dục phổ thông, mầm non", "Giáo dục nghề nghiệp"), "Mạng lưới trường lớp"),
    ("Lò Văn Ích Pháng", "TS.", "Viện Khoa học Công nghệ Đại Ngàn", "Khoa học - Công nghệ",
     ("Đổi mới sáng tạo, khởi nghiệp", "Tiêu chuẩn, đo lường, chất lượng"), "Đo lường xăng dầu, chỉ dẫn địa lý"),
]  # fmt: skip


def add_experts(union: Organisation) -> list[Person]:
    """Add them to the registry, kept by ``union``, with every field of expertise; those that are there stay as they are."""
    install_subject_areas()
    roots = {area.name: area for area in SubjectArea.objects.filter(parent=None)}
    leaves = {(area.parent_id, area.name): area for area in SubjectArea.objects.exclude(parent=None)}
    people = []
    for name, degree, employer, field, parts, worked_on in FURTHER:
        root = roots[field]
        areas = [root, *(leaves[root.pk, part] for part in parts)]
        people.append(expert_of(name, degree, employer, areas, union, biography=f"{worked_on}."))
    return people
