"""Sending an e-mail again: to whom, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delivery.models import Job
from delivery.models.job import JobState

#: What may have arrived already.
MAY_HAVE_ARRIVED = (JobState.ACCEPTED, JobState.UNCERTAIN)


class ResendForm(forms.Form):
    """The same address is filled in; another one may be written."""

    to = forms.EmailField(
        label=_("To"),
        max_length=320,
        help_text=_("Correct the address here if it was wrong. Another address gets a copy with its own To line."),
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Reason (kept in the history)"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=_("For example: “customer asked again”, “address corrected”."),
    )
    duplicate_ok = forms.BooleanField(
        label=_("Send it even though it may have arrived already"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    #: The latest resend this form knew of: a second click is answered with the first one's e-mail.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, job: Job, seen: int) -> None:
        super().__init__(data, initial={"to": job.recipient, "seen": seen})
        if job.state in MAY_HAVE_ARRIVED:
            self.fields["duplicate_ok"].required = True
        else:
            del self.fields["duplicate_ok"]
