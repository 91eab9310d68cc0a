"""Every part of the page furniture on one page: for developers, and for the browser tests that check them all at once.

The figures are made up to fill the parts; the page says so.
"""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

REASONS = [("road", _("No road")), ("rain", _("Rainy season")), ("other", _("Another reason"))]
MINERALS = [("gold", _("Gold")), ("amber", _("Amber")), ("larimar", _("Larimar"))]
COLUMNS = [
    {"label": _("Site"), "key": "name"},
    {"label": _("Mineral"), "key": "mineral"},
    {"label": _("People"), "key": "people", "numeric": True},
    {"label": _("Last visit")},
]
ROWS = [
    (("El Ejemplo", "#site-1"), _("Gold"), 48, "2018-06-12"),
    (("La Muestra", "#site-2"), _("Amber"), 131, "2018-06-14"),
    (("Los Ensayos", "#site-3"), _("Larimar"), 260, None),
]
TASKS = [
    {"title": _("Agree the mandate"), "url": "#task-1", "status": "done"},
    {
        "title": _("Name the members"),
        "url": "#task-2",
        "hint": _("Four of six institutions"),
        "status": "in_progress",
    },
    {"title": _("Hold the first meeting"), "status": "cannot_start"},
]
ANSWERS = [
    {"key": _("Name of the site"), "value": "El Ejemplo", "url": "#change-name"},
    {"key": _("Minerals"), "value": "Gold\nAmber", "url": "#change-minerals"},
    {"key": _("Remarks"), "value": "", "url": "#change-remarks"},
]
TEXTS = [
    {"lang": "es", "text": "Una minería que da trabajo digno.", "original": True},
    {"lang": "en", "text": "Mining that gives decent work.", "official": True},
    {"lang": "fr", "text": ""},
]
CONFLICT = {
    "saved_by": "Dele",
    "saved_at": "14:05",
    "rows": [
        {"label": _("Title"), "saved": "Safe pits", "yours": "Safe pits", "differs": False},
        {"label": _("Text"), "saved": "Support by June.", "yours": "Support by July.", "differs": True},
    ],
    "reload_url": "?",
}


class VisitForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name of the site"), max_length=80, help_text=_("As people there call it"))
    minerals = forms.MultipleChoiceField(
        label=_("Minerals"),
        choices=MINERALS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply"),
    )
    visited = forms.DateField(label=_("Day of the visit"))
    people = forms.IntegerField(label=_("People at work"), min_value=0)
    share = forms.DecimalField(label=_("Share of women, %"), required=False)
    district = forms.ChoiceField(
        label=_("District"), choices=[("", "–"), ("a", "Barahona"), ("b", "Monte Plata")]
    )
    reached = forms.ChoiceField(
        label=_("Could you reach the pit?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(attrs={"data-reveals": "no:reason"}),
    )
    reason = forms.ChoiceField(label=_("Why not?"), choices=REASONS, required=False, widget=forms.RadioSelect)
    remarks = forms.CharField(
        label=_("Remarks"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    consent = forms.BooleanField(
        label=_("The people shown agreed"), help_text=_("Ask before you take a picture")
    )


class FindForm(forms.Form):
    """A filter: all optional, sent by GET."""

    words = forms.CharField(label=_("Words"), required=False)
    mineral = forms.ChoiceField(label=_("Mineral"), choices=[("", _("All")), *MINERALS], required=False)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """All parts with sample content; a POST is checked and shown again, with its errors (422) or with thanks."""
    form = VisitForm(request.POST or None)
    wrong = request.method == "POST" and not form.is_valid()
    context = {
        "page_title": _("Style guide"),
        "breadcrumbs": [(_("Home"), "/"), (_("Style guide"), "")],
        "form": form,
        "find": FindForm(request.GET or None),
        "columns": COLUMNS,
        "rows": ROWS,
        "tasks": TASKS,
        "statuses": ["not_started", "in_progress", "done", "needs_review", "overdue"],
        "answers": ANSWERS,
        "texts": TEXTS,
        "conflict": CONFLICT,
        "page": Paginator(range(240), 20).get_page(request.GET.get("page")),
    }
    return render(request, "web/styleguide.html", context, status=422 if wrong else 200)
