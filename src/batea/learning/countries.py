"""Names of countries in the language of the moment."""

from babel import Locale
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """“Dominican Republic” for "DO"; the code itself when nobody knows it. Source: Unicode CLDR."""
    return Locale((get_language() or "en").split("-")[0]).territories.get(code, code)
