from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from batea.documents.write import MEDIA_TYPES
from batea.phase1_getting_started.wording import step_choices
from batea.phase2_strategy.national.forms import FORMAT_NAMES
from batea.programmes.registers.forms import RecordForm, field_in_form
from batea.programmes.words import Words

from ...models import CheckIn, Delegation, Help, Participant, Plan, PlanAction
from .parts import Part

ANY = ("", _("All"))


def part_form(part: Part):
    """The form of one part of a plan. What is still empty may stay empty: the plan says what is missing."""
    return forms.modelform_factory(
        Plan, form=RecordForm, fields=part.fields, formfield_callback=field_in_form
    )


def action_form():
    fields = ("words", "who", "with_whom", "starts", "ends", "cost", "paid_by", "done_on")
    return forms.modelform_factory(
        PlanAction, form=RecordForm, fields=fields, formfield_callback=field_in_form
    )


class ShareForm(forms.Form):
    public = forms.TypedChoiceField(
        label=_("Who may read the plan?"),
        choices=[
            ("no", _("Our team, our peer team, our coach and the facilitators")),
            ("yes", _("Everybody in the workshop; it also stands in the report of the workshop")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


def here() -> str:
    """The language somebody writes in: that of the page."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def passage(label, help_text="", **kwargs):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        **kwargs,
    )


class CheckInForm(forms.Form):
    """How the plan stands; the same on the page and behind the link."""

    state = forms.ChoiceField(
        label=_("How does the plan stand?"), choices=CheckIn.State.choices, widget=forms.RadioSelect
    )
    percent = forms.IntegerField(
        label=_("How much of it is done (%)?"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("From 0 to 100. An estimate is enough."),
    )
    done = forms.MultipleChoiceField(
        label=_("Which actions are done since?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    changed = passage(_("What has changed?"), _("In practice, for the miners, in your institution."))
    blocker_kind = forms.ChoiceField(
        label=_("What stands in the way most?"), choices=[("", "–"), *CheckIn.Blocker.choices], required=False
    )
    blocker = passage(_("Say more about it, and what would help"))
    learned = passage(_("What have you learned?"))

    def __init__(self, *args, actions: list[PlanAction], **kwargs):
        super().__init__(*args, **kwargs)
        self.actions = {str(action.uid): action for action in actions}
        self.fields["done"].choices = [(uid, str(action)) for uid, action in self.actions.items()]
        if not actions:
            del self.fields["done"]

    def values(self) -> dict:
        """The fields of a check-in; passages in the language of the page."""
        said = {name: self.cleaned_data[name] for name in ("state", "percent", "blocker_kind")}
        words = {name: self.cleaned_data[name].strip() for name in ("changed", "blocker", "learned")}
        return said | {name: Words(text, here()) if text else Words() for name, text in words.items()}

    def finished(self) -> list[PlanAction]:
        return [self.actions[uid] for uid in self.cleaned_data.get("done", [])]


class HelpForm(forms.Form):
    """Help asked for or given. Only the team asks; whoever else writes says what was given."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Help.Kind.choices, widget=forms.RadioSelect)
    team = forms.ModelChoiceField(
        label=_("Which team?"),
        queryset=Delegation.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("No team in particular"),
    )
    words = forms.CharField(label=_("In words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, own: bool, teams, **kwargs):
        super().__init__(*args, **kwargs)
        if own:
            self.fields["team"].queryset = teams
        else:
            del self.fields["team"], self.fields["kind"]

    def values(self) -> dict:
        said = self.cleaned_data
        return {
            "kind": said.get("kind", Help.Kind.GIVEN),
            "team": said.get("team"),
            "words": Words(said["words"], here()),
        }


class TakeForm(forms.Form):
    programme = forms.ChoiceField(label=_("Into which programme?"), widget=forms.RadioSelect)
    actions = forms.MultipleChoiceField(label=_("Which actions?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, programmes, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.programmes = {each.slug: each for each in programmes}
        self.waiting = {str(action.uid): action for action in actions}
        self.fields["programme"].choices = [(slug, str(each)) for slug, each in self.programmes.items()]
        self.fields["actions"].choices = [(uid, str(action)) for uid, action in self.waiting.items()]
        if len(self.programmes) == 1:
            self.fields["programme"].initial = next(iter(self.programmes))
        self.fields["actions"].initial = list(self.waiting)

    def chosen(self) -> dict:
        return {
            "programme": self.programmes[self.cleaned_data["programme"]],
            "actions": [self.waiting[uid] for uid in self.cleaned_data["actions"]],
        }


class PresentForm(forms.Form):
    day = forms.DateField(label=_("Presented on"), widget=forms.DateInput(attrs={"type": "date"}))


class PeersForm(forms.Form):
    """For each plan its peer team and its coach."""

    def __init__(self, *args, plans: list[Plan], suggested: dict, coaches: list[Participant], **kwargs):
        super().__init__(*args, **kwargs)
        self.plans = plans
        self.teams = {str(plan.delegation.uid): plan.delegation for plan in plans}
        self.coaches = {str(each.uid): each for each in coaches}
        for plan in plans:
            peers = [(uid, str(team)) for uid, team in self.teams.items() if team != plan.delegation]
            proposed = plan.peer or suggested.get(plan.pk)
            self.fields[f"peer-{plan.uid}"] = forms.ChoiceField(
                label=_("%(country)s: peer team") % {"country": plan.delegation},
                choices=[("", "–"), *peers],
                required=False,
                initial=str(proposed.uid) if proposed else "",
            )
            self.fields[f"coach-{plan.uid}"] = forms.ChoiceField(
                label=_("%(country)s: coach") % {"country": plan.delegation},
                choices=[("", "–"), *((uid, str(each)) for uid, each in self.coaches.items())],
                required=False,
                initial=str(plan.coach.uid) if plan.coach else "",
            )

    def chosen(self) -> list[tuple]:
        return [
            (
                plan,
                self.teams.get(self.cleaned_data[f"peer-{plan.uid}"]),
                self.coaches.get(self.cleaned_data[f"coach-{plan.uid}"]),
            )
            for plan in self.plans
        ]


class SupervisionFilter(forms.Form):
    step = forms.ChoiceField(label=_("Step of the guidance"), required=False)
    state = forms.ChoiceField(
        label=_("State at the last check-in"), choices=[ANY, *CheckIn.State.choices], required=False
    )
    late = forms.BooleanField(label=_("Only those with a late check-in"), required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [ANY, *step_choices()]


FORMATS = tuple((kind, FORMAT_NAMES[kind]) for kind in MEDIA_TYPES)
