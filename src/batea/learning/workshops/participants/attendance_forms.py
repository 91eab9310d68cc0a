from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Day
from .attendance_queries import listed, there_on


class ListForm(forms.Form):
    """Everybody with a box; `seen` holds who was ticked when the page was opened."""

    there = forms.MultipleChoiceField(
        label=_("Who is there"), widget=forms.CheckboxSelectMultiple, required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40_000)

    def __init__(self, *args, day: Day, **kwargs):
        super().__init__(*args, **kwargs)
        noted = there_on(day)
        self.fields["there"].choices = [
            (str(each.uid), f"{each.badge} – {each.delegation}" if each.delegation else each.badge)
            for each in listed().select_related("delegation")
        ]
        self.fields["there"].initial = sorted(noted)
        self.fields["seen"].initial = " ".join(sorted(noted))

    def ticked(self) -> set[str]:
        return set(self.cleaned_data["there"])

    def was(self) -> set[str]:
        return set(self.cleaned_data["seen"].split())
