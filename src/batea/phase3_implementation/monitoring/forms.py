from django import forms
from django.utils.translation import gettext_lazy as _

from batea.programmes.registers.forms import RecordForm

NOT_COUNTED = {"women": "women_not_counted", "men": "men_not_counted"}


class ResultForm(RecordForm):
    """A result; where women and men are kept apart, an empty box must be meant."""

    women_not_counted = forms.BooleanField(label=_("women were not counted"), required=False)
    men_not_counted = forms.BooleanField(label=_("men were not counted"), required=False)
    field_order = (
        "indicator",
        "period_from",
        "period_until",
        "value",
        "women",
        "women_not_counted",
        "men",
        "men_not_counted",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for part, tick in NOT_COUNTED.items():
            self.fields[part].help_text = _("0 when there were none.")
            self.fields[tick].initial = self.instance.pk is not None and getattr(self.instance, part) is None

    def clean(self):
        cleaned = super().clean()
        indicator = cleaned.get("indicator")
        for part, tick in NOT_COUNTED.items():
            given, ticked = cleaned.get(part) is not None, cleaned.get(tick)
            if given and ticked:
                self.add_error(part, _("Either a number or “not counted”."))
            elif indicator and indicator.by_sex and not given and not ticked and part not in self.errors:
                self.add_error(part, _("Give the number (0 when there were none), or tick “not counted”."))
        return cleaned

    def values(self) -> dict:
        return {name: value for name, value in super().values().items() if name not in NOT_COUNTED.values()}
