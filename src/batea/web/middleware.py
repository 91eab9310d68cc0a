"""The doors: headers, language, refusals in words, and the one place where a programme's scope opens."""

import contextlib

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext
from django_scopes import scope

from batea.problems import SECOND_FACTOR_NEEDED, Refused
from batea.programmes.members import member_of, safe_enough
from batea.programmes.models import Programme

from .errors import page_not_found, show_problem

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def headers(get_response):
    """Headers Django does not set itself; pages of signed-in people are never kept by shared caches."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def language_of_account(get_response):
    """A signed-in person's own language, unless this browser has chosen another."""

    def middleware(request):
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not chosen and request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def refusals(get_response):
    """Whatever a view or action refuses becomes a page that says how to mend it."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        return show_problem(request, exception) if isinstance(exception, Refused) else None

    middleware.process_exception = process_exception
    return middleware


def programme_of(request) -> str | None:
    """The programme's slug in the address, or None for pages outside programmes."""
    with contextlib.suppress(Resolver404):
        return resolve(request.path_info).kwargs.get("programme")
    return None


def programme_scope(get_response):
    """Open the scope of the programme in the address, once, for its members; nobody else learns that it exists."""

    def middleware(request):
        slug = programme_of(request)
        if slug is None:
            return get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        programme = Programme.objects.filter(slug=slug).first()
        with scope(programme=programme):
            member = member_of(programme, request.user) if programme else None
            if member is None:
                return not_found(request)
            if not safe_enough(member):
                return redirect_to_second_factor(request)
            request.programme, request.member = programme, member
            with scope(member=member):
                response = get_response(request)
                unfinished = hasattr(response, "render") and not response.is_rendered
                return response.render() if unfinished else response

    return middleware


def not_found(request):
    """The same answer for another country's programme and for one that never was."""
    return page_not_found(request, Http404())


def redirect_to_second_factor(request):
    from django.contrib import messages

    title, mend = Refused(SECOND_FACTOR_NEEDED).in_words(gettext)
    messages.warning(request, f"{title} {mend}")
    return redirect("mfa_index")
