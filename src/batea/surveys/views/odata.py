"""The feed for Excel and Power BI (OData 4.0). Who reads is said by a reading key as the password of Basic sign-in.

Basic, because it is what both programs offer for such a feed, and they keep a password apart from the workbook; a key
in the address, as phones have it, would travel with every workbook that is sent on. The address stands outside
`p/<programme>/`, whose door wants a session.
"""

import base64
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from batea.interop import odata as words
from batea.interop.odata import Address, Options
from batea.problems import READING_KEY_NOT_KNOWN, UNKNOWN_ENTRY, Refused
from batea.programmes.access import READER

from ..models import Form
from ..odata import Feed, count_of, feed_of, page_of, row_of
from ..reading import note_use, reader_of

JSON = "application/json;odata.metadata=minimal;charset=utf-8"
LONGEST_TOKEN = 200
METHODS = ("GET", "HEAD")


def reader_page(view: Callable) -> Callable:
    """A page for whoever holds a reading key of the programme. Every answer is OData, a refusal too."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request, where, uid, rest=""):
        if request.method not in METHODS:
            return refused_method()
        try:
            key, member = reader_of(token_from(request), where)
            with scope(programme=key.programme, member=member):
                note_use(by=member, key=key)
                check_version(request)
                answer = view(request, form_for(key, uid), member, rest)
        except Refused as refused:
            answer = refusal(refused)
        return with_headers(answer)

    guarded.permission = READER
    return guarded


def token_from(request) -> str:
    """The password of Basic sign-in, whatever the user name, or a bearer token; "" when neither is there."""
    kind, _blank, said = request.headers.get("Authorization", "").strip().partition(" ")
    said = said.strip()
    if kind.lower() == "bearer":
        return said[:LONGEST_TOKEN]
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2][:LONGEST_TOKEN].strip()
    except ValueError:
        return ""


def check_version(request) -> None:
    """Whoever reads older versions only is told so."""
    said = request.headers.get("OData-MaxVersion", words.VERSION).strip()
    if said not in {"4.0", "4.01"}:
        raise words.odd(f"OData-MaxVersion: {said}")


def form_for(key, uid) -> Form:
    form = Form.objects.filter(uid=uid).first()
    if form is None or key.form_id not in {None, form.pk}:
        raise Refused(UNKNOWN_ENTRY, what=_("form"))
    return form


def refused_method() -> HttpResponse:
    answer = HttpResponse(words.error("405", _("This feed can only be read.")), status=405, content_type=JSON)
    answer.headers["Allow"] = ", ".join(METHODS)
    return with_headers(answer)


def refusal(refused: Refused) -> HttpResponse:
    title, mend = refused.in_words(_)
    body = words.error(refused.problem.code, f"{title} {mend}")
    answer = HttpResponse(body, status=refused.problem.status, content_type=JSON)
    if refused.problem is READING_KEY_NOT_KNOWN:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Batea", charset="UTF-8"'
    return answer


def with_headers(answer: HttpResponse) -> HttpResponse:
    answer.headers["OData-Version"] = words.VERSION
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@reader_page
def feed(request, form: Form, member, rest: str) -> HttpResponse:
    """Whatever stands below the root of a form's feed."""
    root = request.build_absolute_uri(root_of(member.programme, form))
    found = feed_of(form, member)
    asked = words.address_of(rest, found.sets)
    given = [(name, value) for name, values in request.GET.lists() for value in values]
    if not asked.set:
        words.options_of(given, None, words.OF_NOTHING)
        return described(root, found, asked)
    if asked.key is not None and asked.link in {"", words.UP}:
        return one_row(root, found, asked, given)
    target = found.sets[found.sets[asked.set].navigation[asked.link] if asked.link else asked.set]
    options = words.options_of(given, target, words.OF_COUNT if asked.count else words.OF_LIST)
    if asked.link and options.where is not None:
        raise words.not_spoken("$filter")
    if asked.count:
        return HttpResponse(str(count_of(found, asked, options)), content_type="text/plain;charset=utf-8")
    return rows_page(root, found, asked, options, target, dict(given))


def root_of(programme, form: Form) -> str:
    return reverse("odata:root", kwargs={"where": programme.slug, "uid": form.uid})


def described(root: str, found: Feed, asked: Address) -> HttpResponse:
    if asked.metadata:
        return HttpResponse(
            words.metadata(list(found.sets.values())), content_type="application/xml;charset=utf-8"
        )
    return HttpResponse(words.service(root, found.sets.values()), content_type=JSON)


def one_row(root: str, found: Feed, asked: Address, given) -> HttpResponse:
    name, row = row_of(found, asked)
    known = found.sets[name]
    options = words.options_of(given, known, words.OF_ROW)
    about = words.context(root, known, options.select, one_row=True)
    return HttpResponse(
        words.entity(about, words.entities(known, [row], options.select)[0]), content_type=JSON
    )


def rows_page(
    root, found: Feed, asked: Address, options: Options, target, said: dict[str, str]
) -> HttpResponse:
    count = count_of(found, asked, options) if options.count else None
    rows, onwards = page_of(found, asked, options)
    following = ""
    if onwards is not None:
        kept = {name: said[name] for name in ("$select", "$filter", "$format") if name in said}
        query = urlencode({**kept, "$skiptoken": onwards.written()}, quote_via=quote, safe="$(),':*")
        following = f"{root}{path_of(asked)}?{query}"
    told = words.entities(target, rows, options.select)
    return HttpResponse(
        words.page(words.context(root, target, options.select), told, count, following), content_type=JSON
    )


def path_of(asked: Address) -> str:
    if asked.key is None:
        return quote(asked.set)
    key = quote(asked.key.replace("'", "''"), safe="")
    return f"{quote(asked.set)}('{key}')/{quote(asked.link)}"
