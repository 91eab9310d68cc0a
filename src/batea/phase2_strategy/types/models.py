"""Types of artisanal and small-scale mining, the ordered rules that assign sites to them, and the rules' version."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Figure
from batea.guidance.catalogue import dimension_values, type_tags
from batea.programmes.records import Record
from batea.programmes.words import WordsField

MOST_CONDITIONS = 6


def clean_tags(tags) -> list[str]:
    """Known type tags, each once, in the order of the method's list; raises ValidationError naming an unknown one."""
    if not isinstance(tags, list) or any(tag not in type_tags() for tag in tags):
        raise ValidationError(_("Choose tags from the list."))
    return [tag for tag in type_tags() if tag in tags]


def clean_conditions(conditions) -> list[dict]:
    """[{dimension, values, without}] with known dimensions and codes, each dimension once; raises ValidationError."""
    if not isinstance(conditions, list) or not 1 <= len(conditions) <= MOST_CONDITIONS:
        raise ValidationError(_("A rule has one to six conditions."))
    cleaned = [clean_condition(condition) for condition in conditions]
    if len({condition["dimension"] for condition in cleaned}) < len(cleaned):
        raise ValidationError(_("Name each dimension once."))
    return cleaned


def clean_condition(condition) -> dict:
    """One condition in its stored form. A dimension without a list of its own (the national class) takes any text."""
    known = dimension_values()
    dimension = condition.get("dimension") if isinstance(condition, dict) else None
    values = condition.get("values") if dimension in known else None
    if not isinstance(values, list) or not values:
        raise ValidationError(_("Choose at least one value for each dimension."))
    for value in values:
        if not isinstance(value, str) or (known[dimension] and value not in known[dimension]):
            raise ValidationError(_("Unknown value: %(what)s"), params={"what": f"{dimension} = {value}"})
    return {
        "dimension": dimension,
        "values": list(dict.fromkeys(values)),
        "without": condition.get("without") is True,
    }


class AsmType(Record):
    """One part of the sector that deserves its own treatment."""

    class Stance(models.TextChoices):
        PROHIBIT = "prohibit", _("Prohibit and exit")
        CONTAIN = "contain", _("Contain and phase out")
        TOLERATE = "tolerate", _("Tolerate and stabilise")
        REGULARISE = "regularise", _("Regularise")
        PROFESSIONALISE = "professionalise", _("Professionalise and grow")
        DISMANTLE = "dismantle", _("Dismantle criminal control")

    citable = True

    code = models.SlugField(
        _("short mark"), max_length=40, help_text=_("Used in tables and files, such as “amber-pits”.")
    )
    name = WordsField(_("name"))
    local_name = models.CharField(
        _("what miners call it"), max_length=120, blank=True, help_text=_("A name nobody feels insulted by.")
    )
    profile = WordsField(
        _("profile"),
        blank=True,
        long=True,
        help_text=_(
            "One page: who works how and where, women and children, chain, problems, what they ask for."
        ),
    )
    tags = models.JSONField(
        _("tags"),
        default=list,
        blank=True,
        help_text=_("They bring fitting impacts and measures to the top."),
    )
    stance = models.CharField(_("stance"), max_length=16, choices=Stance, blank=True)
    stance_reason = WordsField(_("reason for the stance"), blank=True, long=True)
    people = models.ForeignKey(
        Figure,
        models.PROTECT,
        verbose_name=_("people, as a range"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A figure with low and high. Add it under evidence first."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    validated_on = models.DateField(
        _("validated on"), null=True, blank=True, help_text=_("By the forum and by miners of this type.")
    )

    class Meta(Record.Meta):
        verbose_name = _("type")
        verbose_name_plural = _("types")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="phase2_asmtype_code",
                violation_error_code="unique",
                violation_error_message=_("Another type has this short mark."),
            ),
        ]

    def companions(self):
        """The rules that say which sites belong to it."""
        return list(self.rules.all())

    def __str__(self):
        return str(self.name)

    def clean(self):
        super().clean()
        self.tags = clean_tags(self.tags)

    @property
    def sized(self) -> bool:
        """Its number of people is known as a range."""
        return self.people is not None and self.people.low is not None and self.people.high is not None


class TypeRule(Record):
    """One line of the typology: a site that meets all conditions falls into the type, unless an earlier rule took it."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    type = models.ForeignKey(AsmType, models.PROTECT, verbose_name=_("type"), related_name="rules")
    conditions = models.JSONField(_("conditions"), default=list)
    note = WordsField(_("note"), blank=True, help_text=_("Why the line is drawn here."))

    class Meta(Record.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self):
        from .sentences import conditions_sentence

        return str(conditions_sentence(self.conditions))

    def clean(self):
        super().clean()
        try:
            self.conditions = clean_conditions(self.conditions)
        except ValidationError as error:
            raise ValidationError({"conditions": error.messages}) from error


class Typology(Record):
    """The version of the rules as a whole. It rises with each rule added, changed, removed or moved."""

    rules_version = models.PositiveIntegerField(_("version of the rules"), default=0, editable=False)
    adopted_on = models.DateField(
        _("adopted on"), null=True, blank=True, help_text=_("The day the task force agreed on the rules.")
    )
    adopted_version = models.PositiveIntegerField(_("version adopted"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("typology")
        verbose_name_plural = _("typology")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme"], name="phase2_typology_once"),
        ]

    def __str__(self):
        return str(_("Rules, version %(number)s") % {"number": self.rules_version})

    @property
    def adopted(self) -> bool:
        """The rules in force are the ones that were adopted."""
        return self.adopted_on is not None and self.adopted_version == self.rules_version
