from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField

from ...models import TableNote

AGREE = [
    (5, _("5 – fully")),
    (4, _("4 – mostly")),
    (3, _("3 – partly")),
    (2, _("2 – hardly")),
    (1, _("1 – not at all")),
]


def mark(label):
    return forms.TypedChoiceField(label=label, choices=AGREE, coerce=int, widget=forms.RadioSelect)


class PulseForm(forms.Form):
    useful = mark(_("Today was useful for my work"))
    pace = mark(_("The pace was right"))
    heard = mark(_("I was heard"))
    words = WordsFormField(
        label=_("What should change tomorrow?"),
        required=False,
        help_text=_("Everybody reads it tomorrow, without a name. Write nothing by which you can be told."),
    )


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=TableNote.Kind.choices,
        widget=forms.RadioSelect(attrs={"data-reveals": "commitment:due"}),
    )
    due = forms.DateField(
        label=_("Due"), required=False, help_text=_("For a commitment: by when it is done.")
    )
    words = WordsFormField(label=_("Text"), long=True)

    def clean(self):
        cleaned = super().clean()
        promised = cleaned.get("kind") == TableNote.Kind.COMMITMENT
        if promised and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", gettext("Say by when."))
        return cleaned
