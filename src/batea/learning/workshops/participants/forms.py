from django import forms
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import all_steps
from batea.programmes.words import WordsFormField

from ...models import NeedsAnswer, Participant

MOST = 3  # steps that somebody can put first
SKILL = [
    ("", _("No answer")),
    (1, _("1 – new to me")),
    (2, _("2 – heard of it")),
    (3, _("3 – have done it with help")),
    (4, _("4 – do it myself")),
    (5, _("5 – teach others")),
]


class SignInForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs in with it. Seen by those who may see people."),
    )

    def __init__(self, *args, participant: Participant, **kwargs):
        person = participant.person
        begin = {"name": person.name, "email": person.email} if person else {"name": participant.badge}
        super().__init__(*args, initial=begin, **kwargs)


class NeedsForm(forms.Form):
    """Own skill by step, what matters most, and two passages."""

    def __init__(self, *args, answer: NeedsAnswer | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = {f"skill_{step.id}": step for step in all_steps()}
        self.fields["years"] = forms.IntegerField(
            label=_("Years of work with ASM"), required=False, min_value=0, max_value=60
        )
        for name, step in self.steps.items():
            self.fields[name] = forms.TypedChoiceField(
                label=f"{step.number} {step.title}",
                choices=SKILL,
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.fields["priorities"] = forms.MultipleChoiceField(
            label=_("Which steps matter most for your work now?"),
            choices=[(step.id, f"{step.number} {step.title}") for step in self.steps.values()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Three at most."),
        )
        self.fields["expects"] = WordsFormField(
            label=_("What should be different after the workshop?"), long=True, required=False
        )
        self.fields["brings"] = WordsFormField(
            label=_("What data or experience can you bring?"), long=True, required=False
        )
        if answer is not None:
            self.initial = {
                "years": answer.years,
                "priorities": answer.priorities,
                "expects": answer.expects,
                "brings": answer.brings,
                **{f"skill_{step}": mark for step, mark in answer.skills.items()},
            }

    def skill_fields(self):
        return [self[name] for name in self.steps]

    def clean_priorities(self):
        chosen = self.cleaned_data["priorities"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("Choose three at most."))
        return chosen

    def said(self) -> dict:
        """What was answered, as the record keeps it."""
        given = self.cleaned_data
        return {
            "years": given["years"],
            "skills": {step.id: given[name] for name, step in self.steps.items() if given[name] is not None},
            **{name: given[name] for name in ("priorities", "expects", "brings")},
        }
