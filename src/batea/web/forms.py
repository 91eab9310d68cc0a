"""How every form of Batea looks: Django's own rendering, with the classes and ids of the design system added here.

Settings: ``FORM_RENDERER = "batea.web.forms.BateaRenderer"`` and ``"django.forms"`` among the installed apps.
A form needs no classes, no layout object and no mixin. Widget attributes the renderer understands:
``data-reveals="yes:reason no:other"`` on radios or checkboxes shows the field ``reason`` only when ``yes`` is chosen
(without script it is always shown); ``maxlength`` on a textarea brings a character count.
"""

import re

from django.forms import CheckboxInput, DateInput, DateTimeInput, FileInput, TimeInput
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

ISO = {  # what browsers send and expect, whatever the language of the page
    DateInput: ("date", "%Y-%m-%d"),
    DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    TimeInput: ("time", "%H:%M"),
}
TEXT = "govuk-input"
SHORT = "govuk-input govuk-input--width-10"
DRESS = {  # Django's widget template: (ours, or None to keep it; class)
    "textarea": ("textarea", "govuk-textarea"),
    "select": (None, "govuk-select"),
    "radio": ("radios", "govuk-radios"),
    "checkbox_select": ("checkboxes", "govuk-checkboxes"),
    "checkbox": (None, "govuk-checkboxes__input"),
    "file": ("file", "govuk-file-upload"),
    "clearable_file_input": ("file", "govuk-file-upload"),
    "number": (None, SHORT),
    "date": (None, SHORT),
    "datetime": (None, "govuk-input govuk-input--width-20"),
    "time": (None, SHORT),
    "multiwidget": ("parts", "batea-parts"),
    **dict.fromkeys(("text", "email", "url", "tel", "search", "password"), (None, TEXT)),
}
OPTION_CLASS = {"radios": "govuk-radios__input", "checkboxes": "govuk-checkboxes__input"}
COUNT_WORDS = {
    "characters-under-limit.one": _("Characters left: {count}"),
    "characters-under-limit.other": _("Characters left: {count}"),
    "characters-at-limit": _("No characters left"),
    "characters-over-limit.one": _("Characters too many: {count}"),
    "characters-over-limit.other": _("Characters too many: {count}"),
}


class BateaField(BoundField):
    """A bound field that knows what its group template, the error summary and a revealing choice need."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        for widget in (field.widget, *getattr(field.widget, "widgets", ())):
            use_iso(widget)

    @property
    def is_checkbox(self):
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def use_fieldset(self):
        # One file input is one control: Django would put it in a fieldset without a label.
        return super().use_fieldset and not isinstance(self.field.widget, FileInput)

    @property
    def is_optional(self):
        return not (self.field.required or self.is_checkbox or self.field.disabled)

    @property
    def target_id(self):
        """The id an error summary links to: the control, or the first one of a group."""
        parts = self.subwidgets[0].data.get("subwidgets")
        if parts:  # in the order shown: a text in several languages starts with the reader's own
            return parts[0]["attrs"].get("id", "")
        return self.id_for_label or f"{self.auto_id}_0"


def use_iso(widget):
    """Make a date or time widget speak ISO, as the browser's own picker does; a widget with its own format keeps it."""
    kind = next((kind for kind in ISO if isinstance(widget, kind)), None)
    if kind and not widget.format and widget.input_type == "text":
        widget.input_type, widget.format = ISO[kind]


class BateaRenderer(TemplatesSetting):
    """Django's renderer with our field template; widgets are dressed on the way to their template."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = BateaField

    def render(self, template_name, context, request=None):
        widget = context.get("widget")
        if widget is None:
            return super().render(template_name, context, request)
        dress(widget)
        return super().render(widget["template_name"], context, request)


def dress(widget):
    """Add classes, error state and our template to a widget's context, in place; subwidgets too."""
    for part in widget.get("subwidgets", ()):
        if isinstance(part, dict) and "template_name" in part:
            dress(part)
    name = re.sub(r"^django/forms/widgets/|\.html$", "", widget["template_name"])
    if name not in DRESS:
        return
    ours, classes = DRESS[name]
    if ours:
        widget["template_name"] = f"web/forms/{ours}.html"
    add_classes(widget["attrs"], classes)
    dress_options(widget, OPTION_CLASS.get(ours))
    if name == "select":
        name_empty_choice(widget)
    if name == "textarea":
        count_characters(widget)
    if widget.get("type") in ("date", "datetime-local", "time"):
        keep_what_was_typed(widget)


def add_classes(attrs, classes):
    """Put ours first, then the form's own; mark the error state that Django has already announced."""
    if attrs.get("aria-invalid"):
        classes += f" {classes.split()[0]}--error"
    attrs["class"] = f"{classes} {attrs.get('class', '')}".strip()


def dress_options(widget, option_class):
    """Options of radios and checkboxes: their class, and what each of them reveals."""
    if option_class is None:
        return
    reveals = dict(pair.split(":", 1) for pair in widget["attrs"].pop("data-reveals", "").split())
    prefix = widget["attrs"].get("id", "").removesuffix(widget["name"].rpartition("-")[2])
    for _group, options, _index in widget["optgroups"]:
        for option in options:
            option["attrs"].pop("data-reveals", None)
            option["attrs"]["class"] = option_class
            if field := reveals.get(str(option["value"])):
                option["attrs"]["data-reveals"] = f"{prefix}{field}_group"


def name_empty_choice(widget):
    """Say what an empty choice asks for, instead of Django's row of dashes."""
    for _group, options, _index in widget["optgroups"]:
        for option in options:
            if option["value"] == "" and not str(option["label"]).strip("-"):
                option["label"] = _("Choose…")


def count_characters(widget):
    """Announce the limit with the field and hand the counter its words."""
    attrs = widget["attrs"]
    if not (attrs.get("maxlength") and attrs.get("id")):
        return
    attrs["class"] += " govuk-js-character-count"
    attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {attrs['id']}-info".strip()
    widget["count_words"] = [(key, text.replace("{count}", "%{count}")) for key, text in COUNT_WORDS.items()]


def keep_what_was_typed(widget):
    """A browser empties a date picker holding anything but ISO: show what a person typed as plain text instead."""
    if widget["value"] and not re.fullmatch(r"[\dT:.-]+", widget["value"]):
        widget["type"] = "text"
