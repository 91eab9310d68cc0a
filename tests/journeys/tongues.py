"""The same person in a language of the own: tests name the screen's English words, the walker looks for their translation.

What is no word of the screen (a name, what somebody wrote) is looked for as it stands.
"""

import re
from functools import cache

from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation.trans_real import translation as catalogue

from tests.journeys.keyboard import KeyboardWalker
from tests.journeys.walker import Walker

CONTEXT = "\x04"


@cache
def meanings(lang: str) -> dict[str, tuple[str, ...]]:
    """Every translation of an English text, whatever the context it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for key, said in catalogue(lang)._catalog.items():
        if isinstance(key, str) and said:
            text = key.rpartition(CONTEXT)[2]
            found[text] = (*found.get(text, ()), said)
    return found


def loose(text: str) -> str:
    """The text as a pattern; a space may be any space."""
    return r"\s+".join(re.escape(word) for word in text.split())


class Speaker:
    """Laid over a walker: what it looks for is looked for in its language."""

    lang: str

    def says(self, text: str, **values) -> str:
        """A sentence of the screen with its values."""
        with translation.override(self.lang):
            return gettext(text) % values

    def counts(self, one: str, many: str, number: int) -> str:
        with translation.override(self.lang):
            return ngettext(one, many, number) % {"count": number}

    def heard(self, text: str, start: str = "", end: str = "") -> re.Pattern:
        """The words of the screen for an English text; labels and choices begin with a capital that words lack."""
        if self.lang == "en":
            said: tuple[str, ...] = (text,)
        else:
            known = meanings(self.lang)
            said = known.get(text, ()) + known.get(text[:1].lower() + text[1:], ()) or (text,)
        return re.compile(f"{start}(?:{'|'.join(map(loose, dict.fromkeys(said)))}){end}", re.IGNORECASE)

    def label(self, text: str) -> re.Pattern:
        return self.heard(text, "^", r"\s*(\([^)]*\))?$")

    def link(self, name, within=None):
        return (within or self.page).get_by_role("link", name=self.heard(name)).first

    def button(self, name):
        return self.page.get_by_role("button", name=self.heard(name, "^", "$")).first

    def group(self, label):
        return self.main.get_by_role("group", name=self.label(label))

    def field(self, label):
        if self.group(label).count():
            return self.group(label).get_by_role("textbox").first
        return self.main.get_by_label(self.label(label)).first

    def texts(self, text):
        return self.main.get_by_text(self.heard(text)).filter(visible=True)

    def choice(self, label, option):
        return self.field(label).locator("option").filter(has_text=self.heard(option)).first

    def box(self, label, group=""):
        around = self.group(group) if group else self.main
        return around.get_by_label(self.heard(label, "^")).first


class Polyglot(Speaker, Walker):
    pass


class KeyboardPolyglot(Speaker, KeyboardWalker):
    pass
