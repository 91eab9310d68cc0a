from django import forms
from django.utils.translation import gettext_lazy as _

from batea.documents.write import MEDIA_TYPES
from batea.phase2_strategy.national.forms import FORMAT_NAMES, LANGUAGE_NAMES
from batea.programmes.words import LANGUAGES, WordsFormField

from ...models import Certificate, EvaluationAnswer, Sitting, TestItem
from .own_word import SHORTEST, plain

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
    letters = ((letter, getattr(item, f"option_{letter}")) for letter in TestItem.Option.values)
    return [(letter, str(words)) for letter, words in letters if words]


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
            (key, f"{each.participant.badge} – {Certificate.Kind(kind).label}")
            for key, (each, kind) in self.by_key.items()
        ]
        self.fields["chosen"].initial = list(self.by_key)

    def picked(self) -> list:
        return [self.by_key[key] for key in self.cleaned_data["chosen"]]


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Whoever checks the certificate reads it: name nobody and no illness."),
    )


class ReissueForm(RevokeForm):
    name = forms.CharField(label=_("Name on the new certificate"), max_length=120)
    field_order = ("name", "reason")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Check code"),
        max_length=40,
        help_text=_("Twelve letters and digits, such as 7G4K-Q2XM-9TRB."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ReportForm(forms.Form):
    lang = forms.ChoiceField(
        label=_("Language"), choices=[(lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES]
    )
    format = forms.ChoiceField(
        label=_("Kind of file"), choices=[(name, FORMAT_NAMES[name]) for name in MEDIA_TYPES]
    )
