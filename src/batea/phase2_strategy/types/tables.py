"""What the pages of this room show in tables: rows of plain tuples, formatted once."""

from django.utils.translation import gettext as _

from batea.calc.typology import cross_table
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import number

from .queries import Classification, Move, Placed
from .sentences import dimension_name, value_name

UNCLASSIFIED = "none"


def narrowed(found: Classification, types, asked: str) -> list[Placed]:
    """Sites of the type with this short mark, the unclassified for "none", all for anything else."""
    if asked == UNCLASSIFIED:
        return found.of(None)
    wanted = next((t for t in types if t.code == asked), None)
    return found.of(wanted) if wanted else list(found.placed)


def filter_links(types, asked: str) -> list[tuple[str, str, bool]]:
    """(name, short mark, is chosen) for every choice of the filter."""
    options = [(_("All"), ""), *((str(t), t.code) for t in types), (_("Unclassified"), UNCLASSIFIED)]
    known = {code for _name, code in options}
    return [(name, code, code == (asked if asked in known else "")) for name, code in options]


def counts(found: Classification, types) -> list[tuple]:
    rows = [((str(t), address_of(t)), found.by_type[t.pk], people(t)) for t in types]
    return [*rows, (_("Unclassified"), found.by_type[None], "")] if found.placed or rows else []


def people(asm_type) -> str:
    figure = asm_type.people
    if figure is None:
        return ""
    ends = "–".join(number(end) if end is not None else "?" for end in (figure.low, figure.high))
    return f"{number(figure.best)} ({ends}) [{figure.grade}]"


def site_columns() -> list[str]:
    return [_("Site"), _("Region"), _("Type"), _("Rule that decided"), _("Not recorded, taken for granted")]


def site_rows(placed: list[Placed]) -> list[tuple]:
    """Each site: name, region, type, the rule that decided, what the rule took for granted."""
    return [
        (
            (str(one.site), address_of(one.site)),
            one.site.region,
            str(one.type) if one.type else _("Unclassified"),
            f"{one.place}. {one.rule}" if one.rule else _("No rule fits this site."),
            ", ".join(dimension_name(name) for name in one.guessed),
        )
        for one in placed
    ]


def export_table(found: Classification) -> tuple[list[str], list[tuple]]:
    header = [
        _("site"), _("code"), _("region or province"), _("district or municipality"), _("type, short mark"), _("type"),
        _("rule number"), _("rule"), _("not recorded, taken for granted"), _("version of the rules"), _("exercise data"),
    ]  # fmt: skip
    rows = [
        (
            one.site.name,
            one.site.code,
            one.site.region,
            one.site.district,
            one.type.code if one.type else "",
            str(one.type) if one.type else _("Unclassified"),
            one.place,
            str(one.rule) if one.rule else "",
            ", ".join(dimension_name(name) for name in one.guessed),
            found.rules_version,
            _("yes") if one.site.exercise else "",
        )
        for one in found.placed
    ]
    return header, rows


def move_columns() -> list[str]:
    return [_("Site"), _("Type now"), _("Type afterwards")]


def move_rows(moved: list[Move]) -> list[tuple]:
    nothing = _("Unclassified")
    return [(str(m.site), str(m.before or nothing), str(m.after or nothing)) for m in moved]


def places(rules) -> list[tuple[int, str]]:
    """Where a new rule can stand: before each rule, or at the end."""
    before = [
        (place, _("%(place)s – before: %(rule)s") % {"place": place, "rule": rule})
        for place, rule in enumerate(rules, start=1)
    ]
    return [*before, (len(rules) + 1, _("%(place)s – at the end") % {"place": len(rules) + 1})]


def cross(form, sites) -> dict | None:
    """The cross-table the form asks for: heads and rows of counts with sums; None when it asks for none."""
    if not form.is_bound or not form.is_valid():
        return None
    down, across = form.cleaned_data["down"], form.cleaned_data["across"]
    if not (down and across):
        return None
    counted = cross_table([site.attributes for site in sites], down, across)
    rows = ordered({row for row, _column in counted}, down)
    columns = ordered({column for _row, column in counted}, across)
    return {
        "caption": f"{dimension_name(down)} × {dimension_name(across)}",
        "columns": [dimension_name(down), *({"label": label(across, c), "numeric": True} for c in columns)],
        "rows": [(label(down, row), *(counted.get((row, column), 0) for column in columns)) for row in rows],
    }


def ordered(values: set[str], dimension: str) -> list[str]:
    """Values by name; "nothing recorded" last."""
    return sorted(values, key=lambda value: (value == "", value_name(dimension, value)))


def label(dimension: str, value: str) -> str:
    return value_name(dimension, value) if value else _("not recorded")
