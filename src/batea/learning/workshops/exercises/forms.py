"""What is asked when groups are made, moved and heard."""

from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.registers.forms import RecordForm
from batea.programmes.words import WordsFormField
from batea.toolbox.discovery import tools

from ...models import Grouping, GroupMember, Participant
from ..photos import PhotoField
from .models import THEMES
from .queries import SPREAD

MOST_GROUPS = 20
SPREAD_WORDS = {
    "country": _("Country"),
    "sex": _("Sex"),
    "part": _("Part in the workshop"),
    "language": _("Language"),
}


class ExerciseForm(RecordForm):
    """An exercise; its tool is chosen from the shelf by its title."""

    tool = forms.ChoiceField(label=_("Tool of the toolbox"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        titles = sorted((str(tool.title), name) for name, tool in tools().items())
        self.fields["tool"].choices = [("", "---------"), *((name, title) for title, name in titles)]


class BuildForm(forms.Form):
    """How to divide; sent by GET, so that a proposal can be looked at before anything is saved."""

    count = forms.IntegerField(
        label=_("Number of groups"), min_value=1, max_value=MOST_GROUPS, initial=4, required=False
    )
    subjects = forms.CharField(
        label=_("What the groups work on"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One line for each group. Fewer lines are shared out: two lines for four groups give two groups each."
        ),
    )
    themes = forms.BooleanField(label=_("The five themes of the field visit, a group each"), required=False)
    spread = forms.MultipleChoiceField(
        label=_("Make even by"),
        choices=[(name, SPREAD_WORDS[name]) for name in SPREAD],
        initial=list(SPREAD),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kept = forms.BooleanField(label=_("Keep the people of a country together"), required=False)
    parts = forms.MultipleChoiceField(
        label=_("Who is divided"),
        choices=Participant.Part.choices,
        initial=[Participant.Part.PARTICIPANT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    present = forms.BooleanField(label=_("Only those noted as present today"), required=False)
    seed = forms.IntegerField(
        min_value=0, max_value=999_999, initial=0, required=False, widget=forms.HiddenInput
    )

    def clean(self):
        found = super().clean()
        if not found.get("themes") and "count" not in self.errors and not found.get("count"):
            self.add_error("count", _("Say how many groups there are to be."))
        return found

    @property
    def themed(self) -> bool:
        return self.cleaned_data["themes"]

    def number(self) -> int:
        return len(THEMES) if self.themed else self.cleaned_data["count"]

    def group_themes(self) -> list[str]:
        return [code for code, _name in THEMES] if self.themed else [""] * self.number()

    def group_subjects(self) -> list[str]:
        """A subject for each group; fewer are shared out in order, neighbours alike."""
        lines = [line.strip()[:200] for line in self.cleaned_data["subjects"].splitlines() if line.strip()]
        count = self.number()
        if self.themed or not lines:
            return [""] * count
        return [lines[number * min(len(lines), count) // count] for number in range(count)]


class MoveForm(forms.Form):
    """Put one participant into a group."""

    participant = forms.ModelChoiceField(label=_("Participant"), queryset=None, to_field_name="uid")
    group = forms.ModelChoiceField(label=_("Into"), queryset=None, to_field_name="uid")

    def __init__(self, *args, grouping: Grouping, **kwargs):
        super().__init__(*args, **kwargs)
        people = Participant.objects.exclude(state=Participant.State.DECLINED)
        self.fields["participant"].queryset = people.order_by("badge")
        self.fields["group"].queryset = grouping.groups.select_related("grouping").order_by("number")


class PartForm(forms.Form):
    """Who leads the talk, who reports."""

    member = forms.ModelChoiceField(label=_("Member"), queryset=None, to_field_name="uid")
    part = forms.ChoiceField(label=_("Part in the group"), choices=GroupMember.Part.choices)

    def __init__(self, *args, grouping: Grouping, **kwargs):
        super().__init__(*args, **kwargs)
        members = GroupMember.objects.filter(grouping=grouping).select_related(
            "participant", "group__grouping"
        )
        self.fields["member"].queryset = members.order_by("group__number", "participant__badge")


class ResultForm(forms.Form):
    """What the group says of the exercise."""

    words = WordsFormField(
        label=_("Result in short"), long=True, help_text=_("What you would tell the plenary in a minute.")
    )
    understood = WordsFormField(label=_("Check of understanding"), long=True, required=False)
    done = forms.BooleanField(label=_("We are done"), required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, question="", **kwargs):
        super().__init__(*args, **kwargs)
        if question:
            self.fields["understood"].help_text = question
        else:
            del self.fields["understood"]

    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def version_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class NoteForm(forms.Form):
    """A note beside the result of a group."""

    words = forms.CharField(
        label=_("Your note"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your name stands beside it. What is good, what is missing, what you would ask."),
    )


class BoardPhotoForm(forms.Form):
    """A photo of a flip chart and what stands on it."""

    photo = PhotoField(label=_("Photo"))
    words = WordsFormField(
        label=_("What stands on it"),
        long=True,
        required=False,
        help_text=_("So that it can be found and read aloud."),
    )


class TakeForm(forms.Form):
    """One record to be taken over, as the page with both versions names it."""

    into = forms.CharField(max_length=10)
    table = forms.CharField(max_length=80)
    record = forms.UUIDField()
    source = forms.UUIDField()
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
