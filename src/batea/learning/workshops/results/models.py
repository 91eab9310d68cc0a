"""What the workshop brought: tests before and after, the evaluation, certificates."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short, step_choices
from batea.programmes.models import Institution
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ...unsigned import Unsigned
from ..participants.models import Participant
from ..request.models import Delegation
from ..round_tables.models import SCORE


class Sitting(Record):
    """From when to when a test or the evaluation takes answers. What came in is shown once it is closed: watched while
    answers come in one by one, every average would tell the last one."""

    class What(models.TextChoices):
        BEFORE = "before", _("Test before")
        AFTER = "after", _("Test at the end")
        EVALUATION = "evaluation", _("Evaluation")

    what = models.CharField(_("what"), max_length=10, choices=What)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "what"], name="learning_sitting_once"),
        ]

    def __str__(self):
        return self.get_what_display()

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class TestItem(Record):
    """A question of the item bank. Two forms ask the same construct, so that nobody learns the answers by heart."""

    __test__ = False

    class Form(models.TextChoices):
        A = "a", _("Form A")
        B = "b", _("Form B")

    class Option(models.TextChoices):
        A = "a", "A"
        B = "b", "B"
        C = "c", "C"
        D = "d", "D"

    construct = models.CharField(_("what it tests"), max_length=40, help_text=_("The same in both forms."))
    form = models.CharField(_("form"), max_length=1, choices=Form)
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices, blank=True)
    stem = WordsField(_("question"), long=True)
    option_a = WordsField("A")
    option_b = WordsField("B")
    option_c = WordsField("C", blank=True)
    option_d = WordsField("D", blank=True)
    right = models.CharField(_("right answer"), max_length=1, choices=Option)
    reason = WordsField(_("why it is right"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("question of the test")
        verbose_name_plural = _("questions of the test")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "construct", "form"], name="learning_test_item_once"
            ),
        ]

    def __str__(self):
        return short(self.stem)


class TestSheet(Unsigned):
    """A filled test. `code` is the fingerprint of a word the participant chose: the same before and after, known to
    nobody else. `claimed`: somebody has had the result put beside the own name; not who."""

    __test__ = False

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    moment = models.CharField(_("when"), max_length=6, choices=Moment)
    code = models.CharField(_("own word"), max_length=64)
    form = models.CharField(_("form"), max_length=1, choices=TestItem.Form)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    claimed = models.BooleanField(default=False, editable=False)

    class Meta(Unsigned.Meta):
        verbose_name = _("filled test")
        verbose_name_plural = _("filled tests")
        constraints = [
            *Unsigned.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "moment", "code"], name="learning_sheet_once"),
        ]

    def __str__(self):
        return self.get_moment_display()


class EvaluationAnswer(Unsigned):
    """The evaluation at the end."""

    overall = models.PositiveSmallIntegerField(_("the workshop as a whole"), validators=SCORE)
    content = models.PositiveSmallIntegerField(_("content"), validators=SCORE)
    methods = models.PositiveSmallIntegerField(_("methods"), validators=SCORE)
    facilitation = models.PositiveSmallIntegerField(_("facilitation"), validators=SCORE)
    logistics = models.PositiveSmallIntegerField(_("logistics"), validators=SCORE)
    best = WordsField(_("what helped most"), blank=True, long=True)
    better = WordsField(_("what should be better"), blank=True, long=True)

    class Meta(Unsigned.Meta):
        verbose_name = _("answer to the evaluation")
        verbose_name_plural = _("evaluation")

    def __str__(self):
        return str(self.overall)


class Claim(Record):
    """A participant had the own result of the test at the end put beside the own name, and it was enough. A result that
    is not enough is never kept."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="claims"
    )
    score = models.PositiveSmallIntegerField(_("result (%)"), validators=[MaxValueValidator(100)])
    claimed_on = models.DateField(_("claimed on"))
    digested = ("score",)

    class Meta(Record.Meta):
        verbose_name = _("claimed test result")
        verbose_name_plural = _("claimed test results")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["participant"], name="learning_claim_once"),
        ]

    def __str__(self):
        return str(self.participant)


