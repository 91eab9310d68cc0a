"""Forms of the programme's own pages."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from .models import Programme
from .roles import roles_in


class NewProgramme(forms.ModelForm):
    """What a programme needs to begin; everything else has a page of its own."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[each for each in Programme.Kind.choices if each[0] != Programme.Kind.EXERCISE],
        initial=Programme.Kind.NATIONAL,
        required=False,
        help_text=_("An exercise begins as a copy of another programme."),
    )
    language = forms.ChoiceField(label=_("Main language"), choices=settings.LANGUAGES)

    class Meta:
        model = Programme
        fields = ["name", "slug", "kind", "country", "currency", "language"]

    def clean_kind(self):
        return self.cleaned_data["kind"] or Programme.Kind.NATIONAL

    def clean_country(self):
        return self.cleaned_data["country"].upper()

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()


class ProgrammeSettings(NewProgramme):
    kind = None
    version_seen = forms.IntegerField(widget=forms.HiddenInput, validators=[MaxValueValidator(2**31 - 1)])

    class Meta(NewProgramme.Meta):
        fields = ["name", "country", "currency", "language", "evidence_limit_months", "notice"]


class BringIn(forms.Form):
    bundle = forms.FileField(
        label=_("Bundle"), help_text=_("A file that Batea has exported, ending in .batea.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=40,
        required=False,
        help_text=_("Leave empty to keep the one in the file."),
    )
    as_exercise = forms.BooleanField(
        label=_("Bring in as an exercise copy"),
        required=False,
        help_text=_("Nothing done in the copy changes the original."),
    )

    def clean_bundle(self):
        bundle = self.cleaned_data["bundle"]
        if bundle.size > settings.LARGEST_BUNDLE:
            raise forms.ValidationError(_("The file is larger than this installation takes."))
        return bundle


class Invite(forms.Form):
    """A person with a role and, when wanted, a sign-in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The person signs in with it."))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles_in(programme)]


class Upload(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel or OpenDocument, JPEG, PNG or CSV; up to 20 MB.")
    )
