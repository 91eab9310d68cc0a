"""Periods as sources give them ("2018-12/2019-10", "2017-2019", "s. f."), said so that nobody misreads them."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

UNDATED = re.compile(r"\b(?:s\. ?f\.|s\. ?d\.|n\. ?d\.)")
DAY = re.compile(r"(?<![\d-])(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")
YEARS = re.compile(r"(?<![\d-])(\d{4})-(\d{4})(?![\d-])")


def period_words(period: str) -> str:
    """The period in the reader's language; whatever is not a date of the calendar stays as it was written."""
    said = UNDATED.sub(lambda _found: _("n.d."), period)
    said = YEARS.sub(r"\1–\2", said)
    return re.sub(r"(?<=\d)/(?=[^/]*\d{4}$)", "–", DAY.sub(day_words, said))


def day_words(found: re.Match) -> str:
    """“Dec 2018” or “22 Nov 2024”; a month or day that does not exist stays as it was written."""
    year, month, day = found.groups()
    try:
        value = date(int(year), int(month), int(day or 1))
    except ValueError:
        return found.group()
    short = formats.get_format("SHORT_DATE_FORMAT")
    return formats.date_format(value, short if day else short.removeprefix("j "))
