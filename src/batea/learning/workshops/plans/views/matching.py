"""Which team reads whose plan, and who coaches it."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from batea.programmes.access import page

from ....models import Participant
from ...showing import READ_WRITE, status_of
from .. import actions, queries
from ..forms import (
    PeersForm,
)
from ..peers import Team, stems, suggest_peers
from .shared import show, to


@require_http_methods(READ_WRITE)
@page("workshop.change")
def peers(request):
    """Peer teams and coaches of all plans; what is empty begins with a suggestion."""
    found = list(queries.plans())
    matches = suggest_peers(
        [Team(each.pk, each.delegation.country, each.step, stems(words_of(each.support))) for each in found]
    )
    by_key = {each.pk: each for each in found}
    suggested = {key: by_key[match.other.key].delegation for key, match in matches.items()}
    parts = (Participant.Part.FACILITATOR, Participant.Part.EXPERT)
    coaches = list(Participant.objects.filter(part__in=parts).order_by("badge", "pk"))
    form = PeersForm(request.POST or None, plans=found, suggested=suggested, coaches=coaches)
    if request.method == "POST" and form.is_valid():
        changed = actions.choose_peers(by=request.member, chosen=form.chosen())
        messages.success(request, _("Plans changed: %(count)s.") % {"count": changed})
        return to(request, "supervise")
    reasons = [
        (by_key[key].delegation, by_key[match.other.key].delegation, match)
        for key, match in matches.items()
        if by_key[key].peer is None
    ]
    context = {"form": form, "plans": found, "reasons": reasons}
    return show(request, "peers", _("Peers and coaches"), context, status_of(form))


def words_of(words) -> list[str]:
    return [text for lang, text in words.items() if lang != "original"]
