"""One form for each human step of the procedure. ``cleaned_data`` is what the step's action takes."""

from .base import DecideForm, RemarkForm, StepForm
from .council import CouncilForm
from .intake import CheckForm, SupplementForm
from .meeting import MeetingForm, MinutesForm
from .opinion import OpinionForm, ResponseForm
from .review import AnswerForm, ReviewForm

__all__ = [
    "AnswerForm",
    "CheckForm",
    "CouncilForm",
    "DecideForm",
    "MeetingForm",
    "MinutesForm",
    "OpinionForm",
    "RemarkForm",
    "ResponseForm",
    "ReviewForm",
    "StepForm",
    "SupplementForm",
]
