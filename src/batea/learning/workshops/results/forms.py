from django import forms
from django.utils.translation import gettext_lazy as _

from batea.documents.write import MEDIA_TYPES
from batea.phase2_strategy.national.forms import FORMAT_NAMES, LANGUAGE_NAMES
from batea.programmes.words import LANGUAGES, WordsFormField

from ...models import Certificate, EvaluationAnswer, Sitting, TestItem
from .own_word import SHORTEST, plain
from .queries import letters_of

DO_NOT_KNOW = "-"
SCALE = [
    (5, _("5 – very good")),
    (4, _("4 – good")),
    (3, _("3 – fair")),
    (2, _("2 – poor")),
    (1, _("1 – very poor")),
]


class WordField(forms.CharField):
    """The own word, at least as long as three short words."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"label": _("Your own word"), "max_length": 80, "strip": True} | kwargs,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )

    def clean(self, value):
        value = super().clean(value)
        if len(plain(value)) < SHORTEST:
            raise forms.ValidationError(
                _("Too short: write %(count)s characters or more, best three words.") % {"count": SHORTEST}
            )
        return value


class WordForm(forms.Form):
    word = WordField(
        help_text=_("Three words that do not belong together. Not your name, your country or your birthday."),
    )


class ClaimForm(forms.Form):
    word = WordField(help_text=_("The word you chose for the test at the end."))
    agreed = forms.BooleanField(label=_("I agree that my result is kept beside my name"))


class TestForm(forms.Form):
    """The questions of one form, each with its letters and "I do not know"."""

    __test__ = False

    word = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args, items: list[TestItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {}
        for number, item in enumerate(items, 1):
            name = f"q{number}"
            self.names[name] = str(item.uid)
            self.fields[name] = forms.ChoiceField(
                label=f"{number}. {item.stem}",
                choices=[*options(item), (DO_NOT_KNOW, _("I do not know"))],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, str]:
        """Letters by the uid of the question; what somebody does not know is left out."""
        given = {uid: self.cleaned_data[name] for name, uid in self.names.items()}
        return {uid: letter for uid, letter in given.items() if letter != DO_NOT_KNOW}


def options(item: TestItem) -> list[tuple[str, str]]:
    """The answers that were written for the question."""
    return [(letter, str(getattr(item, f"option_{letter}"))) for letter in letters_of(item)]


class EvaluationForm(forms.Form):
    """Five marks and two passages, none signed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("overall", "content", "methods", "facilitation", "logistics"):
            title = EvaluationAnswer._meta.get_field(name).verbose_name
            self.fields[name] = forms.TypedChoiceField(
                label=title[0].upper() + title[1:], choices=SCALE, coerce=int, widget=forms.RadioSelect
            )
        self.fields["best"] = WordsFormField(label=_("What helped most"), long=True, required=False)
        self.fields["better"] = WordsFormField(label=_("What should be better"), long=True, required=False)


class SittingForm(forms.Form):
    what = forms.ChoiceField(choices=Sitting.What.choices)
    act = forms.ChoiceField(choices=[("open", ""), ("close", "")])


class IssueForm(forms.Form):
    """Which of the earned certificates to issue now."""

    chosen = forms.MultipleChoiceField(
        label=_("Earned and not issued yet"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, waiting: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {f"{each.participant.uid}.{kind}": (each, kind) for each, kind in waiting}
        self.fields["chosen"].choices = [
            (key, self.title(each, kind)) for key, (each, kind) in self.by_key.items()
        ]
        self.fields["chosen"].initial = [key for key, (each, kind) in self.by_key.items() if each.owed(kind)]

    def title(self, standing, kind: str) -> str:
        """What was taken back is offered, never ticked beforehand."""
        words = f"{standing.participant.badge} – {Certificate.Kind(kind).label}"
        before = _("revoked before")
        return f"{words} ({before})" if kind in standing.revoked else words

    def picked(self) -> list:
        return [self.by_key[key] for key in self.cleaned_data["chosen"]]


class ReissueForm(forms.Form):
    name = forms.CharField(label=_("Name on the new certificate"), max_length=120)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Read by those who run the workshop, by nobody else."),
    )


class RevokeForm(forms.Form):
    public = forms.ChoiceField(
        label=_("What whoever checks it is told"),
        choices=Certificate.Public.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Read by those who run the workshop, by nobody else."),
    )


class PrintForm(forms.Form):
    """Which certificates to print, and in which language."""

    OWN, BOTH = "own", "both"

    kind = forms.ChoiceField(
        label=_("Which"),
        choices=[(BOTH, _("Both kinds")), *Certificate.Kind.choices],
        widget=forms.RadioSelect,
    )
    lang = forms.ChoiceField(
        label=_("Language"),
        choices=[
            (OWN, _("Each in the language of the person")),
            *((lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES),
        ],
    )


class TellForm(forms.Form):
    """What a country tells the workshop about its own programme."""

    source = forms.ChoiceField(label=_("Programme"), widget=forms.RadioSelect)
    told_by = forms.CharField(label=_("Told by"), max_length=120, help_text=_("Which post or office."))
    words = WordsFormField(label=_("What has changed"), long=True)
    agreed = forms.BooleanField(label=_("The figures above and these words may be kept in the workshop"))

    def __init__(self, *args, programmes: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_slug = {each.slug: each for each in programmes}
        self.fields["source"].choices = [(slug, str(each.name)) for slug, each in self.by_slug.items()]
        self.fields["source"].initial = next(iter(self.by_slug), None)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Check code"),
        max_length=40,
        help_text=_("Twelve letters and digits, such as 7G4K-Q2XM-9TRB."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    f = forms.CharField(
        label=_("Fingerprint on the paper"),
        max_length=90,
        required=False,
        help_text=_("Sixteen letters and digits in fours. Leave it empty if the paper has none."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReportForm(forms.Form):
    lang = forms.ChoiceField(
        label=_("Language"), choices=[(lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES]
    )
    format = forms.ChoiceField(
        label=_("Kind of file"), choices=[(name, FORMAT_NAMES[name]) for name in MEDIA_TYPES]
    )
