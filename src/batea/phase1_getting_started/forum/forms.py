from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.words import WordsFormField

from ..wording import step_choices
from .models import Reply, Stakeholder

ANY = ("", _("all"))


class MatrixFilter(forms.Form):
    """What the comment–response matrix can be narrowed by; sent by GET, so nothing is required."""

    step = forms.ChoiceField(label=_("Step"), required=False)
    constituency = forms.ChoiceField(
        label=_("Constituency"), required=False, choices=[ANY, *Stakeholder.Constituency.choices]
    )
    standing = forms.ChoiceField(
        label=_("Reply"), required=False, choices=[ANY, ("open", _("none yet")), *Reply.Outcome.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [ANY, *step_choices()]


class ReplyForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Reply.Outcome.choices, widget=forms.RadioSelect)
    words = WordsFormField(
        label=_("Reply"),
        long=True,
        help_text=_("Give the reason, above all when you do not accept. It is published at once."),
    )
