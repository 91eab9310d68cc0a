"""A site as people fill it in: its attributes as choices of the type dictionary."""

from django import forms

from batea.guidance.catalogue import dimension_values, dimensions
from batea.programmes.registers.forms import RecordForm

# What one can tell of a site at a desk or on a first visit, in the order of the dictionary (docs/method/catalogues.md).
ASKED = ("D01", "D02", "D03", "D04", "D06", "D09", "D12", "D15", "D16", "D17", "D18", "D21", "D22", "D25")


class SiteForm(RecordForm):
    """The site's own fields, then one group of choices for each dimension."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = self.instance.attributes or {}
        for code in ASKED:
            choices = [(value, str(label).capitalize()) for value, label in dimension_values()[code].items()]
            many = dimensions()[code].multi == "yes"
            kind = forms.MultipleChoiceField if many else forms.ChoiceField
            widget = forms.CheckboxSelectMultiple if many else forms.Select
            self.fields[code] = kind(
                label=str(dimensions()[code].name),
                choices=choices if many else [("", "—"), *choices],
                required=False,
                widget=widget,
                help_text=str(dimensions()[code].why),
                initial=now.get(code, []) if many else next(iter(now.get(code, [])), ""),
            )

    def clean(self):
        cleaned = super().clean()
        kept = {name: codes for name, codes in (self.instance.attributes or {}).items() if name not in ASKED}
        for code in ASKED:
            value = cleaned.pop(code, None)
            chosen = value if isinstance(value, list) else [value] if value else []
            if chosen:
                kept[code] = chosen
        cleaned["attributes"] = self.instance.attributes = kept
        return cleaned
