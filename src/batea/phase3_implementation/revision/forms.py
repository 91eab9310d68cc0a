from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField


class FreezeForm(forms.Form):
    """Why a version is frozen, and who adopted it."""

    reason = WordsFormField(
        label=_("Reason"), long=True, help_text=_("Adoption, review after three years, a new law …")
    )
    adopted_by = forms.CharField(
        label=_("Adopted by"), max_length=200, help_text=_("The authority, such as the cabinet.")
    )
