"""How a piece of evidence is chosen for a statement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.registers.forms import RecordForm

from .models import Support


class StatementForm(RecordForm):
    """A statement; what it is about comes with the link that opened the form."""

    class Meta:
        widgets = {"about": forms.HiddenInput}


class CiteForm(forms.Form):
    record = forms.ChoiceField(label=_("Evidence"), widget=forms.RadioSelect)
    bearing = forms.ChoiceField(
        label=_("How it bears on the statement"), choices=Support.Bearing, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, initial={"bearing": Support.Bearing.SUPPORTS}, **kwargs)
        self.fields["record"].choices = [(str(record.uid), str(record)) for record in records]
