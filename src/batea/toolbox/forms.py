"""What every assessment has beside its answers: title, day, who filled it in; and the file it can be brought in by."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField

from .declaration import Tool
from .models import Assessment

LARGEST_FILE = 5 * 1024 * 1024  # bytes


class HeadForm(forms.Form):
    """The head of an assessment. `version` is the one the page was opened on."""

    title = WordsFormField(label=_("Title"), help_text=_("What was assessed: a place, a group, a measure."))
    day = forms.DateField(label=_("Day"), help_text=_("When it was filled in."))
    made_by = forms.CharField(
        label=_("Filled in by"),
        max_length=120,
        required=False,
        help_text=_("A group or an office, not a person's name."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=Assessment.Stage.choices, required=False)
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=Assessment.Audience.choices, widget=forms.RadioSelect
    )
    note = WordsFormField(
        label=_("Note"), long=True, required=False, help_text=_("Who took part and what was doubted.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, tool: Tool, woman: bool, initial=None, **kwargs):
        start = {"day": timezone.localdate(), "audience": Assessment.Audience.ALL}
        super().__init__(*args, initial=start | (initial or {}), **kwargs)
        # Whoever could not read the answers afterwards cannot close the door behind them.
        if not (tool.women_only and woman):
            self.fields.pop("audience")

    def head(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class FileForm(forms.Form):
    """A filled workbook, or a form sent from a phone."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The filled workbook (.xlsx), or a filled phone form (.xml). At most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xml"}),
    )

    def clean_file(self):
        found = self.cleaned_data["file"]
        if found.size > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 5 MB."))
        return found
