"""Rules as sentences in the reader's language: “Mineral is amber and legal status is not in a prohibited area.”"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.guidance.catalogue import dimension_values, dimensions


def value_name(dimension: str, code: str) -> str:
    """The value in words; a free value, such as a national class, is its own word."""
    found = dimension_values().get(dimension, {}).get(code)
    return str(found) if found is not None else code


def dimension_name(dimension: str) -> str:
    return str(dimensions()[dimension].name)


def listed(parts: list[str], joint: str) -> str:
    """“a, b or c”."""
    return f" {joint} ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def condition_sentence(condition: dict) -> str:
    dimension = condition["dimension"]
    values = [value_name(dimension, code) for code in condition["values"]]
    name = dimension_name(dimension)
    inside = {"dimension": name, "values": listed(values, _("or"))}
    if condition.get("without"):
        return _("%(dimension)s is not %(values)s") % inside
    return _("%(dimension)s is %(values)s") % inside


def conditions_sentence(conditions: list[dict]) -> str:
    """All conditions of a rule in one sentence, without its full stop."""
    joint = f" {_('and')} "
    said = [condition_sentence(condition) for condition in conditions]
    return capfirst(joint.join([said[0], *(lower_first(part) for part in said[1:])])) if said else ""


def lower_first(text: str) -> str:
    """The first letter small, unless the word is written in capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
