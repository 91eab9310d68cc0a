"""What the library says of an indicator, as the values of an `Indicator`."""

from batea.guidance.catalogue import Entry, indicators

from .models import Indicator

FREQUENCIES = {
    "monthly": Indicator.Frequency.MONTHLY,
    "quarterly": Indicator.Frequency.QUARTERLY,
    "half-yearly": Indicator.Frequency.HALF_YEARLY,
}
PEOPLE = ("number", "persons")


def frequency_of(entry: Entry) -> str:
    """The nearest regular frequency; what is measured at each event is asked for once a year."""
    said = entry.frequency["en"]
    if said.startswith("every 2"):
        return Indicator.Frequency.MULTI_YEAR
    return FREQUENCIES.get(said, Indicator.Frequency.YEARLY)


def first_unit(entry: Entry, lang: str) -> str:
    """Several units are listed as “number; %”; the first one is followed."""
    return entry.unit.say(lang).text.split(";")[0].strip()


def values_of(catalogue: str, programme) -> dict:
    """Field values for an indicator of the library, in the programme's language and currency.

    An indicator with two opposite parts (number up, minutes down) follows its first part.
    """
    entry = indicators()[catalogue]
    unit, by_sex = first_unit(entry, programme.language), entry.by_sex == "yes"
    return {
        "catalogue": catalogue,
        "unit": programme.currency if first_unit(entry, "en") == "currency" else unit,
        "direction": Indicator.Direction.UP if entry.direction == "mixed" else entry.direction,
        "by_sex": by_sex,
        "adds_up": by_sex and first_unit(entry, "en") in PEOPLE,
        "frequency": frequency_of(entry),
    }
