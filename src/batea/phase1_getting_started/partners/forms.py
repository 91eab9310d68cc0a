from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Attachment


class SignForm(forms.Form):
    """The day of signing and, if it is here, the signed copy."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    signed_on = forms.DateField(label=_("Signed on"))
    attachment = forms.ModelChoiceField(
        label=_("Signed copy"), queryset=None, required=False, to_field_name="uid", empty_label=_("none")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attachment"].queryset = Attachment.objects.order_by("pk")

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
