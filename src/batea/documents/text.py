"""Words from outside made harmless: one cleaning for all formats, escaping for markup, addresses that only lead out."""

import re
from html import escape as _escape
from urllib.parse import urlsplit

# Control characters break XML and PDF; direction overrides let text show other than it reads; the rest are
# surrogates and code points that Unicode keeps for itself.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"[\t\n\v\f\r\u2028\u2029]+")


def clean(text: str) -> str:
    """The text without control characters, direction overrides and stray surrogates; line ends become spaces."""
    return _FORBIDDEN.sub("", _SPACE.sub(" ", text))


def escape(text: str) -> str:
    """Cleaned, and safe inside HTML or XML, also within an attribute."""
    return _escape(clean(text), quote=True)


def safe_href(href: str) -> str:
    """The address if it is a web page or an e-mail address, otherwise "": the words stay, the link goes."""
    href = clean(href).strip()
    try:
        scheme = urlsplit(href).scheme.lower()
    except ValueError:
        return ""
    return href if scheme in {"http", "https", "mailto"} else ""
