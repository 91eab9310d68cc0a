"""The registers of this room."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .forms import StatementForm
from .links import cited_by
from .models import Figure, LegalInstrument, Question, Source, Statement


def citations(record) -> dict:
    """Statements that rest on this record, for its page."""
    return {"citations": cited_by(record)}


SOURCES = Register(
    model=Source,
    slug="evidence/sources",
    see="evidence.see",
    change="evidence.change",
    columns=("key", "title", "publisher", "year", "kind"),
    fields=("key", "title", "publisher", "year", "address", "language", "licence", "kind", "attachment"),
    filters=("kind",),
    search=("key", "title", "publisher"),
    ordering=("key", "title"),
    step="P1-S3",
    children=("evidence.figure",),
)
QUESTIONS = Register(
    model=Question,
    slug="evidence/questions",
    see="evidence.see",
    change="evidence.change",
    columns=("words", "key_figure", "reading"),
    fields=("words", "order", "key_figure", "reading"),
    filters=("key_figure",),
    search=("words",),
    ordering=("order",),
    beside=((_("Answers side by side"), "evidence:rivals"),),
    step="P1-S3",
    children=("evidence.figure",),
    panel="evidence/question_panel.html",
    intro=_(
        "Questions that several figures answer differently. The answers stand side by side; none is chosen for you."
    ),
)
FIGURES = Register(
    model=Figure,
    slug="evidence/figures",
    see="evidence.see",
    change="evidence.change",
    columns=(
        "words",
        "low",
        "best",
        "high",
        Column("unit_words", _("unit"), sort="unit"),
        "period",
        "place",
        "grade",
        "source",
    ),
    fields=(
        "question",
        "words",
        "topic",
        "low",
        "best",
        "high",
        "unit",
        "period",
        "place",
        "method",
        "caveat",
        "grade",
        "status",
        "source",
    ),
    filters=("question", "grade", "status"),
    search=("words", "place", "topic", "unit"),
    ordering=("topic", "unit", "period"),
    step="P1-S3",
    panel="evidence/citations_panel.html",
    panel_data=citations,
)
LAWS = Register(
    model=LegalInstrument,
    slug="evidence/laws",
    see="evidence.see",
    change="evidence.change",
    columns=("name", "kind", "words", "in_force_from", "review_on"),
    fields=(
        "name",
        "kind",
        "words",
        "in_force_from",
        "in_force_until",
        "doubt",
        "checked_on",
        "review_on",
        "source",
    ),
    filters=("kind",),
    search=("name", "words"),
    ordering=("in_force_from", "name"),
    step="P1-S3",
    panel="evidence/citations_panel.html",
    panel_data=citations,
)


def standing_of(statement: Statement) -> dict:
    from .links import standings

    return {"standing": standings(statement.programme, [statement])[0]}


STATEMENTS = Register(
    model=Statement,
    slug="evidence/statements",
    see="evidence.see",
    change="evidence.change",
    columns=("words", "section", "order", "status", "proposal"),
    fields=("section", "about", "order", "words", "status", "proposal"),
    shown=("section", "order", "words", "status", "proposal"),
    form=StatementForm,
    filters=("section", "status", "proposal"),
    search=("words",),
    ordering=("section", "order"),
    step="P2-S5",
    panel="evidence/statement_panel.html",
    panel_data=standing_of,
    intro=_("The sentences of the strategy. Each shows what supports it and what contradicts it."),
)
