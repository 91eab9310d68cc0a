"""Forms of types and rules. A rule is made in two pages: first what to look at, then which values."""

from collections import Counter

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from batea.guidance.catalogue import dimension_values, dimensions, type_tags
from batea.programmes.registers.forms import RecordForm
from batea.programmes.words import WordsFormField

from .models import MOST_CONDITIONS, AsmType
from .sentences import dimension_name, value_name

TAG_GROUPS = {
    "rhythm": _("Rhythm"),
    "technology": _("Technology"),
    "mineral": _("Mineral"),
    "legal": _("Legal status"),
    "organisation": _("Organisation"),
    "place": _("Place"),
}
FIRST_DIMENSIONS = ("D01", "D06", "D09", "D04", "D12")  # where a national typology usually begins


def small_checkboxes() -> forms.CheckboxSelectMultiple:
    """For long lists."""
    return forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"})


def tag_choices() -> list[tuple]:
    """Type tags by group, in the reader's language."""
    return [
        (title, [(tag.id, str(tag.name)) for tag in type_tags().values() if tag.group == group])
        for group, title in TAG_GROUPS.items()
    ]


class TypeForm(RecordForm):
    tags = forms.MultipleChoiceField(
        label=_("Tags"),
        choices=tag_choices,
        required=False,
        widget=small_checkboxes(),
        help_text=_("They bring fitting impacts and measures to the top. Tick what is typical."),
    )


class DimensionsForm(forms.Form):
    """Page one: the type a rule leads to, and the dimensions it looks at."""

    type = forms.ModelChoiceField(
        AsmType.objects.none(), to_field_name="uid", label=_("Type"), empty_label=_("Choose…")
    )
    dimension = forms.MultipleChoiceField(
        label=_("What must be looked at?"),
        widget=small_checkboxes(),
        help_text=_("Up to six. All of them must hold together; the values come on the next page."),
    )

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = AsmType.objects.order_by("order", "pk")
        self.fields["dimension"].choices = dimension_choices(sites)

    def clean_dimension(self):
        chosen = self.cleaned_data["dimension"]
        if len(chosen) > MOST_CONDITIONS:
            raise forms.ValidationError(_("A rule has one to six conditions."))
        return chosen


def dimension_choices(sites) -> list[tuple]:
    """Dimensions with a list of values, or with values on sites; the usual first ones on top."""
    known = {name: sum(bool(site.attributes.get(name)) for site in sites) for name in dimensions()}
    usable = [name for name in dimensions() if dimension_values()[name] or known[name]]

    def choice(name):
        found = ngettext("known for %(count)s site", "known for %(count)s sites", known[name])
        return name, f"{dimension_name(name)} – {found % {'count': known[name]}}"

    first = [choice(name) for name in FIRST_DIMENSIONS if name in usable]
    others = [choice(name) for name in usable if name not in FIRST_DIMENSIONS]
    return [(_("Usual to begin with"), first), (_("Further"), others)]


class ValuesForm(forms.Form):
    """Page two: for each dimension the values, any of them or none of them; then the rule's place and a note."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, chosen, sites, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        for name in chosen:
            self.fields[f"{name}-without"] = how_field(name)
            self.fields[f"{name}-values"] = values_field(name, sites)
        if places:
            self.fields["place"] = forms.TypedChoiceField(
                label=_("Place in the order"),
                choices=places,
                coerce=int,
                help_text=_("The first rule that fits decides."),
            )
        self.fields["note"] = WordsFormField(
            label=_("Note"), required=False, help_text=_("Why the line is drawn here.")
        )

    def conditions(self) -> list[dict]:
        """What was ticked, in the form the rule stores."""
        return [
            {
                "dimension": name,
                "values": self.cleaned_data[f"{name}-values"],
                "without": self.cleaned_data[f"{name}-without"] == "yes",
            }
            for name in self.chosen
        ]


def how_field(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=format_lazy("{}: {}", dimension_name(name), _("the site has")),
        choices=[("no", _("any of these values")), ("yes", _("none of these values"))],
        initial="no",
        widget=forms.RadioSelect,
    )


def values_field(name: str, sites) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=format_lazy("{}: {}", dimension_name(name), _("values")),
        choices=value_choices(name, sites),
        widget=small_checkboxes(),
    )


def value_choices(name: str, sites) -> list[tuple[str, str]]:
    """The values of a dimension with the number of sites that have each; those on sites first."""
    used = Counter(code for site in sites for code in site.attributes.get(name, ()))
    codes = sorted(dict.fromkeys([*dimension_values()[name], *sorted(used)]), key=lambda code: not used[code])
    return [(code, f"{value_name(name, code)} ({used[code]})") for code in codes]


class CrossForm(forms.Form):
    """Two dimensions to lay across each other."""

    down = forms.ChoiceField(label=_("Down"), required=False)
    across = forms.ChoiceField(label=_("Across"), required=False)

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        shown = [("", _("Choose…"))]
        shown += [
            (name, dimension_name(name))
            for name in dimensions()
            if any(s.attributes.get(name) for s in sites)
        ]
        for field in self.fields.values():
            field.choices = shown
