"""What people write, kept in the language they wrote it in, with translations side by side.

Stored as JSON: `{"original": "es", "es": "…", "en": "…"}`. A missing translation is shown in the original and said
to be so; it is never hidden and never invented.
"""

import re
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("es", "en", "pt", "fr")
# NUL and half characters: one database or the other refuses them.
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Said:
    """One passage as it can be said in a language: `translated` is False when it stands in another one."""

    text: str
    lang: str
    translated: bool


class Words(dict):
    """The same passage in up to four languages. `Words("hola", "es")` or `Words({"original": "es", "es": "hola"})`."""

    def __init__(self, value=None, lang=None):
        super().__init__({"original": lang, lang: value} if isinstance(value, str) else value or {})

    @property
    def original(self) -> str:
        return self.get("original") or next((lang for lang in LANGUAGES if self.get(lang)), "en")

    def say(self, lang: str) -> Said:
        """The passage in `lang`, or in its original language when nobody has translated it yet."""
        if self.get(lang):
            return Said(self[lang], lang, True)
        return Said(self.get(self.original, ""), self.original, not self)

    def missing(self) -> tuple[str, ...]:
        """Languages the passage is not yet translated into; none for an empty passage."""
        return tuple(lang for lang in LANGUAGES if self and not self.get(lang))

    def __bool__(self):
        return any(self.get(lang) for lang in LANGUAGES)

    def __str__(self):
        return self.say((get_language() or "en").split("-")[0]).text

    __hash__ = None


def clean_words(value) -> Words:
    """`value` as Words holding only known languages and text; raises ValidationError for anything else."""
    if not isinstance(value, dict):
        raise ValidationError(_("Write text in at least one language."), code="invalid")
    for lang, text in value.items():
        if lang not in (*LANGUAGES, "original") or not isinstance(text, str) or UNSTORABLE.search(text):
            raise ValidationError(_("Write text in Spanish, English, Portuguese or French."), code="invalid")
    kept = {lang: value[lang].strip() for lang in LANGUAGES if value.get(lang, "").strip()}
    if not kept:
        return Words()
    original = value.get("original")
    return Words({"original": original if original in kept else next(iter(kept)), **kept})


class WordsField(models.JSONField):
    """A passage in up to four languages. `long=True` gives a text area in forms."""

    def __init__(self, *args, long=False, **kwargs):
        self.long = long
        kwargs.setdefault("default", Words)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"long": True} if self.long else {})

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        return Words(value) if isinstance(value, dict) else value

    def to_python(self, value):
        return Words(value) if isinstance(value, dict) else value

    def clean(self, value, model_instance):
        words = clean_words(value if value is not None else {})
        if not words and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return words

    def formfield(self, **kwargs):
        given = {name: kwargs[name] for name in ("label", "help_text", "initial") if name in kwargs}
        shown = {"label": capfirst(self.verbose_name), "help_text": self.help_text, **given}
        return WordsFormField(long=self.long, required=not self.blank, **shown)


class WordsWidget(forms.MultiWidget):
    """One box per language, the reader's own first; the others fold away."""

    template_name = "web/forms/words.html"

    def __init__(self, long=False, attrs=None):
        box = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput()
        super().__init__({lang: box for lang in LANGUAGES}, attrs)

    def decompress(self, value):
        return [(value or {}).get(lang, "") for lang in LANGUAGES]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        names = dict(settings.LANGUAGES)
        mine = (get_language() or "en").split("-")[0]
        for lang, box in zip(LANGUAGES, context["widget"]["subwidgets"], strict=True):
            box["lang"], box["label"], box["first"] = lang, names[lang], lang == mine
        context["widget"]["subwidgets"].sort(key=lambda box: not box["first"])
        return context

    def id_for_label(self, id_):
        mine = (get_language() or "en").split("-")[0]
        return f"{id_}_{LANGUAGES.index(mine) if mine in LANGUAGES else 0}" if id_ else id_


class WordsFormField(forms.MultiValueField):
    """Cleans to Words; the original language stays what it was, or is the first language filled."""

    def __init__(self, *, long=False, max_length=10_000, **kwargs):
        boxes = [forms.CharField(required=False, max_length=max_length) for _lang in LANGUAGES]
        super().__init__(boxes, widget=WordsWidget(long), require_all_fields=False, **kwargs)

    def compress(self, values):
        mine = (get_language() or "en").split("-")[0]
        original = mine if values and values[LANGUAGES.index(mine)] else None
        return (
            clean_words(
                {**dict(zip(LANGUAGES, values, strict=True)), **({"original": original} if original else {})}
            )
            if values
            else Words()
        )

    def has_changed(self, initial, data):
        before = self.widget.decompress(initial)
        return [text or "" for text in (data or [])] != [text or "" for text in before]
