"""What the pages of the community have in common."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

HERE = "learning/community"
READ_WRITE = ["GET", "HEAD", "POST"]


def show(request, template: str, title: str, context: dict, *, further=(), status: int = 200):
    home = reverse("community:home", args=[request.programme.slug])
    crumbs = [(_("Community"), home), *further, (title, "")]
    furniture = {"page_title": title, "breadcrumbs": crumbs}
    return render(request, f"{HERE}/{template}.html", {**furniture, **context}, status=status)


def status_of(form) -> int:
    return 422 if form.errors else 200
