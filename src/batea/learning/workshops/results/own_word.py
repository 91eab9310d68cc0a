"""The word a participant chooses, by which the test before and the test after find each other.

It is never kept: only a slow, salted fingerprint of it is (scrypt, RFC 7914). So whoever reads the table, or a bundle of
it, cannot turn back even a poor word quickly. The same fingerprint says which of the two forms comes first, so that the
server chooses nothing and the form tells nothing that the fingerprint does not tell.
"""

import hashlib
import secrets
import unicodedata
from uuid import UUID

SHORTEST = 10
COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
# Chance writes words nobody should be handed, in one of the four languages.
RUDE = (
    "bite",
    "fode",
    "foda",
    "kaka",
    "kulo",
    "mame",
    "nazi",
    "pipi",
    "puta",
    "pute",
    "puto",
    "rape",
    "teta",
    "tits",
    "zizi",
)


def plain(word: str) -> str:
    """The word without what a telephone's keyboard changes by itself: capitals, accents composed or not, spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def fingerprint(word: str, workshop: UUID) -> str:
    """Sixty-four characters that stand for the word in this workshop."""
    return hashlib.scrypt(plain(word).encode(), salt=workshop.bytes, **COST).hex()


def form_of(code: str, after: bool) -> str:
    """Which form a sheet with this fingerprint has: one before, the other after; about half begin with each."""
    first = int(code[0], 16) % 2 == 0
    return "a" if first != after else "b"


def suggestion() -> str:
    """Nine syllables nobody else is given, such as "kamilo-tuvega-sirone": about 2 to the power of 55 of them."""
    while True:
        syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _number in range(9)]
        if not any(rude in "".join(syllables) for rude in RUDE):
            return "-".join("".join(syllables[start : start + 3]) for start in (0, 3, 6))
