"""The pages before a programme's door: my programmes, a new one, one from a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from batea.problems import Refused

from .access import operator_page, signed_in_page
from .bundle import import_bundle
from .forms import BringIn, NewProgramme
from .founding import found_programme
from .members import programmes_of


@require_safe
@signed_in_page
def home(request):
    """The programmes I take part in; straight in when there is one."""
    mine = list(programmes_of(request.user))
    if len(mine) == 1 and not request.user.is_operator and "all" not in request.GET:
        return redirect("guidance:tasks", mine[0].slug)
    return render(
        request, "programmes/home.html", {"page_title": _("My programmes"), "programmes_list": mine}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@operator_page
def create(request):
    """A new programme: the first page of a country's strategy. Whoever makes it becomes its lead."""
    form = NewProgramme(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = found_programme(by=request.user, founder=request.user, **form.cleaned_data)
        messages.success(request, _("The programme is there. Begin with the task force."))
        return redirect("guidance:tasks", programme.slug)
    context = {"page_title": _("New programme"), "form": form}
    return render(request, "programmes/create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_page
def bring_in(request):
    """A programme from a bundle: moved here, or as an exercise copy."""
    form = BringIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            programme = import_bundle(
                by=request.user,
                file=form.cleaned_data["bundle"],
                slug=form.cleaned_data["slug"],
                as_exercise=form.cleaned_data["as_exercise"],
                founder=request.user,
            )
        except Refused as refused:
            title, mend = refused.in_words(_)
            form.add_error("bundle", f"{refused.problem.code}: {title} {mend}")
        else:
            with scope(programme=programme):
                messages.success(request, _("Brought in: %(what)s") % {"what": programme})
            return redirect("guidance:tasks", programme.slug)
    context = {"page_title": _("Bring in a programme"), "form": form}
    return render(request, "programmes/import.html", context, status=422 if form.errors else 200)
