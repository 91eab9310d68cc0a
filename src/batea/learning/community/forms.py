from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from batea.phase1_getting_started.wording import step_choices
from batea.programmes.registers.forms import RecordForm, field_in_form
from batea.programmes.words import WordsFormField

from .models import LICENCES, Answer, CaseStudy, ModerationEntry, Profile, Question, SharedItem

OF_CASE = (
    "title",
    "country",
    "tags",
    "problem",
    "timeline",
    "actors",
    "done",
    "results",
    "costs",
    "conditions",
    "failed",
    "women_and_children",
    "elsewhere",
    "questions",
    "sources",
    "licence",
    "consent",
)


def form_of(model, fields, base=RecordForm):
    """A form of some fields of a record. Made inside the scope, as links offer records."""
    return forms.modelform_factory(model, form=base, fields=fields, formfield_callback=field_in_form)


def question_form():
    return form_of(Question, ("title", "words", "step"))


def answer_form():
    return form_of(Answer, ("words",))


def case_form():
    return form_of(CaseStudy, OF_CASE)


class ProfileBase(RecordForm):
    topics = forms.MultipleChoiceField(
        label=_("Steps I can help with"),
        choices=step_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def profile_form():
    return form_of(Profile, ("badge", "about", "topics", "digest"), ProfileBase)


class ModerationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=ModerationEntry._meta.get_field("reason").max_length
    )


class ReviewForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("publish", _("Publish it")), ("back", _("Send it back"))],
        widget=forms.RadioSelect,
    )
    review = WordsFormField(
        label=_("To the writer"), long=True, required=False, help_text=_("Needed when it is sent back.")
    )

    def clean(self):
        found = super().clean()
        if found.get("decision") == "back" and not found.get("review"):
            self.add_error("review", _("Say what has to change."))
        return found


CASE = "case"
KINDS = [*SharedItem.Kind.choices, (CASE, _("Case study"))]
EVERY = [("", _("All"))]


class LibraryFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=EVERY + KINDS)
    country = forms.ChoiceField(label=_("Country"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False, choices=EVERY + LICENCES)

    def __init__(self, *args, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = EVERY + countries


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Words"), max_length=200, required=False, help_text=_("In any of the four languages.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            *EVERY,
            ("question", _("Question")),
            ("answer", pgettext_lazy("kind of entry", "Answer")),
            *KINDS,
            ("gathering", _("Gathering")),
        ],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = EVERY + countries
