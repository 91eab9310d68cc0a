from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import LEVELS
from batea.programmes.words import WordsFormField

from ...models import Finding, Group, Recommendation
from ..exercises.models import THEMES
from ..photos import PhotoField
from .queries import visit_groups

NONE = ("", _("Choose…"))


class FindingForm(forms.Form):
    """One practice card, in the order in which somebody on site thinks."""

    kind = forms.ChoiceField(
        label=_("Is it good or bad?"), choices=Finding.Kind.choices, widget=forms.RadioSelect
    )
    critical = forms.BooleanField(
        label=_("Somebody may be hurt now"),
        required=False,
        help_text=_("Tell the people on site first and leave the place. The facilitators see it at once."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=[NONE, *THEMES])
    words = WordsFormField(label=_("What was seen"), long=True, help_text=_("No names and no blame."))
    evidence = WordsFormField(label=_("How it was seen or heard"), required=False)
    photo = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "Only where nobody can be recognised, or who can has agreed. Place and time are taken out of it."
        ),
    )
    weight = forms.TypedChoiceField(
        label=_("How strong is the benefit or the harm?"),
        choices=[NONE, *LEVELS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    recommendation = WordsFormField(label=_("What do you recommend?"), required=False)
    addressee = WordsFormField(label=_("To whom?"), required=False)
    urgency = forms.ChoiceField(label=_("By when?"), choices=[NONE, *Finding.Urgency.choices], required=False)
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=Group.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("No group"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = visit_groups()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("critical") and cleaned.get("kind") not in (None, Finding.Kind.BAD):
            self.add_error("kind", gettext("An imminent danger is a bad practice."))
        return cleaned


class CorrectionForm(FindingForm):
    """The author's correction: a new photo takes the place of the old one, an alert that was given stays one."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, validators=[MaxValueValidator(2**31 - 1)])

    def __init__(self, *args, finding: Finding, **kwargs):
        names = (
            "kind",
            "theme",
            "words",
            "evidence",
            "weight",
            "recommendation",
            "addressee",
            "urgency",
            "critical",
        )
        filled = {name: getattr(finding, name) for name in names} | {"version_seen": finding.version}
        super().__init__(*args, initial=filled | {"group": finding.group and finding.group.uid}, **kwargs)
        if finding.critical:
            self.fields["critical"].disabled = self.fields["kind"].disabled = True

    def values(self) -> dict:
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("photo", "version_seen")
        }


class SettleForm(forms.Form):
    """Which of both stands, and what was looked at."""

    edition = forms.UUIDField()
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    act = forms.ChoiceField(choices=[("take", _("Take over")), ("keep", _("Keep"))])


class DangerForm(forms.Form):
    words = WordsFormField(
        label=_("What was done about it"),
        long=True,
        help_text=_("Who was told, what was stopped, who follows it up."),
    )


class DebriefForm(forms.Form):
    """Three good, three bad, three recommendations, a quote, a question."""

    good = WordsFormField(label=_("Three good practices"), long=True, help_text=_("One a line."))
    bad = WordsFormField(label=_("Three bad practices"), long=True, help_text=_("One a line."))
    advice = WordsFormField(
        label=_("Three recommendations"), long=True, help_text=_("One a line, each with whom it is for.")
    )
    quote = WordsFormField(
        label=_("A quote"), required=False, help_text=_("What somebody on site said. No name.")
    )
    quote_agreed = forms.BooleanField(
        label=_("The person agreed to be quoted"),
        required=False,
        help_text=_("Without it the quote is shown on no wall and in no report."),
    )
    question = WordsFormField(label=_("An open question"), required=False)
    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, required=False, validators=[MaxValueValidator(2**31 - 1)]
    )


class ReplyForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[each for each in Recommendation.Outcome.choices if each[0] != Recommendation.Outcome.OPEN],
        widget=forms.RadioSelect,
    )
    reply = WordsFormField(label=_("Reply"), long=True)
    follow_up = forms.DateField(
        label=_("To be looked at again on"),
        required=False,
        help_text=_("For what is accepted: when to ask what came of it."),
    )
    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, required=False, validators=[MaxValueValidator(2**31 - 1)]
    )

    def clean(self):
        cleaned = super().clean()
        accepted = cleaned.get("outcome") in (Recommendation.Outcome.ACCEPTED, Recommendation.Outcome.PARTLY)
        if accepted and not cleaned.get("follow_up") and "follow_up" not in self.errors:
            self.add_error("follow_up", gettext("Say when it is looked at again."))
        return cleaned
