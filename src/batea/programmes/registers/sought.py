"""A link to one of many records: few are offered as a list, many are found by words, without a script.

One types part of a name or code. One find is taken; of several, one chooses on the page that comes back. What the
reader may not see finds nothing, as on lists.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .declaration import Register, field_of, hidden, register_of
from .lists import MOST_CHOICES, as_uid, searched, typed

MOST_FOUND = 20


class SoughtWidget(forms.Select):
    """A list while it is short; else a text box, with the finds to choose from once the words found several."""

    finds: list = ()

    def get_context(self, name, value, attrs):
        offered = list(self.choices.queryset[: MOST_CHOICES + 1])
        if len(offered) <= MOST_CHOICES:
            choices = (
                [("", self.choices.field.empty_label)] if self.choices.field.empty_label is not None else []
            )
            return forms.Select(self.attrs, [*choices, *map(self.choice, offered)]).get_context(
                name, value, attrs
            )
        return {"widget": self.box(name, value, self.build_attrs(self.attrs, attrs))}

    def choice(self, record) -> tuple[str, str]:
        return str(record.uid), self.choices.field.label_from_instance(record)

    def box(self, name, value, attrs) -> dict:
        """The parts: what is typed, the text the choice belongs to, the choice itself."""
        uid = as_uid(str(value or ""))
        record = self.choices.queryset.filter(uid=uid).first() if uid else None
        said = self.choices.field.label_from_instance(record) if record else "" if uid else value or ""
        hint = f"{attrs.get('id', name)}-find"
        attrs = attrs | {"aria-describedby": f"{attrs.get('aria-describedby', '')} {hint}".strip()}
        text = forms.TextInput().get_context(name, said, attrs | {"autocomplete": "off", "maxlength": 200})
        kept = forms.HiddenInput().get_context(f"{name}-said", said, {})
        parts = [text["widget"], kept["widget"]]
        if record:
            parts.append(forms.HiddenInput().get_context(f"{name}-which", str(record.uid), {})["widget"])
        elif self.finds:
            found = forms.RadioSelect(choices=[(str(each.uid), described(each)) for each in self.finds])
            which = {"id": f"{attrs['id']}-which"} if attrs.get("id") else {}
            parts.append(found.get_context(f"{name}-which", None, which)["widget"])
        return {
            "name": name,
            "is_hidden": False,
            "required": False,
            "value": value,
            "attrs": attrs,
            "subwidgets": parts,
            "hint": hint,
            "template_name": "programmes/sought.html",
        }

    def value_from_datadict(self, data, files, name):
        """The choice while the text it belongs to stands unchanged, else the text."""
        text, which = data.get(name), data.get(f"{name}-which")
        return which if which and text == data.get(f"{name}-said") else text


class SoughtField(forms.ModelChoiceField):
    widget = SoughtWidget
    default_error_messages = {
        "nothing": _("Nothing here has these words. Type part of the name or code."),
        "several": _("Several have these words. Choose one, or type more of the name or code."),
    }

    def __init__(self, queryset, *, empty_label=_("Choose…"), **kwargs):
        kwargs.setdefault("to_field_name", "uid")
        super().__init__(queryset, empty_label=empty_label, **kwargs)

    def to_python(self, value):
        register = register_of(self.queryset.model)
        words = typed(value) if isinstance(value, str) else ""
        if not words or as_uid(words) or not self.many():
            return super().to_python(value)
        finds = found_by(register, self.queryset, words)
        if len(finds) == 1:
            return finds[0]
        self.widget.finds = finds
        raise ValidationError(
            self.error_messages["several" if finds else "nothing"], "several" if finds else "nothing"
        )

    def many(self) -> bool:
        return self.queryset[MOST_CHOICES : MOST_CHOICES + 1].exists()


def found_by(register: Register, rows, words: str) -> list:
    """At most MOST_FOUND records the reader finds by these words; one alone that has exactly them as name or code."""
    exactly = Q()
    for name in named_by(register):
        exactly |= Q(**{f"{name}__iexact": words})
    if exactly:
        exact = [each for each in rows.filter(exactly)[:2]]
        if len(exact) == 1:
            return exact
    return list(rows.filter(searched(register, words))[:MOST_FOUND])


def named_by(register: Register) -> list[str]:
    """The short texts of the search box that no veil lies over."""
    behind = {name for veil in register.veiled() for name in veil.fields}
    return [
        name
        for name in register.search
        if name not in behind and isinstance(field_of(register.model, name), models.CharField)
    ]


def described(record) -> str:
    """The record with what tells it from others of the same name, as far as the reader may see it."""
    register = register_of(record)
    told = [
        str(getattr(record, name))
        for name in register.search
        if isinstance(field_of(register.model, name), models.CharField) and not hidden(record, name)
    ]
    return " · ".join(dict.fromkeys(filter(None, (str(record), *told))))
