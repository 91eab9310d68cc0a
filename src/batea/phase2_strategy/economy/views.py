"""The types side by side: where the money goes and what will be done about it."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from .queries import Economy, economies, said, shown_study
from .registers import CHAINS, LEVERS


@require_safe
@page("strategy.see")
def overview(request):
    found = economies()
    context = {
        "page_title": _("Economy of the types"),
        "page_eyebrow": _("Step %(number)s") % {"number": "2.4"},
        "columns": [
            {"label": _("Type")},
            {"label": _("Product")},
            {"label": _("Share that reaches the pit"), "numeric": True},
            {"label": _("Left at the pit after costs"), "numeric": True},
        ],
        "rows": [row for each in found for row in compared(each)],
        "economies": [shown_economy(request, each) for each in found],
    }
    return render(request, "phase2_strategy/economy/overview.html", context)


def compared(found: Economy) -> list[tuple]:
    return [
        (
            str(found.type),
            (str(study.chain.product), address_of(study.chain)),
            said(study.build.producer_share, percent=True) if study.build else "?",
            f"{said(study.build.parts[0].margin)} {study.chain.money}" if study.build else "?",
        )
        for study in found.studies
    ]


def shown_economy(request, found: Economy) -> dict:
    may_change = request.member.may("strategy.change")
    preset = f"?type={found.type.uid}"
    return {
        "type": found.type,
        "studies": [(address_of(study.chain), shown_study(study)) for study in found.studies],
        "lever_columns": [_("Lever"), _("Kind"), _("Benefit"), _("Cost"), _("Signed by finance")],
        "levers": [
            (
                (str(lever), address_of(lever)),
                lever.get_kind_display(),
                str(lever.benefit),
                str(lever.cost),
                lever.fiscal_signed_on,
            )
            for lever in found.levers
        ],
        "add_chain": address(CHAINS, "add", request.programme) + preset if may_change else "",
        "add_lever": address(LEVERS, "add", request.programme) + preset if may_change else "",
    }
