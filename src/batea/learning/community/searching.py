"""Search across four languages: what is asked is said in all of them by the glossary, then sought in every language.

There is no stored index. Each search reads what the member may see now and gives it to the full text search of the
database in use: a table of SQLite's FTS5 in memory, or PostgreSQL's text search. So nothing hidden or
taken back can be found, and nothing has to be rebuilt after a move or a restore. The price is a read of the community
for each search: meant for some 5,000 entries.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache

from django.db import connection
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from batea.guidance.catalogue import read
from batea.programmes.members import Member
from batea.programmes.words import LANGUAGES, Words

from .forms import CASE
from .models import Answer, Gathering, Visibility
from .queries import published_cases, questions_for, rooms_for, shared_items

MOST = 100
AROUND = 130  # characters on each side of what was found
TOKEN = re.compile(r"\w+")
# Words too common to say anything, in the four languages.
COMMON_WORDS = """
a al as au aux avec be by com con da das de del des do dos du e el em en est et for from how in is la las le les lo los na nas
no nos o of on or os ou para par pour por que qui se sem sin sont sur the to um uma un una une what with y
"""
COMMON = frozenset(COMMON_WORDS.split())
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """Something that can be found: where it is shown, and its words."""

    kind: str
    page: str
    uid: str
    title: Words
    passages: tuple[Words, ...] = ()
    country: str = ""
    anchor: str = ""

    def text(self, lang: str) -> str:
        return "\n".join(filter(None, (words.get(lang, "") for words in self.passages)))

    def langs(self) -> list[str]:
        return [lang for lang in LANGUAGES if self.title.get(lang) or self.text(lang)]


@dataclass(frozen=True)
class Hit:
    entry: Entry
    lang: str
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Asked:
    """A query: each group is one thing in all its ways to be said. All of `needed` must be there; `wished` helps."""

    needed: tuple[tuple[Phrase, ...], ...]
    wished: tuple[tuple[Phrase, ...], ...] = ()
    terms: tuple[str, ...] = ()
    instead: str = ""  # the words that were sought, when nothing has the ones that were typed

    def phrases(self) -> list[Phrase]:
        return [phrase for group in (*self.needed, *self.wished) for phrase in group]


def search(member: Member, words: str, kind: str = "", country: str = "") -> tuple[list[Hit], Asked]:
    """The best hits first, and how the query was understood.

    When nothing is found, words that stand nowhere are taken for the closest that do, and then words that nothing has
    all of are sought one by one."""
    asked = understood(words)
    if not asked.needed:
        return [], asked
    entries = [
        entry
        for entry in entries_for(member)
        if (not kind or entry.kind == kind) and (not country or entry.country == country)
    ]
    found = ranked(entries, asked)
    if not found and (meant := mended(words, entries)):
        asked = replace(understood(meant), instead=meant)
        found = ranked(entries, asked)
    if not found and len(asked.needed) > 1:
        every = tuple(phrase for group in asked.needed for phrase in group)
        asked = replace(asked, needed=(every,), wished=asked.needed)
        found = ranked(entries, asked)
    return [hit(entries[number], lang, asked) for number, lang in found], asked


def entries_for(member: Member) -> Iterator[Entry]:
    """Everything the member may see, and nothing that is hidden or taken back."""
    for question in questions_for(member).filter(visibility=Visibility.SHOWN):
        country = question.room.country
        yield Entry("question", "question", question.uid, question.title, (question.words,), country)
    answers = Answer.objects.filter(question__room__in=rooms_for(member), visibility=Visibility.SHOWN)
    shown = answers.filter(question__visibility=Visibility.SHOWN).select_related("question__room")
    for answer in shown:
        asked = answer.question
        yield Entry(
            "answer",
            "question",
            asked.uid,
            asked.title,
            (answer.words,),
            asked.room.country,
            f"a-{answer.uid}",
        )
    for item in shared_items():
        source = Words(item.source, item.title.original) if item.source else Words()
        yield Entry(item.kind, "item", item.uid, item.title, (item.words, source), item.country)
    for case in published_cases():
        told = tuple(getattr(case, name) for name in CASE_PASSAGES)
        yield Entry(CASE, "case", case.uid, case.title, told, case.country)
    for gathering in Gathering.objects.all():
        yield Entry("gathering", "", gathering.uid, gathering.title, (gathering.notes,))


CASE_PASSAGES = (
    "problem",
    "done",
    "results",
    "timeline",
    "actors",
    "costs",
    "conditions",
    "failed",
    "women_and_children",
    "elsewhere",
    "questions",
    "sources",
)

# The query ------------------------------------------------------------------------------------------------------------


class Folding(dict):
    """Each letter's small letter without accents, worked out once: one for one, so that places in a text stay."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        return self[code]


