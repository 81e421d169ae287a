"""A first draft of the opinion, put together from reviews and minutes. Nothing is said that they do not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from .questions import NUMBER, Section

FOR_FROM, AGAINST_TO = 4, 2
RECOMMENDED = {"approve": "thông qua", "changes": "thông qua, có chỉnh sửa", "reject": "không thông qua"}


@dataclass(frozen=True)
class ReviewAnswers:
    """One review: its key, how it is called in the draft, its recommendation, and text and rating of each section.

    ``answers`` are those to the other kinds of question, in words.
    """

    key: int
    label: str
    recommendation: str
    texts: Mapping[str, str]
    ratings: Mapping[str, int]
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MeetingOutcome:
    """What the meeting came to; votes are counts of those present."""

    conclusion: str
    votes_for: int
    votes_against: int
    abstentions: int


def labels(names: Sequence[str], *, named: bool) -> list[str]:
    """How reviewers are called: by name, or by their turn where reviews are anonymous to the proposer."""
    return [name if named else f"Phản biện {turn}" for turn, name in enumerate(names, start=1)]


def points(text: str) -> list[str]:
    """The points of one answer: a line each."""
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]


def agreement(ratings: Sequence[int]) -> tuple[int, int, int]:
    """How many rate from 4 up, in between, and to 2 down, of marks from 1 to 5."""
    favour = sum(rating >= FOR_FROM for rating in ratings)
    against = sum(rating <= AGAINST_TO for rating in ratings)
    return favour, len(ratings) - favour - against, against


def assemble(
    sections: Sequence[Section],
    reviews: Sequence[ReviewAnswers],
    meeting: MeetingOutcome | None,
    departments: Sequence[tuple[str, str]] = (),
    groups: Sequence[tuple[str, str]] = (),
) -> str:
    """The draft as HTML: points by section, agreement counted, each point linked to its review by ``#review-KEY``.

    ``departments`` are names with what they answered, ``groups`` names of thematic groups with their reports.
    """
    parts = [_recommendations(reviews)] if reviews else []
    for number, section in enumerate(sections, start=1):
        parts += _section(number, section, reviews)
    number = len(sections)
    if groups:
        number += 1
        parts += _named(f"{number}. Báo cáo của các nhóm", [(f"Nhóm {name}", text) for name, text in groups])
    if departments:
        number += 1
        parts += _named(f"{number}. Ý kiến của các sở, ngành", departments)
    if meeting is not None:
        parts += _meeting(number + 1, meeting)
    return "".join(parts)


def _named(title: str, texts: Sequence[tuple[str, str]]) -> list[str]:
    made = [f"<h3>{title}</h3>"]
    for name, answer in texts:
        said = points(answer) or ["Có văn bản trả lời kèm theo."]
        items = "".join(f"<li>{escape(point)}</li>" for point in said)
        made.append(f"<p>{escape(name)}:</p><ul>{items}</ul>")
    return made


def _recommendations(reviews: Sequence[ReviewAnswers]) -> str:
    counts = [
        f"{sum(review.recommendation == kind for review in reviews)} {words}" for kind, words in RECOMMENDED.items()
    ]
    return f"<p>Có {len(reviews)} phiếu nhận xét: {'; '.join(counts)}.</p>"


def _section(number: int, section: Section, reviews: Sequence[ReviewAnswers]) -> list[str]:
    items = [
        f'<li>{escape(point)} <a href="#review-{review.key}">[{escape(review.label)}]</a></li>'
        for review in reviews
        for point in points(review.texts.get(section.code, ""))
    ]
    ratings = [review.ratings[section.code] for review in reviews if section.code in review.ratings]
    answered = answers_in_words(section, reviews)
    if not items and not ratings and not answered:
        return []
    made = [f"<h3>{number}. {escape(section.title)}</h3>"]
    if ratings:
        favour, between, against = agreement(ratings)
        made.append(
            f"<p>Đánh giá: {favour} thuận (4 - 5 điểm), {between} trung bình (3 điểm), {against} chưa thuận (1 - 2 điểm).</p>"
        )
    if answered:
        made.append(f"<p>{escape(answered)}</p>")
    if items:
        made.append(f"<ul>{''.join(items)}</ul>")
    return made


def answers_in_words(section: Section, reviews: Sequence[ReviewAnswers]) -> str:
    """What the reviews answer to a choice, a yes or no, or a number, as one sentence; "" where none does.

    Answers are counted; of numbers each is told with whose it is.
    """
    given = [(review.answers[section.code], review.label) for review in reviews if review.answers.get(section.code)]
    if not given:
        return ""
    if section.kind == NUMBER:
        return f"Trả lời: {'; '.join(f'{number} ({label})' for number, label in given)}."
    counted = Counter(answer for answer, _label in given)
    return f"Trả lời: {'; '.join(f'{answer}: {number} phiếu' for answer, number in counted.most_common())}."


def _meeting(number: int, meeting: MeetingOutcome) -> list[str]:
    made = [
        f"<h3>{number}. Kết quả cuộc họp Hội đồng</h3>",
        f"<p>Biểu quyết: {meeting.votes_for} tán thành, {meeting.votes_against} không tán thành, "
        f"{meeting.abstentions} không biểu quyết.</p>",
    ]
    return made + [f"<p>{escape(point)}</p>" for point in points(meeting.conclusion)]
