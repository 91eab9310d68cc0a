"""The page of ratings, and the form of a chosen measure."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Figure
from batea.guidance.catalogue import Entry, impacts
from batea.programmes.registers.forms import RecordForm

from .actions import SCALES, plain
from .models import ImpactRating

GROUP_NAMES = {
    "environment": _("Environment"),
    "social": _("Health, society and rights"),
    "economic": _("Economy"),
    "governance": _("Governance"),
    "positive": _("Good effects"),
}


def impact_options() -> list[tuple]:
    """All impacts by group, in the reader's language."""
    return [
        (title, [(entry.id, str(entry)) for entry in impacts().values() if entry.group == group])
        for group, title in GROUP_NAMES.items()
    ]


class ChosenMeasureForm(RecordForm):
    impacts = forms.MultipleChoiceField(
        label=_("Acts on"),
        choices=impact_options,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )


class RatingsForm(forms.Form):
    """Five answers for each impact of one page. An impact is rated in full or not at all."""

    def __init__(self, *args, entries: list[Entry], stored: dict[str, ImpactRating], **kwargs):
        super().__init__(*args, **kwargs)
        self.entries, self.stored = entries, stored
        for entry in entries:
            now = plain(stored[entry.id]) if entry.id in stored else {}
            for name in SCALES:
                self.fields[f"{entry.id}-{name}"] = scale_field(entry, name, now.get(name))
            version = stored[entry.id].version if entry.id in stored else 0
            self.fields[f"{entry.id}-seen"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=version, required=False, min_value=0
            )

    def clean(self):
        for entry in self.entries:
            given = [name for name in SCALES if self.cleaned_data.get(f"{entry.id}-{name}")]
            for name in SCALES:
                field = f"{entry.id}-{name}"
                if given and name not in given and field not in self.errors:
                    self.add_error(field, _("Rate this too, or leave the whole line empty."))
        return self.cleaned_data

    def ratings(self) -> dict[str, dict | None]:
        return {entry.id: self.rating(entry) for entry in self.entries}

    def rating(self, entry: Entry) -> dict | None:
        values = {name: self.cleaned_data[f"{entry.id}-{name}"] for name in SCALES}
        return values if all(values.values()) else None

    def seen(self) -> dict[str, int]:
        return {entry.id: self.cleaned_data[f"{entry.id}-seen"] or 0 for entry in self.entries}

    def lines(self) -> list[dict]:
        """Each impact with its fields, as the template lays them out."""
        return [
            {
                "entry": entry,
                "fields": [self[f"{entry.id}-{name}"] for name in SCALES],
                "seen": self[f"{entry.id}-seen"],
                "rating": self.stored.get(entry.id),
            }
            for entry in self.entries
        ]


def scale_field(entry: Entry, name: str, initial) -> forms.Field:
    """One scale of one impact, 1 to 5, or the grade of the evidence; may stay empty."""
    label = capfirst(ImpactRating._meta.get_field(name).verbose_name)
    if name == "grade":
        options = [("", "–"), *((grade, grade) for grade in Figure.Grade.values)]
        return forms.ChoiceField(label=label, choices=options, required=False, initial=initial)
    options = [("", "–"), *((step, step) for step in range(1, 6))]
    return forms.TypedChoiceField(
        label=label, choices=options, coerce=int, empty_value=None, required=False, initial=initial
    )
