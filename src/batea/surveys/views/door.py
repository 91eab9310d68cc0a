"""The door of phones: a key in the address opens a programme's scope; every answer is OpenRosa XML with words in it."""

from collections.abc import Callable
from functools import wraps
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.http import http_date
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from batea.problems import OTHER_PROGRAMME, PHONE_NOT_KNOWN, SENT_UNREADABLE, Refused
from batea.programmes.access import PHONE

from ..phones import phone_of
from .bodies import LARGEST_SENT, drain

TYPE = "text/xml; charset=utf-8"  # phones insist on just this


def phone_page(view: Callable) -> Callable:
    """A page for whoever holds the key in the address. The key is looked at before anything of the body is read."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request, token, **kwargs):
        try:
            phone = phone_of(token)
            with scope(programme=phone.programme):
                request.phone, request.token = phone, token
                check_version(request)
                check_programme(request)
                answer = view(request, **kwargs)
        except Refused as refused:
            answer = refusal(refused)
            if refused.problem is not PHONE_NOT_KNOWN:  # a stranger does not make us read
                drain(request)
        return with_headers(answer)

    guarded.permission = PHONE
    return guarded


def check_version(request) -> None:
    """Phones that say nothing are taken; a protocol we do not speak is not."""
    said = request.headers.get("X-OpenRosa-Version", "1.0").strip()
    if request.method == "POST" and said != "1.0":
        raise Refused(
            SENT_UNREADABLE,
            reason=_("version %(said)s of the protocol is not spoken here") % {"said": said[:10]},
        )


def check_programme(request) -> None:
    """The page in the browser says for which programme an answer was filled in. Another one's reviewers read none of it,
    so it is not even kept aside."""
    said = request.headers.get("X-Batea-Programme", "")
    if request.method == "POST" and said not in ("", request.phone.programme.slug):
        raise Refused(OTHER_PROGRAMME)


def with_headers(answer: HttpResponse) -> HttpResponse:
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_SENT)
    answer.headers.setdefault("Date", http_date(now().timestamp()))
    answer.headers.setdefault("Content-Language", get_language() or "en")
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    answer.headers.setdefault("Vary", "Accept-Language")
    return answer


def refusal(refused: Refused) -> HttpResponse:
    title, mend = refused.in_words(_)
    answer = told(f"{title} {mend}", refused.problem.status, nature="error")
    answer.headers["X-Batea-Problem"] = refused.problem.code
    if refused.problem.status in {503, 507}:
        answer.headers["Retry-After"] = "300"
    return answer


def told(message: str, status: int, nature: str = "submit_success") -> HttpResponse:
    """A message the phone shows."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="{nature}">{escape(message)}</message></OpenRosaResponse>'
    )
    return HttpResponse(body, status=status, content_type=TYPE)


def xml(body: str) -> HttpResponse:
    return HttpResponse(body, content_type=TYPE)
