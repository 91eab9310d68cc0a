"""Step 3.3 of the guidance: revision."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, address_of

from ..monitoring.models import Indicator
from . import queries
from .chapter import chapter
from .registers import BRIDGES, REGISTERS


def freeze_first(programme, text) -> Finding:
    return Finding(0, 1, (Missing(text, reverse("revision:freeze", args=[programme.slug])),))


def needs_two(check):
    """A gate about a new version: before there are two there is nothing to judge. `check(programme, newest, older)`."""

    def checked(programme) -> Finding:
        newest, *older = queries.versions() or [None]
        if newest is None:
            return freeze_first(programme, _("Freeze the version that was adopted first."))
        if not older:
            return freeze_first(programme, _("Freeze the new version once it is adopted."))
        return check(programme, newest, older)

    return checked


def same_authority(programme, newest, older) -> Finding:
    first = older[-1]
    same = newest.adopted_by.casefold() == first.adopted_by.casefold()
    text = _("%(version)s was adopted by “%(now)s”, the first one by “%(then)s”.") % {
        "version": newest,
        "now": newest.adopted_by,
        "then": first.adopted_by,
    }
    return at_least(1, int(same), Missing(text, address_of(newest)))


def archived(programme, newest, older) -> Finding:
    complete = set(
        queries.versions().filter(outline__has_key="blocks").exclude(digest="").values_list("pk", flat=True)
    )
    return every(
        older,
        ok=lambda version: version.pk in complete,
        missing=lambda version: Missing(
            _("%(version)s was kept without its text.") % {"version": version}, address_of(version)
        ),
        none=Missing(""),
    )


def bridged(programme, newest, older) -> Finding:
    """Every indicator that the newest version defines anew has its line; without such indicators there is no gap."""
    if not newest.rebased:
        return Finding(1, 1)
    told = {str(bridge.indicator.uid) for bridge in queries.bridges() if bridge.since_id == newest.pk}
    here = Indicator.objects.filter(uid__in=newest.rebased).order_by("pk")
    add = address(BRIDGES, "add", programme)
    found = every(
        here,
        ok=lambda indicator: str(indicator.uid) in told,
        missing=lambda indicator: Missing(
            _("Say how “%(indicator)s” carries over into the new version.") % {"indicator": indicator},
            f"{add}?indicator={indicator.uid}&since={newest.uid}",
        ),
        none=Missing(""),
    )
    return found if here else Finding(1, 1)


GATES = (
    Gate(
        "P3-S3.a",
        _("The new version is adopted by the same authority as the first"),
        needs_two(same_authority),
        why=_("A lesser act cannot change what a higher one adopted."),
    ),
    Gate(
        "P3-S3.b",
        _("The text that was replaced is kept"),
        needs_two(archived),
        why=_("Without the old text, silent edits cannot be told from decisions."),
    ),
    Gate(
        "P3-S3.c",
        _("Indicators defined anew have a line in the bridge table"),
        needs_two(bridged),
        why=_("A baseline that moves makes progress out of nothing."),
    ),
)

STEP = Step(
    id="P3-S3",
    number="3.3",
    slug="revision",
    title=_("Revision"),
    purpose=_("Adapt the strategy to prices, techniques, conflicts and evidence, in the open."),
    see="strategy.see",
    who=(
        _("The task force, on its own calendar and when something happens."),
        _("The forum, again, whenever a change is material."),
        _("The authority that adopted the strategy."),
    ),
    activities=(
        _("Look at it lightly every year, deeply at mid-term, wholly after five years."),
        _("Look again after a rush, a swing in price above 30%, a series of deaths, a new law, a ruling."),
        _("Divide the sector into types anew, and renew the goals of the vision."),
        _("Keep versions and a log of changes."),
        _("Consult again on material changes."),
    ),
    outputs=(
        _("A new version with a redline"),
        _("The reasons and approvals"),
        _("A bridge table for indicators"),
    ),
    questions=(
        _("Which occasion makes us look again, and who calls it?"),
        _("What has changed since the last version, and who decided it?"),
        _("Can old results still be compared with new ones?"),
    ),
    pitfalls=(
        _("Texts are edited in silence."),
        _("The baseline is moved to show progress."),
        _("Nobody has listed what calls for a review."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("What has changed"), "revision:changes", "strategy.see"),
        PageLink(_("Freeze a version"), "revision:freeze", "strategy.adopt"),
    ),
    chapter=chapter,
    sources=("IGF17",),
)
