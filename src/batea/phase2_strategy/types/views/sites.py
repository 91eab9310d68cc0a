"""Sites by type: the page, the cross-table, the file."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.programmes.access import page
from batea.programmes.registers.sheets import sheet

from .. import forms, queries, tables
from .wayfinding import rules_address, trail

PAGE = 50


@require_safe
@page("strategy.see")
def classification(request):
    """Every site with its type and the rule that decided; counts; two dimensions across each other."""
    found, types = queries.classification(), queries.types_in_order()
    asked = request.GET.get("type", "")
    chosen = tables.narrowed(found, types, asked)
    sites = [placed.site for placed in found.placed]
    form = forms.CrossForm(request.GET or None, sites=sites)
    context = {
        "page_title": _("Sites by type"),
        "breadcrumbs": trail(request),
        "found": found,
        "counts": tables.counts(found, types),
        "type_filter": tables.filter_links(types, asked),
        "page": (shown := Paginator(chosen, PAGE).get_page(request.GET.get("page"))),
        "site_columns": tables.site_columns(),
        "rows": tables.site_rows(shown.object_list),
        "cross_form": form,
        "cross": tables.cross(form, sites),
        "asked": asked,
        "rules_url": rules_address(request),
        "exports": [
            (
                kind.upper(),
                reverse(
                    "types-classification-export", kwargs={"programme": request.programme.slug, "kind": kind}
                ),
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "phase2_strategy/types/classification.html", context)


@require_safe
@page("strategy.see")
def export(request, kind: str):
    """Every site with its type, the rule that decided and the version of the rules, as CSV or XLSX."""
    header, rows = tables.export_table(queries.classification())
    return sheet(request, kind, "types", _("Sites by type"), header, rows)
