"""What people type on the pages of fieldwork."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Person

from .models import Form

LARGEST_FORM = 10 * 1024 * 1024  # bytes


class UploadForm(forms.Form):
    """One file of at most ten megabytes."""

    file = forms.FileField(label=_("File"))

    def clean_file(self):
        found = self.cleaned_data["file"]
        if found.size > LARGEST_FORM:
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        return found


class FormUpload(UploadForm):
    field_order = ("file",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Form")
        self.fields["file"].help_text = _(
            "An XLSForm workbook (.xlsx, .xls, .csv or .md) or a ready form (.xml)."
        )


class SavedForm(forms.Form):
    """The ZIP of unsent answers that a device saved."""

    file = forms.FileField(label=_("ZIP with saved answers"))

    def clean_file(self):
        found = self.cleaned_data["file"]
        if found.size > settings.LARGEST_BUNDLE:
            raise forms.ValidationError(
                _("This file is larger than %(limit)s.") % {"limit": filesizeformat(settings.LARGEST_BUNDLE)}
            )
        return found


class PhoneForm(forms.Form):
    """Who gets a key, for which device, and for which form."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Field officer"), to_field_name="uid")
    name = forms.CharField(label=_("Device"), max_length=80, help_text=_("Such as “red phone 3”."))
    form = forms.ModelChoiceField(
        Form.objects.none(),
        label=_("Form"),
        to_field_name="uid",
        required=False,
        empty_label=_("All open forms"),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["form"].queryset = Form.objects.order_by("title")


class ReadingKeyForm(forms.Form):
    """What reads, which form, and for how long."""

    name = forms.CharField(
        label=_("Name of the key"),
        max_length=80,
        help_text=_("What reads with it, such as “Excel in the office”."),
    )
    form = forms.ModelChoiceField(
        Form.objects.none(),
        label=_("Form"),
        to_field_name="uid",
        required=False,
        empty_label=_("All forms"),
    )
    days = forms.TypedChoiceField(
        label=_("It lasts"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("365 days"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = Form.objects.order_by("title")


class ReviewForm(forms.Form):
    """Where a submission goes, and what its field officer is told."""

    state = forms.CharField(max_length=10)
    comment = forms.CharField(max_length=10_000, required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
