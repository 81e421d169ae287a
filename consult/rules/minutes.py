"""Minutes as they write themselves: what happened at a meeting, in the order in which it happened. In Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class MinutesEntry:
    """One thing that happened: at which hour ("08 giờ 05 phút"), what, who, in which words, and the counts of a vote."""

    at: str
    verb: str
    who: str = ""
    text: str = ""
    decided: MotionResult | None = None


@dataclass(frozen=True)
class MotionResult:
    """A motion's result. ``present`` counts those who had a vote."""

    text: str
    secret: bool
    present: int
    votes_for: int
    votes_against: int
    abstentions: int
    passed: bool
    tie_broken: bool


def result_of(decided: MotionResult) -> str:
    """A vote's result as a sentence."""
    way = "bỏ phiếu kín" if decided.secret else "biểu quyết"
    told = (
        f"{decided.text.rstrip('.')}. Kết quả {way}: {decided.votes_for}/{decided.present} tán thành, "
        f"{decided.votes_against} không tán thành, {decided.abstentions} không biểu quyết."
    )
    if decided.tie_broken:
        told += " Số phiếu ngang nhau, ý kiến của người chủ trì là quyết định."
    return f"{told} {'Thông qua' if decided.passed else 'Không thông qua'}."


def compose(happened: Sequence[MinutesEntry]) -> str:
    """The minutes as HTML. A point of the agenda is a heading, what people said a paragraph each."""
    parts: list[str] = []
    for one in happened:
        parts += _part(one)
    return "".join(parts)


def _part(one: MinutesEntry) -> list[str]:
    who, text = escape(one.who), escape(one.text)
    if one.verb == "point":
        return [f"<h4>{text}</h4>"]
    if one.verb == "spoke":
        lines = [escape(line.strip()) for line in one.text.splitlines() if line.strip()]
        if not lines:
            return []
        return [f"<p>{who}: {lines[0]}</p>" if who else f"<p>{lines[0]}</p>", *(f"<p>{line}</p>" for line in lines[1:])]
    if one.verb == "decided" and one.decided is not None:
        return [f"<p>{escape(result_of(one.decided))}</p>"]
    sentences = {
        "opened": f"{one.at}: Khai mạc. Người chủ trì: {who}.",
        "came": f"{one.at}: {who} đến dự.",
        "left": f"{one.at}: {who} rời cuộc họp.",
        "broken_off": f"{one.at}: Dừng bỏ phiếu kín, không kiểm phiếu, về nội dung: {text.rstrip('.')}.",
        "adjourned": f"{one.at}: Tạm dừng cuộc họp" + (f". Lý do: {text.rstrip('.')}." if text else "."),
        "resumed": f"{one.at}: Cuộc họp tiếp tục. Người chủ trì: {who}.",
        "closed": f"{one.at}: Kết thúc cuộc họp.",
    }
    return [f"<p>{sentences[one.verb]}</p>"] if one.verb in sentences else []