FOLDING = Folding()


def fold(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(FOLDING)


def tokens(text: str) -> Phrase:
    return tuple(TOKEN.findall(fold(text)))


@cache
def glossary() -> dict[Phrase, frozenset[Phrase]]:
    """Each term, in any language and with its abbreviation, with all the ways to say it."""
    found: dict[Phrase, set[Phrase]] = {}
    for entry in read("glossary", key="term_en").values():
        said = {way for lang in LANGUAGES for way in ways(entry.term[lang])}
        said |= {tokens(label.partition("=")[2]) for label in entry.overrides.split(";") if "=" in label}
        for way in said:
            found.setdefault(way, set()).update(said)
    return {way: frozenset(said) for way, said in found.items()}


def ways(label: str) -> set[Phrase]:
    """“mineração artesanal (MAPE)” → the term and its abbreviation; “cava, poço” → both."""
    short = re.findall(r"\(([^)]+)\)", label)
    long = re.sub(r"\([^)]*\)", "", label).split(",")
    return {found for part in (*long, *short) if (found := tokens(part))}


def understood(words: str) -> Asked:
    """Terms of the glossary first, the longest at each place; every other word is sought as it is."""
    left, terms, others, named = list(tokens(words)), [], [], []
    known = glossary()
    while left:
        size = next((n for n in range(min(6, len(left)), 0, -1) if term(left[:n], known)), 0)
        if size:
            way = term(left[:size], known)
            terms.append(tuple(sorted(known[way])))
            named.append(" ".join(way))
            left = left[size:]
        else:
            word = left.pop(0)
            if word not in COMMON:
                others.append(((word,),))
    if terms:
        return Asked(tuple(terms), tuple(others), tuple(named))
    return Asked(tuple(others))


def term(words: list[str], known: dict) -> Phrase | None:
    """The glossary's term these words are; a plural counts as its singular."""
    way = tuple(words)
    if way in known:
        return way
    single = tuple(stem(word) for word in way)
    return single if single in known else next((each for each in stemmed().get(single, ())), None)


@cache
def stemmed() -> dict[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, list[Phrase]] = {}
    for way in glossary():
        found.setdefault(tuple(map(stem, way)), []).append(way)
    return {stems: tuple(sorted(each)) for stems, each in found.items()}


def stem(word: str) -> str:
    """Without the ending of a plural; what is left is sought as the beginning of a word."""
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


# Words written in another way -----------------------------------------------------------------------------------------

LIKE = 0.8  # of the letters of two words, in their order
SHORTEST = 5  # letters; shorter words have too many neighbours
SOUNDS = (("ph", "f"), ("qu", "c"), ("h", ""), *zip("kqzywv", "ccsivb", strict=True))


def mended(words: str, entries: list[Entry]) -> str:
    """The words as they may have been meant; "" when each stands somewhere, or nothing comes close to it."""
    terms = frozenset(word for way in glossary() for word in way)
    texts = frozenset(
        word
        for entry in entries
        for lang in entry.langs()
        for word in tokens(f"{entry.title.get(lang, '')} {entry.text(lang)}")
    )
    typed = tokens(words)
    meant = [closest(word, terms, texts) for word in typed]
    return " ".join(meant) if meant != list(typed) else ""


def closest(word: str, *vocabularies: frozenset[str]) -> str:
    """The word itself where it stands as the beginning of one; else the most alike, of the first vocabulary with any."""
    if len(word) < SHORTEST or not word.isalpha() or word in COMMON:
        return word
    if any(each.startswith(stem(word)) for vocabulary in vocabularies for each in vocabulary):
        return word
    for vocabulary in vocabularies:
        near = [(likeness(word, each), each) for each in vocabulary if abs(len(each) - len(word)) < 3]
        best = max(near, default=(0, word))
        if best[0] >= LIKE:
            return best[1]
    return word


def likeness(word: str, other: str) -> float:
    """How much of two words sounds the same in the four languages, from 0 to 1."""
    mine, theirs = sound(word), sound(other)
    if mine[:1] != theirs[:1]:
        return 0
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """“merkur” and “mercur”, “phosphate” and “fosfate” are the same; doubled letters count once."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", word)


# The two engines ------------------------------------------------------------------------------------------------------


def ranked(entries: list[Entry], asked: Asked) -> list[tuple[int, str]]:
    """(number of the entry, language it is shown in), the best first, each entry once."""
    rows = [
        (number, lang, fold(entry.title.get(lang, "")), fold(entry.text(lang)))
        for number, entry in enumerate(entries)
        for lang in entry.langs()
    ]
    engine = by_postgresql if connection.vendor == "postgresql" else by_fts5
    found: dict[int, list[str]] = {}
    for number, lang in engine(rows, asked) if rows else ():
        found.setdefault(number, []).append(lang)
    return [(number, shown_in(entries[number], langs)) for number, langs in found.items()][:MOST]


def shown_in(entry: Entry, langs: list[str]) -> str:
    """Of the languages an entry was found in, the reader's own, then one with more than a title, then the best.

    The title of an answer is the question's: there the answer's own language goes first."""
    reader = (get_language() or "en").split("-")[0]

    def order(lang: str) -> tuple[bool, bool]:
        told = bool(entry.text(lang))
        return lang == reader and (told or entry.kind != "answer"), told

    return max(langs, key=order)


def by_fts5(rows: list[tuple], asked: Asked) -> list[tuple[int, str]]:
    """SQLite's FTS5, in a table that lives as long as the search."""
    with_table = sqlite3.connect(":memory:")
    try:
        with_table.execute(
            "CREATE VIRTUAL TABLE entries USING fts5(number UNINDEXED, lang UNINDEXED, title, words, tokenize='unicode61')"
        )
        with_table.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)
        return with_table.execute(
            "SELECT number, lang FROM entries WHERE entries MATCH ? ORDER BY bm25(entries, 0, 0, 4.0, 1.0), number, lang",
            [fts5_query(asked)],
        ).fetchall()
    finally:
        with_table.close()


