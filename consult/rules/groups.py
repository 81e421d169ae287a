"""A first text of a thematic group's report, from the reviews of its members. Nothing is said that they do not say."""

from __future__ import annotations

from collections.abc import Sequence

from .assembly import RECOMMENDED, ReviewAnswers, agreement, answers_in_words, points
from .questions import Section


def group_text(sections: Sequence[Section], reviews: Sequence[ReviewAnswers]) -> str:
    """Plain text: what was recommended, then the points of each section with who made them."""
    counts = [
        f"{number} {words}"
        for kind, words in RECOMMENDED.items()
        if (number := sum(review.recommendation == kind for review in reviews))
    ]
    lines = [f"Có {len(reviews)} phiếu nhận xét: {', '.join(counts)}." if counts else "Chưa có phiếu nhận xét."]
    for section in sections:
        said = [
            f"- {point} ({review.label})" for review in reviews for point in points(review.texts.get(section.code, ""))
        ]
        ratings = [review.ratings[section.code] for review in reviews if section.code in review.ratings]
        answered = answers_in_words(section, reviews)
        if not said and not ratings and not answered:
            continue
        lines += ["", f"{section.title}:"]
        if ratings:
            favour, between, against = agreement(ratings)
            lines.append(f"Đánh giá: {favour} thuận, {between} trung bình, {against} chưa thuận.")
        lines += [answered, *said] if answered else said
    return "\n".join(lines)
