"""The balance in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.calc.balance import Count
from batea.programmes.registers.cells import shown

from .queries import Balance, Outlook


def share_words(count: Count) -> str:
    return "–" if count.share is None else f"{shown(round(count.share, 1))} %"


def extra_words(outlook: Outlook, balance: Balance) -> str:
    """What would bring the count into the range, and how many invitations that takes."""
    if outlook.met:
        return _("Within the range that was set.")
    extra = outlook.extra
    if extra is None:
        return _("No number of further people brings it into the range: change the range in the workshop.")
    women, men = extra
    more_women = ngettext("%(count)s more woman", "%(count)s more women", women) % {"count": women}
    more_men = ngettext("%(count)s more man", "%(count)s more men", men) % {"count": men}
    both = _("%(women)s and %(men)s") % {"women": more_women, "men": more_men}
    said = _("Needed to reach %(least)s to %(most)s %% women: %(people)s.") % {
        "least": outlook.least,
        "most": outlook.most,
        "people": both if women and men else more_women if women else more_men,
    }
    invitations = balance.invitations(women + men)
    if invitations is None:
        return said
    return f"{said} " + _(
        "So far %(accepted)s of %(answered)s who answered accepted: invite about %(invitations)s."
    ) % {
        "accepted": balance.accepted,
        "answered": balance.accepted + balance.declined,
        "invitations": invitations,
    }