class Outcome(Record):
    """What a country has told of the time after: the fourth level of the evaluation knows nothing else."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("country"), related_name="outcomes"
    )
    told_on = models.DateField(_("told on"))
    told_by = models.CharField(_("told by"), max_length=120, help_text=_("Which post or office."))
    words = WordsField(_("what has changed"), long=True)
    indicator = WordsField(_("indicator and value"), blank=True)
    adopted_on = models.DateField(_("strategy adopted on"), null=True, blank=True)
    # How the country's own programme stood on that day, when it was told from there; see telling.py.
    state = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("result a country reports")
        verbose_name_plural = _("results countries report")

    def __str__(self):
        return f"{self.delegation} – {short(self.words)}"


class Signatory(Record):
    """Who signs the certificates, by hand on the paper: no signature is ever kept as a picture."""

    place = models.PositiveSmallIntegerField(
        _("place on the paper"),
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text=_("From 1 on the left to 4 on the right."),
    )
    name = models.CharField(_("name"), max_length=120)
    post = WordsField(_("function"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("organisation"), related_name="+"
    )
    forgets = ("name",)

    class Meta(Record.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "place"],
                name="learning_signatory_place",
                violation_error_message=_("Somebody else signs at this place."),
            ),
            models.CheckConstraint(condition=Q(place__range=(1, 4)), name="learning_four_signatories"),
        ]

    def __str__(self):
        return self.name


class BadgeKey(models.Model):
    """The public half of a key that has signed badges here. It stays when the key is gone, so that old badges can be
    checked. It belongs to the installation, not to a programme."""

    kid = models.CharField(max_length=64, unique=True)
    jwk = models.JSONField()
    since = models.DateField()

    def __str__(self):
        return self.kid


class Certificate(Record):
    """That somebody was there, or reached what was to be reached: two things, two certificates."""

    class Kind(models.TextChoices):
        ATTENDANCE = "attendance", _("Attendance")
        ACHIEVEMENT = "achievement", _("Achievement")

    class Public(models.TextChoices):
        """What whoever checks it is told; in every language, and never more than this."""

        REPLACED = "replaced", _("Another certificate has taken its place")
        MISTAKE = "mistake", _("It was issued by mistake")
        GROUNDS = "grounds", _("What it rests on does not hold")
        WISH = "wish", _("The person named on it asked for it")

    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="certificates"
    )
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    name = models.CharField(_("name on the certificate"), max_length=120)
    code = models.CharField(_("check code"), max_length=20, editable=False)
    issued_on = models.DateField(_("issued on"))
    grounds = models.JSONField(default=dict, editable=False)
    # What stands on the paper beside the fields here, as it was on the day of issue; see content.py.
    content = models.JSONField(default=dict, editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True, editable=False)
    revoked_for = models.CharField(
        _("reason told to everybody"), max_length=8, choices=Public, blank=True, editable=False
    )
    revoked_why = models.CharField(_("reason"), max_length=200, blank=True, editable=False)
    forgets = ("name", "fingerprint", "content")
    digested = ("grounds", "content")

    class Meta(Record.Meta):
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["participant", "kind"],
                condition=Q(revoked_on__isnull=True),
                name="learning_one_certificate_of_a_kind",
            ),
            # A copy of the programme carries the same codes; whoever checks one never meets the copy.
            models.UniqueConstraint(fields=["programme", "code"], name="learning_certificate_code"),
            models.UniqueConstraint(fields=["programme", "number"], name="learning_certificate_number"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | ~Q(revoked_why=""),
                name="learning_revoked_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.name} – {self.get_kind_display()}"

    @property
    def in_force(self) -> bool:
        return self.revoked_on is None
