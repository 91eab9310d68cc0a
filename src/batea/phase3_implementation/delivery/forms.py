from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Attachment


class FinishForm(forms.Form):
    """The day a milestone was reached and what shows it. Make it inside the programme's scope."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    day = forms.DateField(
        label=_("reached on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    proof = forms.ModelChoiceField(
        label=_("proof"),
        queryset=None,
        required=False,
        to_field_name="uid",
        empty_label=_("Choose…"),
        help_text=_("A file that shows it: minutes, a photo, a signed list."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].queryset = Attachment.objects.order_by("title", "pk")

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day
