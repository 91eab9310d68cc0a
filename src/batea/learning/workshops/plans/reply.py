"""A check-in answered by e-mail: from the bytes of one message to the answers after its marks, and into the plan.

Whatever comes in is hostile until it has been read: limits on size, parts and lengths; nothing but plain text is looked
at; who the message says it is from is not believed, only the code that was sent to the team.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from functools import cache
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django_scopes import scope

from batea.problems import MAIL_REFUSED, Refused
from batea.programmes.words import LANGUAGES, UNSTORABLE, Words

from ...models import CheckIn
from .actions import answer_check_in
from .tokens import check_in_with

LARGEST = 2 * 1024 * 1024  # bytes of the whole message
LONGEST_TEXT = 64 * 1024  # bytes of its plain text
LONGEST_ANSWER = 5_000  # characters of one answer
MOST_PARTS = 50
MARKS = ("state", "percent", "changed", "blocker", "learned")
WORDS = ("changed", "blocker", "learned")
STATES = tuple(CheckIn.State.values)
CODE = re.compile(r"\[B-([A-Za-z0-9_-]{24})\]")
QUOTED = re.compile(r"\s*[>|]")
# Where the answer ends and the message it answers, or a signature, begins.
CUT = re.compile(
    r"\s*(--\s*|-{4,}.*|_{8,}|.*\b(wrote|escribió|escreveu|a écrit)\s*:|\*?(From|De|Sent|Enviado|Enviada|Envoyé)\s*:\*?.*@.*)$",
    re.IGNORECASE,
)
# What the parser of the standard library is known to raise on broken messages.
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


@dataclass(frozen=True)
class Reply:
    """The code of a message and what was written after each mark; `lang` is the language of the marks."""

    token: str
    state: str
    percent: int | None = None
    said: dict[str, str] = field(default_factory=dict)
    lang: str = ""


def receive_mail(*, by, data: bytes) -> CheckIn:
    """Take one message as the answer to the check-in whose code it carries. Raises Refused B824, B825 and as answering."""
    reply = read_message(data)
    check_in = check_in_with(reply.token)
    with scope(programme=check_in.programme):
        lang = reply.lang or check_in.programme.language
        values = {name: Words(text, lang) for name, text in reply.said.items()}
        values |= {"state": reply.state, "percent": reply.percent}
        if "blocker" in values:
            nothing = plain(reply.said["blocker"]) in choices("nothing")
            values["blocker_kind"] = CheckIn.Blocker.NONE if nothing else CheckIn.Blocker.OTHER
        return answer_check_in(by=by, check_in=check_in, how=CheckIn.How.MAIL, values=values)


def refuse(reason: str):
    raise Refused(MAIL_REFUSED, reason=reason)


def read_message(data: bytes) -> Reply:
    """What the message says. Raises Refused B825 with the reason for one that cannot be taken."""
    if len(data) > LARGEST:
        refuse(_("it is larger than 2 MB."))
    try:
        message = message_from_bytes(data)
        subject, automatic, text = header(message, "Subject"), is_automatic(message), plain_text(message)
    except BROKEN:
        refuse(_("it is not an e-mail that can be read."))
    if automatic:
        refuse(_("it is an automatic answer."))
    code = CODE.search(subject) or CODE.search(text)
    if code is None:
        refuse(_("the code of the check-in is missing from the subject."))
    return read_answers(code[1], text)


def header(message: Message, name: str) -> str:
    """A header as text; one written in an unknown way stays as it came."""
    value = message.get(name, "")
    try:
        return str(make_header(decode_header(value)))
    except BROKEN:
        return str(value)


def is_automatic(message: Message) -> bool:
    """Out of office, bounces, lists: nobody has written these (RFC 3834)."""
    said = header(message, "Auto-Submitted").strip().lower()
    bulk = header(message, "Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}
    return said not in ("", "no") or bulk or message.get_content_type() == "multipart/report"


def plain_text(message: Message) -> str:
    """The first plain text that is not an attachment; nothing when there is none."""
    for part in islice(message.walk(), MOST_PARTS):
        attached = str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")
        if part.get_content_type() == "text/plain" and not part.is_multipart() and not attached:
            content = part.get_payload(decode=True) or b""
            return decoded(content[:LONGEST_TEXT], part.get_content_charset() or "utf-8")
    return ""


def decoded(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset, "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return UNSTORABLE.sub("", text)


# Answers after marks --------------------------------------------------------------------------------------------------


def read_answers(token: str, text: str) -> Reply:
    """The first answer after each mark. Raises Refused B825 without a state, and for a number or text out of bounds."""
    said, languages = marked(own_lines(text))
    state = state_of(said.get("state", ""))
    if not state:
        refuse(_("the line with the state is missing or says something unknown."))
    words = {name: said[name] for name in WORDS if said.get(name)}
    if any(len(each) > LONGEST_ANSWER for each in words.values()):
        refuse(_("one answer is longer than 5,000 characters."))
    return Reply(token, state, percent_of(said.get("percent", "")), words, most_used(languages))


def own_lines(text: str) -> list[str]:
    """What the sender wrote: without quoted lines, and nothing after the first sign of the message that is answered."""
    lines = []
    for line in text.splitlines():
        if CUT.fullmatch(line[:1000]):
            break
        if not QUOTED.match(line):
            lines.append(line)
    return lines


def marked(lines: list[str]) -> tuple[dict[str, str], Counter]:
    """({mark: what follows it, over several lines}, how often each language's marks were used)."""
    known = marks()
    pieces: list[tuple[str, tuple[str, ...], list[str]]] = []
    for line in lines:
        left, colon, right = line.partition(":")
        found = known.get(plain(left)) if colon and len(left) < 60 else None
        if found is not None:
            pieces.append((*found, [right.strip(" \t*_\u00a0")]))
        elif pieces:
            pieces[-1][2].append(line.strip())
    said: dict[str, str] = {}
    languages: Counter = Counter()
    for name, spoken, taken in pieces:
        answer = "\n".join(taken).strip()
        if answer:
            said.setdefault(name, answer)
            languages.update(spoken)
    return said, languages


def plain(text: str) -> str:
    """Small letters without accents, numbers, signs and doubled blanks: “  ÉTAT : ” and “etat” are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]|[\d_]", " ", bare.casefold()).split())


def state_of(text: str) -> str:
    """A state by its number in the list or by its words in one of the four languages."""
    first = text.split("\n")[0].strip(" .()[]*_\t")
    if first.isascii() and first.isdecimal():
        return STATES[int(first) - 1] if len(first) == 1 and 1 <= int(first) <= len(STATES) else ""
    return next((state for state in STATES if plain(first) in choices(state)), "")


def percent_of(text: str) -> int | None:
    found = re.search(r"-?\d+(?:[.,]\d+)?", text[:40])
    if found is None:
        return None
    number = float(found[0].replace(",", "."))
    if not 0 <= number <= 100:
        refuse(_("the percentage must lie between 0 and 100."))
    return round(number)


def most_used(languages: Counter) -> str:
    """The language most marks were written in; nothing when two are as good, as with “estado”."""
    best = languages.most_common(2)
    clear = best and (len(best) == 1 or best[0][1] > best[1][1])
    return best[0][0] if clear else ""


# Words ----------------------------------------------------------------------------------------------------------------


@cache
def reply_words() -> dict[str, dict[str, list[str]]]:
    """{mark or choice: {language: words, the one that is shown first}}."""
    path = Path(__file__).with_name("reply_words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: {lang: row[lang].split("|") for lang in LANGUAGES} for row in csv.DictReader(file)
        }


@cache
def marks() -> dict[str, tuple[str, tuple[str, ...]]]:
    """{mark as `plain` makes it: (its name, the languages it belongs to)}."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name in MARKS:
        for lang, words in reply_words()[name].items():
            for each in words:
                languages = found.get(plain(each), (name, ()))[1]
                found[plain(each)] = (name, languages if lang in languages else (*languages, lang))
    return found


@cache
def choices(key: str) -> frozenset[str]:
    return frozenset(plain(each) for words in reply_words()[key].values() for each in words)
