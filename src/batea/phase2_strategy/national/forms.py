"""What is typed on the pages of adoption and documents."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.documents.write import MEDIA_TYPES
from batea.evidence.models import LegalInstrument
from batea.programmes.words import LANGUAGES

from .document import KINDS

LANGUAGE_NAMES = {"es": _("Spanish"), "en": _("English"), "pt": _("Portuguese"), "fr": _("French")}
FORMAT_NAMES = {"docx": _("Word"), "pdf": _("PDF"), "html": _("Web page")}


class AdoptionForm(forms.Form):
    """The act by which the strategy was adopted."""

    adopted_on = forms.DateField(label=_("Adopted on"))
    adopted_by = forms.CharField(
        label=_("Adopted by"), max_length=200, help_text=_("The authority, such as the cabinet.")
    )
    act = forms.ModelChoiceField(
        LegalInstrument.objects.none(),
        label=_("Act of adoption"),
        required=False,
        to_field_name="uid",
        empty_label=_("Choose…"),
        help_text=_("Add the decree or law under evidence first."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["act"].queryset = LegalInstrument.objects.order_by("name")

    def clean_adopted_on(self):
        day = self.cleaned_data["adopted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Adoption cannot be recorded before it happens."))
        return day


class MakeForm(forms.Form):
    """Which document, in which language, as which kind of file."""

    kind = forms.ChoiceField(
        label=_("Document"), choices=[(kind.slug, kind.title) for kind in KINDS.values()]
    )
    lang = forms.ChoiceField(
        label=_("Language"), choices=[(lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES]
    )
    format = forms.ChoiceField(
        label=_("Kind of file"), choices=[(name, FORMAT_NAMES[name]) for name in MEDIA_TYPES]
    )
