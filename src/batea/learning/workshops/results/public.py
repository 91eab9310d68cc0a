"""Pages before every door: is this certificate real? They tell what is on the paper and nothing else."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope

from batea.programmes.access import open_page
from batea.programmes.models import Programme

from ...models import Certificate
from .badge import absolute, issuer_profile, revoked_list
from .checking import UNKNOWN, check_code, count_miss, plain_code, refuse_too_many
from .content import in_fours, plain_fingerprint
from .forms import CodeForm
from .signing import public_keys

HERE = "learning/results"


@open_page
@require_safe
def verify(request):
    """Type a code."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        address = reverse("verify:code", args=[plain_code(form.cleaned_data["code"]) or "-"])
        given = plain_fingerprint(form.cleaned_data["f"])
        return redirect(f"{address}?f={given}" if given else address)
    context = {"page_title": _("Check a certificate"), "form": form}
    return render(request, f"{HERE}/verify.html", context, status=422 if form.errors else 200)


@open_page
@require_safe
def code(request, code):
    """What the certificate with this code says. A code nobody has is counted: there are too many to try."""
    refuse_too_many(request)
    given = request.GET.get("f", "")[:90]
    checked = check_code(code, given)
    if checked.state == UNKNOWN:
        count_miss(request)
    context = {
        "page_title": _("Check a certificate"),
        "checked": checked,
        "form": CodeForm(initial={"code": checked.code, "f": in_fours(plain_fingerprint(given))}),
    }
    answer = render(request, f"{HERE}/verify.html", context, status=404 if checked.state == UNKNOWN else 200)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@open_page
@require_safe
def keys(request):
    """The public keys as a set (RFC 7517): also those that sign no more, for the badges they have signed."""
    return JsonResponse({"keys": public_keys()}, content_type="application/jwk-set+json")


@open_page
@require_safe
def key(request, kid):
    found = next((each for each in public_keys() if each["kid"] == kid), None)
    if found is None:
        raise Http404
    return JsonResponse(found, content_type="application/jwk+json")


def issuing(uid) -> Programme:
    """The programme that has issued certificates, or "not found": nobody learns here that another one exists."""
    programme = Programme.objects.filter(uid=uid).exclude(kind=Programme.Kind.EXERCISE).first()
    if programme is not None:
        with scope(programme=programme):
            if Certificate.objects.exists():
                return programme
    raise Http404


@open_page
@require_safe
def issuer(request, uid):
    """The issuer's profile, for whoever checks a badge."""
    return JsonResponse(issuer_profile(issuing(uid), absolute(request)), content_type="application/ld+json")


@open_page
@require_safe
def revoked(request, uid):
    return JsonResponse(revoked_list(issuing(uid), absolute(request)), content_type="application/ld+json")
