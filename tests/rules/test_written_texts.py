"""Texts that write themselves, word for word: the first draft, a group's report, the minutes; and bounds of remarks."""

from __future__ import annotations

import pytest

from consult.rules import assembly, groups, minutes, remarks, verification
from consult.rules.questions import Section

SECTIONS = [Section("a", "Sự cần thiết"), Section("b", "Kinh phí <dự kiến>"), Section("c", "Không ai nói")]
REVIEWS = [
    assembly.ReviewAnswers(7, "Phản biện 1", "approve", {"a": "- Cần thiết.\n\n• Đủ căn cứ & rõ."}, {"a": 5, "b": 1}),
    assembly.ReviewAnswers(9, "Phản biện 2", "approve", {"a": "Nên bổ sung <bảng>"}, {"a": 4, "b": 2}),
    assembly.ReviewAnswers(12, "Phản biện 3", "reject", {}, {"a": 3, "b": 3}),
]


def test_the_first_draft_word_for_word():
    held = assembly.MeetingOutcome("Thống nhất.\n Bổ sung bản vẽ.", 5, 1, 2)
    departments = [("Sở Xây dựng", "Đồng ý.\nBổ sung <số liệu>"), ("Sở Tài chính", " \n")]
    assert assembly.assemble(SECTIONS, REVIEWS, held, departments, [("Môi trường", "Nước ngầm")]) == (
        "<p>Có 3 phiếu nhận xét: 2 thông qua; 0 thông qua, có chỉnh sửa; 1 không thông qua.</p>"
        "<h3>1. Sự cần thiết</h3>"
        "<p>Đánh giá: 2 thuận (4 - 5 điểm), 1 trung bình (3 điểm), 0 chưa thuận (1 - 2 điểm).</p>"
        '<ul><li>Cần thiết. <a href="#review-7">[Phản biện 1]</a></li>'
        '<li>Đủ căn cứ &amp; rõ. <a href="#review-7">[Phản biện 1]</a></li>'
        '<li>Nên bổ sung &lt;bảng&gt; <a href="#review-9">[Phản biện 2]</a></li></ul>'
        "<h3>2. Kinh phí &lt;dự kiến&gt;</h3>"
        "<p>Đánh giá: 0 thuận (4 - 5 điểm), 1 trung bình (3 điểm), 2 chưa thuận (1 - 2 điểm).</p>"
        "<h3>4. Báo cáo của các nhóm</h3><p>Nhóm Môi trường:</p><ul><li>Nước ngầm</li></ul>"
        "<h3>5. Ý kiến của các sở, ngành</h3>"
        "<p>Sở Xây dựng:</p><ul><li>Đồng ý.</li><li>Bổ sung &lt;số liệu&gt;</li></ul>"
        "<p>Sở Tài chính:</p><ul><li>Có văn bản trả lời kèm theo.</li></ul>"
        "<h3>6. Kết quả cuộc họp Hội đồng</h3>"
        "<p>Biểu quyết: 5 tán thành, 1 không tán thành, 2 không biểu quyết.</p>"
        "<p>Thống nhất.</p><p>Bổ sung bản vẽ.</p>"
    )


def test_a_draft_of_nothing_says_nothing():
    assert assembly.assemble(SECTIONS, [], None) == ""
    unrated = assembly.ReviewAnswers(1, "Phản biện 1", "", {"b": "Rõ"}, {})
    assert assembly.assemble(SECTIONS, [unrated], None) == (
        "<p>Có 1 phiếu nhận xét: 0 thông qua; 0 thông qua, có chỉnh sửa; 0 không thông qua.</p>"
        "<h3>2. Kinh phí &lt;dự kiến&gt;</h3>"
        '<ul><li>Rõ <a href="#review-1">[Phản biện 1]</a></li></ul>'
    )


def test_a_groups_first_text_word_for_word():
    assert groups.group_text(SECTIONS, REVIEWS) == (
        "Có 3 phiếu nhận xét: 2 thông qua, 1 không thông qua.\n"
        "\n"
        "Sự cần thiết:\n"
        "Đánh giá: 2 thuận, 1 trung bình, 0 chưa thuận.\n"
        "- Cần thiết. (Phản biện 1)\n"
        "- Đủ căn cứ & rõ. (Phản biện 1)\n"
        "- Nên bổ sung <bảng> (Phản biện 2)\n"
        "\n"
        "Kinh phí <dự kiến>:\n"
        "Đánh giá: 0 thuận, 1 trung bình, 2 chưa thuận."
    )
    assert groups.group_text(SECTIONS, []) == "Chưa có phiếu nhận xét."
    assert groups.group_text(SECTIONS[:1], [assembly.ReviewAnswers(1, "A", "changes", {"a": "Rõ"}, {})]) == (
        "Có 1 phiếu nhận xét: 1 thông qua, có chỉnh sửa.\n\nSự cần thiết:\n- Rõ (A)"
    )


