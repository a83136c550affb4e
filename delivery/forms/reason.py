"""Why somebody does something: kept with the deed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A reason in a few words; it may be left out."""

    reason = forms.CharField(
        label=_("Reason (kept in the history)"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
