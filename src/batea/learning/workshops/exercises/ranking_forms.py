from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.context.models import Challenge
from batea.programmes.words import LANGUAGES, Words, WordsFormField

from ...models import Ranking, RankingCard


class RankingForm(forms.Form):
    """A question, its cards one a line, and challenges of the programme that are ticked."""

    question = WordsFormField(label=_("Question"), help_text=_("Such as: which challenge comes first?"))
    dots = forms.IntegerField(label=_("Votes for each"), min_value=1, max_value=10, initial=3)
    cards = forms.CharField(
        label=_("Cards"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=6000,
        help_text=_(
            "One card a line. What cards belong together by may follow a bar: Dust in shafts | Safety"
        ),
    )
    challenges = forms.MultipleChoiceField(
        label=_("Challenges entered in this programme"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.uid): each for each in Challenge.objects.order_by("pk")[:100]}
        if self.known:
            self.fields["challenges"].choices = [(uid, str(each)) for uid, each in self.known.items()]
        else:
            self.fields.pop("challenges")

    def clean(self):
        cleaned = super().clean()
        if "cards" in cleaned and len(self.picked()) < 2:
            self.add_error("cards", gettext("Write at least two cards."))
        return cleaned

    def picked(self) -> list[tuple[Words, str]]:
        """(words, what it belongs with) of every card, typed ones first."""
        mine = (get_language() or "en").split("-")[0]
        lang = mine if mine in LANGUAGES else "en"
        typed = (line.partition("|") for line in self.cleaned_data["cards"].splitlines())
        lines = [(words.strip(), cluster.strip()) for words, _bar, cluster in typed]
        chosen = (self.known[uid] for uid in self.cleaned_data.get("challenges", ()))
        return [
            *((Words(words, lang), cluster) for words, cluster in lines if words),
            *((each.words, str(each.get_area_display())) for each in chosen),
        ]


class BallotForm(forms.Form):
    """Votes by card; of the voter only what is ticked."""

    def __init__(self, *args, ranking: Ranking, **kwargs):
        super().__init__(*args, **kwargs)
        self.ranking = ranking
        self.cards: dict[str, RankingCard] = {
            f"card{number}": card for number, card in enumerate(ranking.cards.order_by("pk"), 1)
        }
        for name, card in self.cards.items():
            self.fields[name] = forms.IntegerField(
                label=str(card.words), min_value=0, max_value=ranking.dots, required=False
            )
        self.fields["add_sex"] = forms.BooleanField(
            label=_("Add whether I am a woman or a man"), required=False
        )
        self.fields["add_country"] = forms.BooleanField(label=_("Add my country"), required=False)

    def clean(self):
        cleaned = super().clean()
        total = sum(self.dots().values())
        if not self.errors and not 1 <= total <= self.ranking.dots:
            said = gettext("You have given %(given)s votes. Give at least 1 and at most %(dots)s.")
            self.add_error(None, said % {"given": total, "dots": self.ranking.dots})
        return cleaned

    def dots(self) -> dict[str, int]:
        given = ((str(card.uid), self.cleaned_data.get(name)) for name, card in self.cards.items())
        return {uid: number for uid, number in given if number}