# ---------------------------------------------------------------- minutes
def decided(*, secret=False, passed=True, tie=False) -> minutes.MotionResult:
    return minutes.MotionResult("Bổ sung giếng.", secret, 7, 4, 2, 1, passed, tie)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            decided(),
            "Bổ sung giếng. Kết quả biểu quyết: 4/7 tán thành, 2 không tán thành, 1 không biểu quyết. Thông qua.",
        ),
        (
            decided(secret=True, passed=False),
            "Bổ sung giếng. Kết quả bỏ phiếu kín: 4/7 tán thành, 2 không tán thành, 1 không biểu quyết. Không thông qua.",
        ),
        (
            decided(tie=True),
            "Bổ sung giếng. Kết quả biểu quyết: 4/7 tán thành, 2 không tán thành, 1 không biểu quyết."
            " Số phiếu ngang nhau, ý kiến của người chủ trì là quyết định. Thông qua.",
        ),
    ],
)
def test_a_vote_in_words(result, said):
    assert minutes.result_of(result) == said


@pytest.mark.parametrize(
    ("happened", "written"),
    [
        (
            minutes.MinutesEntry("08:00", "opened", who="TS. <A>"),
            "<p>08:00: Khai mạc. Người chủ trì: TS. &lt;A&gt;.</p>",
        ),
        (minutes.MinutesEntry("08:01", "came", who="B"), "<p>08:01: B đến dự.</p>"),
        (minutes.MinutesEntry("08:02", "left", who="B"), "<p>08:02: B rời cuộc họp.</p>"),
        (
            minutes.MinutesEntry("08:03", "adjourned", text="Mất điện."),
            "<p>08:03: Tạm dừng cuộc họp. Lý do: Mất điện.</p>",
        ),
        (minutes.MinutesEntry("08:03", "adjourned"), "<p>08:03: Tạm dừng cuộc họp.</p>"),
        (minutes.MinutesEntry("08:04", "resumed", who="C"), "<p>08:04: Cuộc họp tiếp tục. Người chủ trì: C.</p>"),
        (minutes.MinutesEntry("08:05", "closed"), "<p>08:05: Kết thúc cuộc họp.</p>"),
        (
            minutes.MinutesEntry("08:06", "point", text="4. Thảo luận & biểu quyết"),
            "<h4>4. Thảo luận &amp; biểu quyết</h4>",
        ),
        (
            minutes.MinutesEntry("08:07", "spoke", who="D", text=" Một <1>.\n\n Hai. "),
            "<p>D: Một &lt;1&gt;.</p><p>Hai.</p>",
        ),
        (minutes.MinutesEntry("08:07", "spoke", text="Một.\nHai."), "<p>Một.</p><p>Hai.</p>"),
        (minutes.MinutesEntry("08:07", "spoke", who="D", text=" \n "), ""),
        (minutes.MinutesEntry("08:08", "decided"), ""),
        (minutes.MinutesEntry("08:09", "unheard of"), ""),
    ],
)
def test_each_thing_that_happens_is_a_sentence(happened, written):
    assert minutes.compose([happened]) == written
    assert minutes.compose([happened, happened]) == written * 2


def test_a_decision_stands_in_the_minutes_without_markup():
    one = minutes.MotionResult("<b>Cả hồ sơ</b>", True, 3, 3, 0, 0, True, False)
    assert minutes.compose([minutes.MinutesEntry("09:00", "decided", decided=one)]) == (
        "<p>&lt;b&gt;Cả hồ sơ&lt;/b&gt;. Kết quả bỏ phiếu kín: 3/3 tán thành, 0 không tán thành, "
        "0 không biểu quyết. Thông qua.</p>"
    )


# ---------------------------------------------------------------- remarks and codes
def remark(**more: object) -> dict[str, object]:
    return {"id": "x", "file": 1, "page": 2, "quote": "q", "text": "t", **more}


@pytest.mark.parametrize(
    ("page", "kept"),
    [(1, 1), (10_000, 10_000), (10_001, 0), (0, 0), (-1, 0), ("2", 0), (None, 0), (True, 0), (2.0, 0)],
)
def test_pages_count_from_one_to_the_last(page, kept):
    (found,) = remarks.read_remarks([remark(page=page)], [1])
    assert found["page"] == kept


def test_remarks_are_bounded_and_what_is_too_long_is_cut():
    many = [remark(id=str(number)) for number in range(remarks.MOST_REMARKS + 1)]
    assert len(remarks.read_remarks(many, [1])) == 300
    (long,) = remarks.read_remarks([remark(id="i" * 41, text="t" * 4001, quote="q" * 601)], [1])
    assert (len(long["id"]), len(long["text"]), len(long["quote"])) == (40, 4000, 600)


@pytest.mark.parametrize(
    "wrong", [{"text": " \n "}, {"id": ""}, {"file": "1"}, {"file": True}, {"file": None}, {"file": 2}]
)
def test_what_names_no_attachment_or_says_nothing_is_left_out(wrong):
    assert remarks.read_remarks([remark(**wrong), remark(id="good")], [1]) == [remark(id="good")]


def test_a_code_is_printed_in_four_groups_of_four():
    assert verification.written("7K3M9QXT02ABCDEF") == "7K3M-9QXT-02AB-CDEF"
    assert len(verification.new_code()) == 16
    assert verification.read("7K3M9QXT02ABCDE") == verification.read("7K3M9QXT02ABCDEF0") == ""
