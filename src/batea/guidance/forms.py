"""What one must say to pass a gate that is not met."""

from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField


class PassGate(forms.Form):
    reason = WordsFormField(
        long=True, label=_("Reason"), help_text=_("It is shown beside the gate and printed in the strategy.")
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave empty to pass it until it is met."),
    )
