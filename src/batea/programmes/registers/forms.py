"""The form of a register: the declared fields, the version it was opened on, links limited to the programme."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record
from .declaration import Register
from .lists import searchable
from .sought import SoughtField


class RecordForm(forms.ModelForm):
    """A record as people fill it in. Validation only; saving is the action's part."""

    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version_seen"].initial = self.instance.version
        if self.instance.pk is None or not self.instance.exercise:
            self.fields.pop("exercise", None)
        for name, field in self.fields.items():
            # A link is offered by uid; Django would begin with the primary key and show nothing as chosen.
            linked = getattr(self.instance, name, None) if isinstance(field, forms.ModelChoiceField) else None
            if linked is not None and self.initial.get(name) == linked.pk:
                self.initial[name] = str(linked.uid)

    def values(self) -> dict:
        """What was typed, by field name."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "version_seen"}


def build(register: Register):
    """The form class; made inside the programme's scope, so that links offer this programme's records only."""
    return forms.modelform_factory(
        register.model,
        form=register.form or RecordForm,
        fields=[*register.fields, "exercise"],
        formfield_callback=field_in_form,
    )


def field_in_form(field, **kwargs):
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
        if searchable(field.related_model):
            kwargs["form_class"] = SoughtField
        return field.formfield(
            queryset=field.related_model.objects.order_by("pk"),
            to_field_name="uid",
            empty_label=_("Choose…"),
            **kwargs,
        )
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    return field.formfield(**kwargs)


def preset(register: Register, asked) -> dict:
    """Fields named in the query string (`?meeting=<uid>`), for "add" buttons on a parent's page."""
    return {name: asked[name] for name in register.fields if asked.get(name)}
