"""The filters above the list of e-mails, as they stand in the URL."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Choice = tuple[Any, Any]


class EmailFilters(forms.Form):
    """Every field is a wish that may be left out; one that makes no sense is named and the others still count."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "form-control",
                "placeholder": _("Recipient, name, subject, order or #number"),
                "autocomplete": "off",
                "aria-describedby": "q-help",
            }
        ),
    )
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    account = forms.TypedChoiceField(label=_("Account"), required=False, coerce=int, empty_value=None)
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    category = forms.ChoiceField(label=_("Kind of problem"), required=False)
    since = forms.DateField(label=pgettext_lazy("date", "From"), required=False)
    until = forms.DateField(label=pgettext_lazy("date", "To"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        states: Iterable[Choice],
        accounts: Iterable[Choice],
        causes: Iterable[Choice],
        categories: Iterable[Choice],
    ) -> None:
        super().__init__(data)
        self._offer("state", states)
        self._offer("account", [("", _("All accounts")), *accounts])
        self._offer("cause", [("", _("All causes")), *causes])
        self._offer("category", [("", _("All kinds")), *categories])
        for name in ("account", "cause", "category"):
            self.fields[name].widget.attrs["class"] = "form-select"
        for name in ("since", "until"):
            # Beyond these a day may have no midnight in the viewer's zone, or no day after it.
            self.fields[name].validators += [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(9000, 1, 1))]
            # The browser's own date field: it speaks the viewer's language and sends ISO dates.
            self.fields[name].widget = forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}
            )

    def _offer(self, name: str, choices: Iterable[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def wishes(self) -> dict[str, Any]:
        """What was asked for and makes sense; nothing else."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def narrowed(self) -> int:
        """How many of the filters behind the search box are in use."""
        return sum(name in self.wishes for name in ("account", "cause", "category", "since", "until"))
