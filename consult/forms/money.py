"""Amounts of money as people type them: "150.000.000", "150 000 000 đ"."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.rules.payment import written_amount
from consult.rules.text import whole_number

_BETWEEN = re.compile(r"[\s.,]|(?:đồng|đ|vnđ|vnd)$", re.IGNORECASE)
# A hundred thousand billions: what is more is a slip.
MOST = 10**14


class MoneyField(forms.CharField):
    """An amount in đồng; none where nothing is typed. Points and blanks between thousands are no part of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 30}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return written_amount(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        amount = whole_number(_BETWEEN.sub("", text))
        if amount is None or amount > MOST:
            raise forms.ValidationError(_("Write the amount in đồng, as in 150.000.000."), code="invalid")
        return amount

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
