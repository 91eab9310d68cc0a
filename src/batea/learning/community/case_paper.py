"""A case study as a document, to be printed or handed out."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.documents.outline import Block, Callout, Document, Heading, Paragraph
from batea.evidence.desk import Desk
from batea.phase2_strategy.national.document import cover

from ..countries import country_name
from .forms import OF_CASE
from .models import CaseStudy


def case_paper(case: CaseStudy, lang: str) -> Document:
    """The parts of the template that are written, in order; a part without a translation is marked."""
    with translation.override(lang):
        desk = Desk(case.programme, lang)
        return Document(
            title=desk.plain(case.title),
            subtitle=_("Case study – %(country)s") % {"country": country_name(case.country)},
            blocks=list(blocks(case, desk)),
            **{**cover(desk), "form": "brief"},
        )


def blocks(case: CaseStudy, desk: Desk) -> Iterator[Block]:
    if case.state != CaseStudy.State.PUBLISHED:
        yield Callout("note", _("Not published: %(state)s.") % {"state": case.get_state_display()})
    for name in OF_CASE:
        value = getattr(case, name)
        if name == "title" or not isinstance(value, dict) or not value:
            continue
        yield Heading(1, str(capfirst(CaseStudy._meta.get_field(name).verbose_name)))
        yield desk.paragraph(value)
    told = (
        _("Written by %(name)s") % {"name": case.written_by.badge},
        str(case.get_licence_display()),
        _("Agreed: %(who)s") % {"who": case.consent},
    )
    yield Paragraph(". ".join(told) + ".")
