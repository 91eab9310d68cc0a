from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField


class ReleaseForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"] = WordsFormField(label=_("Note to the participants"), long=True, required=False)
