from django import forms
from django.utils.translation import gettext_lazy as _

from batea.guidance.catalogue import indicators

from .models import LICENCES, Share


class ShareForm(forms.Form):
    """To whom, under which licence, with whose consent; for a figure also what it can be compared by."""

    community = forms.ChoiceField(label=_("Community"), widget=forms.RadioSelect)
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=LICENCES,
        widget=forms.RadioSelect,
        help_text=_(
            "A free licence lasts: whoever has a copy may keep using it when you take the entry back."
        ),
        initial="community",
    )
    consent = forms.CharField(
        label=_("Who agreed"), max_length=200, help_text=Share._meta.get_field("consent").help_text
    )
    key = forms.ChoiceField(
        label=_("Indicator it answers"),
        required=False,
        help_text=_("Figures of several countries can be compared when they answer the same indicator."),
    )

    def __init__(self, *args, communities, comparable: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.communities = {community.slug: community for community in communities}
        self.fields["community"].choices = [(each.slug, str(each)) for each in communities]
        if len(communities) == 1:
            self.fields["community"].initial = communities[0].slug
        if comparable:
            named = [(entry.id, f"{entry.id} {entry.name}") for entry in indicators().values()]
            self.fields["key"].choices = [("", _("None: it is not to be compared")), *named]
        else:
            del self.fields["key"]

    def asked(self) -> dict:
        """What was typed, with the community itself."""
        return {**self.cleaned_data, "community": self.communities[self.cleaned_data["community"]]}
