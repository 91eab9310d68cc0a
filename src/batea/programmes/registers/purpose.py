"""Taking out lists of people: for a stated purpose, no more than so many entries a day, and with the taker's name on it.

A register that says `purpose=True` gives no file for a mere address. The purpose stands in the audit trail before the
file is made, so that no file leaves that the trail does not know.
"""

import json

from django import forms
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from batea.problems import EXPORT_LIMIT, Refused

from ..audit import chain_of, locked, write_audit
from ..models import AuditEntry
from .addresses import address

ACT = "export people"
ROWS_A_DAY = 500


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("What do you need this list for?"),
        min_length=10,
        max_length=200,
        help_text=gettext_lazy(
            "One sentence, such as “Rooms at the hotel for the nine delegations”. It is kept in the audit trail and "
            "written into the file, with your name."
        ),
    )


def taken_today(programme, by) -> int:
    """How many entries about people this member has taken out since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = AuditEntry.objects.filter(
        chain=chain_of(programme), act=ACT, actor=str(by)[:200], at__gte=midnight
    )
    return sum(json.loads(change)["rows"][1] for change in found.values_list("change", flat=True))


@transaction.atomic
def note_export(*, by, register, programme, purpose: str, kind: str, count: int) -> None:
    """Write into the trail what leaves and why. Raises Refused B843 beyond the limit of a day."""
    locked(chain_of(programme))  # two exports at once count each other
    taken = taken_today(programme, by)
    if taken + count > ROWS_A_DAY:
        raise Refused(EXPORT_LIMIT, taken=taken, count=count, limit=ROWS_A_DAY)
    told = {"table": register.label, "purpose": purpose, "file": kind, "rows": count}
    write_audit(
        by=by, act=ACT, programme=programme, change={name: [None, value] for name, value in told.items()}
    )


def watermark(by, purpose: str) -> list[str]:
    """The last row of the file: who took it out, when, what for."""
    when = timezone.localtime().isoformat(timespec="minutes")
    return [
        _("Taken out by %(who)s, %(when)s, for: %(purpose)s") % {"who": by, "when": when, "purpose": purpose}
    ]


def ask_purpose(request, register, kind: str, form: PurposeForm, count: int, breadcrumbs):
    """The page that asks what the list is for."""
    context = {
        "register": register,
        "form": form,
        "page_title": _("Take out: %(what)s") % {"what": register.title},
        "breadcrumbs": breadcrumbs,
        "kind": kind.upper(),
        "count": count,
        "limit": ROWS_A_DAY,
        "cancel": address(register, "list", request.programme),
    }
    return render(request, "programmes/register_purpose.html", context, status=422 if form.errors else 200)
