"""A site as people fill it in, its attributes as choices of the type dictionary; what stands at it; what becomes of it."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.guidance.catalogue import dimension_values, dimensions
from batea.programmes.registers.forms import RecordForm
from batea.programmes.registers.sought import SoughtField
from batea.programmes.words import WordsFormField

from .models import Site, Visit
from .queries import living_sites

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


class AtSiteForm(RecordForm):
    """Something that stands at a site: not at one that was merged away, unless it stands there already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = living_sites() | Site.objects.filter(pk=self.instance.site_id)
        self.fields["site"].queryset = offered.order_by("name", "pk")


class HeadCountForm(AtSiteForm):
    def clean(self):
        cleaned = super().clean()
        visit, site = cleaned.get("visit"), cleaned.get("site")
        if visit and site and visit.site_id != site.pk:
            self.add_error("visit", _("This visit went to another site."))
        return cleaned


class ChangeForm(forms.Form):
    """Why and when a site changed its identity."""

    reason = WordsFormField(
        long=True, label=_("Reason"), help_text=_("How you know. It stays in the history of both sites.")
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(self, *args, site: Site, **kwargs):
        kwargs["initial"] = {"day": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.site = site


class MergeForm(ChangeForm):
    into = SoughtField(label=_("It is the same site as"), queryset=None)
    field_order = ("into", "reason", "day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = living_sites().exclude(pk=self.site.pk).order_by("name", "pk")


class SplitForm(ChangeForm):
    name = forms.CharField(label=_("Name of the new site"), max_length=120)
    visits = forms.ModelMultipleChoiceField(
        label=_("Visits that went to the new site"),
        queryset=None,
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What was counted on these visits moves with them."),
    )
    field_order = ("name", "visits", "reason", "day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visits"].queryset = Visit.objects.filter(site=self.site).order_by("-day", "pk")


class ShapesForm(forms.Form):
    """The file a layer's shapes come from."""

    file = forms.FileField(
        label=_("File"), help_text=_("GeoJSON in degrees, at most 20 MB and 20,000 shapes.")
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_ATTACHMENT:
            raise forms.ValidationError(_("The file is larger than this installation takes."))
        return file