def fts5_query(asked: Asked) -> str:
    """Tokens are letters and digits only, so nothing in them can be read as an operator."""
    needed = " AND ".join(fts5_group(group) for group in asked.needed)
    wished = "".join(f" OR {fts5_group(group)}" for group in asked.wished)
    return f"({needed}) AND (({needed}){wished})" if wished else needed


def fts5_group(group: tuple[Phrase, ...]) -> str:
    return "(" + " OR ".join(f'"{" ".join((*phrase[:-1], stem(phrase[-1])))}" *' for phrase in group) + ")"


def by_postgresql(rows: list[tuple], asked: Asked) -> list[tuple[int, str]]:
    """PostgreSQL's text search. Not with its dictionaries of languages: they cut "MAPE" and "mapa" to the same "map", and the
    same search would find other things than on SQLite. Languages are the glossary's part."""
    numbers, langs, titles, texts = (list(column) for column in zip(*rows, strict=True))
    needed = " & ".join(tsquery_group(group) for group in asked.needed)
    wished = " | ".join([f"({needed})", *(tsquery_group(group) for group in asked.wished)])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH entries AS (
                SELECT number, lang,
                    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', words), 'C') AS text
                FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS given(number, lang, title, words)
            )
            SELECT number, lang FROM entries WHERE text @@ to_tsquery('simple', %s)
            ORDER BY ts_rank(text, to_tsquery('simple', %s)) DESC, number, lang
            """,
            [numbers, langs, titles, texts, needed, wished],
        )
        return cursor.fetchall()


def tsquery_group(group: tuple[Phrase, ...]) -> str:
    return "(" + " | ".join(" <-> ".join((*phrase[:-1], f"{stem(phrase[-1])}:*")) for phrase in group) + ")"


# What is shown --------------------------------------------------------------------------------------------------------


def hit(entry: Entry, lang: str, asked: Asked) -> Hit:
    sought = pattern(asked.phrases())
    title = marked(entry.title.get(lang) or str(entry.title), sought)
    text = entry.text(lang)
    first = sought.search(fold(text))
    start = max(0, first.start() - AROUND) if first else 0
    end = (first.end() if first else 0) + AROUND
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.find(" ", end) if text.find(" ", end) != -1 else len(text)
    cut = marked(text[start:end], sought)
    snippet = format_html("{}{}{}", "… " if start else "", cut, " …" if end < len(text) else "")
    return Hit(entry, lang, title, snippet)


def pattern(phrases: Iterable[Phrase]) -> re.Pattern:
    longest = sorted(phrases, key=lambda phrase: -sum(map(len, phrase)))
    ways = (
        r"\W+".join((*map(re.escape, phrase[:-1]), re.escape(stem(phrase[-1])) + r"\w*"))
        for phrase in longest
    )
    return re.compile(rf"\b(?:{'|'.join(ways)})")


def marked(text: str, sought: re.Pattern) -> SafeString:
    """The text escaped, with what was sought between marks."""
    parts, place = [], 0
    for found in sought.finditer(fold(text)):
        parts += [
            conditional_escape(text[place : found.start()]),
            format_html("<mark>{}</mark>", text[found.start() : found.end()]),
        ]
        place = found.end()
    return mark_safe("".join((*parts, conditional_escape(text[place:]))))  # noqa: S308 — every part is escaped
