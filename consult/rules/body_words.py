"""Words in names of bodies, folded: how they are abbreviated, what says nothing of which body it is, and what does."""

from __future__ import annotations

ABBREVIATIONS = {
    "cty": "cong ty", "ct": "cong ty", "ctcp": "cong ty co phan", "ctytnhh": "cong ty tnhh", "cp": "co phan",
    "tnhhmtv": "tnhh mtv", "tct": "tong cong ty", "td": "tap doan", "dn": "doanh nghiep", "tv": "tu van",
    "dntn": "doanh nghiep tu nhan", "htx": "hop tac xa", "xn": "xi nghiep", "nm": "nha may", "vp": "van phong",
    "cn": "chi nhanh", "tm": "thuong mai", "tmdv": "thuong mai dich vu", "dv": "dich vu", "dvtm": "dich vu thuong mai",
    "sx": "san xuat", "xd": "xay dung", "xdtm": "xay dung thuong mai", "dt": "dau tu", "dtxd": "dau tu xay dung",
    "dtpt": "dau tu phat trien", "pt": "phat trien", "tk": "thiet ke", "tvtk": "tu van thiet ke", "tvxd": "tu van xay dung",
    "tvdt": "tu van dau tu", "tvdtxd": "tu van dau tu xay dung", "tvgs": "tu van giam sat", "kt": "ky thuat",
    "cntt": "cong nghe thong tin", "bds": "bat dong san", "xnk": "xuat nhap khau", "vlxd": "vat lieu xay dung",
    "bql": "ban quan ly", "qlda": "quan ly du an", "bqlda": "ban quan ly du an", "ql": "quan ly", "da": "du an",
    "dtxdct": "dau tu xay dung cong trinh", "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc", "tnmt": "tai nguyen moi truong", "nn": "nong nghiep", "mt": "moi truong",
    "ptnt": "phat trien nong thon", "nnptnt": "nong nghiep phat trien nong thon", "nnmt": "nong nghiep moi truong",
    "gtvt": "giao thong van tai", "khcn": "khoa hoc cong nghe", "kh": "khoa hoc", "khdt": "ke hoach dau tu",
    "gddt": "giao duc dao tao", "gd": "giao duc", "tttt": "thong tin truyen thong", "khkt": "khoa hoc ky thuat",
    "ldtbxh": "lao dong thuong binh xa hoi", "vhttdl": "van hoa the thao du lich", "dh": "dai hoc", "cd": "cao dang",
    "thpt": "trung hoc pho thong", "thcs": "trung hoc co so", "bv": "benh vien", "bvdk": "benh vien da khoa",
    "dk": "da khoa", "tt": "trung tam", "ttyt": "trung tam y te", "nhtm": "ngan hang thuong mai", "nh": "ngan hang",
    "lhh": "lien hiep hoi", "lhhkhkt": "lien hiep hoi khoa hoc ky thuat", "tp": "thanh pho", "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh", "tx": "thi xa", "tx.": "thi xa", "h": "huyen", "q": "quan", "p": "phuong",
    "x": "xa", "t": "tinh", "vn": "viet nam", "vietnam": "viet nam", "bmt": "buon ma thuot", "tpbmt": "thanh pho buon ma thuot",
    "jsc": "co phan", "ltd": "tnhh", "corp": "cong ty", "corporation": "cong ty", "company": "cong ty",
    "inc": "cong ty", "limited": "tnhh", "joint": "", "stock": "co phan", "construction": "xay dung",
    "trading": "thuong mai", "consulting": "tu van", "consultants": "tu van", "consultancy": "tu van", "design": "thiet ke",
    "investment": "dau tu", "development": "phat trien", "engineering": "ky thuat", "services": "dich vu",
    "service": "dich vu", "university": "truong dai hoc", "hospital": "benh vien", "bank": "ngan hang",
    "department": "so", "province": "tinh", "group": "tap doan", "software": "phan mem", "tmcp": "thuong mai co phan",
    "th": "tieu hoc", "mn": "mam non", "cdc": "trung tam kiem soat benh tat", "york": "yok",
}  # fmt: skip
FILLERS = frozenset({"va", "ve", "cua", "cac", "nhung", "of", "the", "and", "for"})
# What says in which form a body is, not which it is; the longest first.
LEGAL_FORMS = (
    "trach nhiem huu han", "mot thanh vien", "hai thanh vien tro len", "hai thanh vien", "doanh nghiep tu nhan",
    "doanh nghiep", "tong cong ty", "tap doan", "cong ty", "co phan", "tnhh", "mtv",
)  # fmt: skip
# Bodies of different kinds are different, however they are called.
KINDS = (
    "ngan hang", "dai hoc", "cao dang", "trung hoc pho thong", "trung hoc co so", "tieu hoc", "mam non", "benh vien",
    "trung tam y te", "uy ban nhan dan", "hoi dong nhan dan", "lien hiep hoi", "mat tran to quoc", "ban quan ly du an",
    "hop tac xa", "quy tin dung", "tinh uy", "thanh uy", "huyen uy", "dang uy", "chung khoan", "bao hiem",
)  # fmt: skip
# The same, where a name begins so: elsewhere the words mean other things ("số 5").
KINDS_AT_THE_START = ("so", "cuc", "chi cuc", "hoi", "bo")
LEVELS = ("tinh", "thanh pho", "thi xa", "huyen", "quan", "xa", "phuong", "thi tran")
# Where the name of a body begins behind that of its subdivision.
HEADS = (
    "tong cong ty", "cong ty", "tap doan", "doanh nghiep", "truong", "dai hoc", "cao dang", "hoc vien", "so", "uy ban nhan dan",
    "benh vien", "vien", "ngan hang", "lien hiep hoi", "ban quan ly du an", "cuc", "hop tac xa",
)  # fmt: skip
SUBDIVISIONS = (
    "phong ", "khoa ", "bo mon ", "to ", "doi ", "chi nhanh", "van phong", "ban giam ", "ban ky ", "ban tong ", "ban ke ",
    "xuong ", "xi nghiep", "trung tam ", "bo phan ", "nhom ", "tram ", "ban ",
)  # fmt: skip
PLACE_HEADS = ("tinh ", "thanh pho ", "thi xa ", "huyen ", "quan ", "xa ", "phuong ", "thi tran ", "khu pho ", "duong ")
PROVINCES = frozenset((
    "ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue", "thua thien hue", "dak lak", "dak nong", "gia lai",
    "kon tum", "lam dong", "phu yen", "khanh hoa", "binh dinh", "quang ngai", "quang nam", "quang tri", "quang binh",
    "ha tinh", "nghe an", "thanh hoa", "ninh binh", "nam dinh", "ha nam", "thai binh", "hung yen", "hai duong", "bac ninh",
    "bac giang", "quang ninh", "lang son", "cao bang", "bac kan", "thai nguyen", "tuyen quang", "ha giang", "lao cai",
    "yen bai", "lai chau", "dien bien", "son la", "hoa binh", "phu tho", "vinh phuc", "ninh thuan", "binh thuan",
    "dong nai", "binh duong", "binh phuoc", "tay ninh", "ba ria vung tau", "long an", "tien giang", "ben tre", "tra vinh",
    "vinh long", "dong thap", "an giang", "kien giang", "hau giang", "soc trang", "bac lieu", "ca mau", "viet nam",
))  # fmt: skip
# Trades and fields: two companies may share them and be two, and one may be written with them or without.
TRADES = (
    "xay dung", "thuong mai", "dich vu", "tu van", "thiet ke", "dau tu", "phat trien", "san xuat", "ky thuat", "cong nghe",
    "khoa hoc", "giao thong", "van tai", "nong nghiep", "lam nghiep", "thuy loi", "thuy san", "moi truong", "tai nguyen",
    "quan ly", "du an", "giam sat", "kiem dinh", "khao sat", "cong trinh", "xuat nhap khau", "vat lieu", "bat dong san",
    "co khi",
    "thong tin", "truyen thong", "tong hop", "kinh doanh", "nang luong", "ha tang", "do thi", "quy hoach", "kien truc",
    "phan mem", "dien luc", "dia chinh", "nong thon", "giao duc", "dao tao", "trung tam", "chi nhanh", "noi that",
)  # fmt: skip
