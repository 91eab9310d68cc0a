from random import SystemRandom

from django import forms
from django.core import signing
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from batea.calc.pair_votes import draw
from batea.phase1_getting_started.context.models import Challenge
from batea.programmes.words import LANGUAGES, Words, WordsFormField

from ...models import Ranking, RankingCard
from .ranking_queries import MOST_PAIRS, Card

PAIRS_SALT = "batea.ranking.pairs"


class RankingForm(forms.Form):
    """A question, how to vote, its cards one a line, and challenges that are ticked. `known`: the challenges by uid."""

    question = WordsFormField(label=_("Question"), help_text=_("Such as: which challenge comes first?"))
    way = forms.ChoiceField(
        label=_("Way to vote"),
        choices=Ranking.Way.choices,
        initial=Ranking.Way.DOTS,
        required=False,
        widget=forms.RadioSelect,
    )
    dots = forms.IntegerField(
        label=_("Votes for each"),
        min_value=1,
        max_value=10,
        initial=3,
        required=False,
        help_text=_("Where votes are spread over the cards."),
    )
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
        label=_("Challenges entered in the case"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, known: dict[str, Challenge], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            self.fields["challenges"].choices = [(uid, str(each)) for uid, each in known.items()]
        else:
            self.fields.pop("challenges")

    def clean(self):
        cleaned = super().clean()
        if "cards" in cleaned and len(self.picked()) < 2:
            self.add_error("cards", gettext("Write at least two cards."))
        return cleaned

    def asked(self) -> dict:
        """What the ranking asks and how."""
        said = self.cleaned_data
        return {
            "question": said["question"],
            "way": said["way"] or Ranking.Way.DOTS,
            "dots": said["dots"] or 3,
            "cards": self.picked(),
        }

    def picked(self) -> list[Card]:
        """Typed cards first. A challenge keeps its identity, so that the votes find it again."""
        mine = (get_language() or "en").split("-")[0]
        lang = mine if mine in LANGUAGES else "en"
        typed = (line.partition("|") for line in self.cleaned_data["cards"].splitlines())
        lines = [(words.strip(), cluster.strip()) for words, _bar, cluster in typed]
        chosen = (self.known[uid] for uid in self.cleaned_data.get("challenges", ()))
        return [
            *(Card(Words(words, lang), cluster) for words, cluster in lines if words),
            *(Card(each.words, str(each.get_area_display()), each.area, each.uid) for each in chosen),
        ]


class Voter(forms.Form):
    """Of the voter only what is ticked."""

    add_sex = forms.BooleanField(label=_("Add whether I am a woman or a man"), required=False)
    add_country = forms.BooleanField(label=_("Add my country"), required=False)

    def told(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in ("add_sex", "add_country")}

    def put_last(self) -> None:
        """What is ticked stands after the votes."""
        for name in ("add_sex", "add_country"):
            self.fields[name] = self.fields.pop(name)


class BallotForm(Voter):
    """Votes by card."""

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
        self.put_last()

    def clean(self):
        cleaned = super().clean()
        total = sum(self.said()["dots"].values())
        if not self.errors and not 1 <= total <= self.ranking.dots:
            said = gettext("You have given %(given)s votes. Give at least 1 and at most %(dots)s.")
            self.add_error(None, said % {"given": total, "dots": self.ranking.dots})
        return cleaned

    def said(self) -> dict:
        given = ((str(card.uid), self.cleaned_data.get(name)) for name, card in self.cards.items())
        return {"dots": {uid: number for uid, number in given if number}}


class PairsForm(Voter):
    """Pairs of cards, drawn when the page is opened; which ones goes with the form, signed, and is kept nowhere."""

    drawn = forms.CharField(max_length=4000, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, ranking: Ranking):
        super().__init__(data)
        self.ranking = ranking
        self.cards = {str(card.uid): card for card in ranking.cards.order_by("pk")}
        drawn = self.sent() if data is not None else None
        self.anew = data is not None and drawn is None
        self.shown = drawn or draw(list(self.cards), MOST_PAIRS, SystemRandom())
        signed = signing.dumps([str(ranking.uid), self.shown], salt=PAIRS_SALT, compress=True)
        self.initial["drawn"] = signed
        if self.anew:
            self.data = {"drawn": signed}
        for number, pair in enumerate(self.shown, 1):
            self.fields[f"pair{number}"] = forms.ChoiceField(
                label=_("Pair %(number)s of %(all)s") % {"number": number, "all": len(self.shown)},
                choices=[(uid, str(self.cards[uid].words)) for uid in pair],
                widget=forms.RadioSelect(attrs={"data-pair": number}),
                required=False,
            )
        self.put_last()

    def sent(self) -> list[tuple[str, str]] | None:
        """The pairs that were shown; None where nobody here has drawn them, or for other cards than there are."""
        try:
            ranking, pairs = signing.loads(self.data.get("drawn", ""), salt=PAIRS_SALT)
        except (signing.BadSignature, ValueError):
            return None
        if (
            ranking != str(self.ranking.uid)
            or not {uid for pair in pairs for uid in pair} <= self.cards.keys()
        ):
            return None
        return [(one, other) for one, other in pairs]

    def clean(self):
        cleaned = super().clean()
        if self.anew:
            self.add_error(None, gettext("These pairs were not drawn for you. Here are new ones."))
        elif not self.errors and not self.said()["pairs"]:
            self.add_error(None, gettext("Decide at least one pair."))
        return cleaned

    def said(self) -> dict:
        found = []
        for number, pair in enumerate(self.shown, 1):
            first = self.cleaned_data.get(f"pair{number}")
            if first:
                found.append((first, pair[1] if first == pair[0] else pair[0]))
        return {"pairs": found}


class ClusterForm(forms.Form):
    """What each card belongs with; cards with the same words belong together."""

    def __init__(self, *args, ranking: Ranking, **kwargs):
        super().__init__(*args, **kwargs)
        self.cards = {f"card{number}": card for number, card in enumerate(ranking.cards.order_by("pk"), 1)}
        for name, card in self.cards.items():
            self.fields[name] = forms.CharField(
                label=str(card.words),
                max_length=60,
                required=False,
                initial=card.cluster,
                widget=forms.TextInput(attrs={"list": "clusters"}),
            )

    def known(self) -> list[str]:
        return sorted({card.cluster for card in self.cards.values() if card.cluster})

    def clusters(self) -> dict[RankingCard, str]:
        return {card: self.cleaned_data[name] for name, card in self.cards.items()}


class CarryForm(forms.Form):
    """One card to be carried, as the page names it: into which programme, of what area, onto which challenge."""

    into = forms.UUIDField()
    card = forms.UUIDField()
    area = forms.ChoiceField(label=_("Area"), choices=Challenge.Area.choices, required=False)
    onto = forms.UUIDField(required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    alike = forms.IntegerField(min_value=0, max_value=10_000, required=False)
