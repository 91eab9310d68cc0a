"""Nine questions to put to any measure before it is chosen: who gains, who loses, who decides, who is missing."""

from datetime import date
from functools import partial

from batea.toolbox.declaration import Given, Tool, ToolColumn, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)
QUESTIONS = list_beside(__file__, "questions")

ANSWERS = (("yes", _("yes")), ("no", _("no")), ("unknown", _("nobody knows yet")))
STATES = (
    ("worry", _("change the measure")),
    ("ask", _("ask first")),
    ("open", _("not answered")),
    ("fine", _("fine")),
)
TONES = {"worry": "bad", "ask": "poor", "open": "plain", "fine": "good"}
STATE = ToolColumn("state", _("What to do"), "choice", choices=STATES, tones=TONES)

TOOL = Tool(
    name="gender_lens",
    title=_("Gender lens on a measure"),
    purpose=_("Shows what to change in a measure before it is chosen, and who must ask what is not known."),
    version=1,
    theme="gender",
    steps=("P2-S3", "P2-S4"),
    calculate=partial(calculate, {code: entry.worry for code, entry in QUESTIONS.items()}),
    about=("phase2_strategy.chosenmeasure",),
    women_only=True,
    tables=(
        ToolTable(
            "lens",
            _("Questions"),
            columns=(
                ToolColumn("answer", _("Answer"), "choice", choices=ANSWERS),
                ToolColumn("found", _("What we found, or would change"), "long"),
                ToolColumn("who", _("Who asks (institution or group)"), "text"),
                ToolColumn("due", _("By when"), "day"),
            ),
            given=tuple(Given(code, entry.text) for code, entry in QUESTIONS.items()),
        ),
    ),
    results=(
        ToolTable(
            "lens",
            _("What to do, question by question"),
            columns=(
                ToolColumn(
                    "question",
                    _("Question"),
                    "choice",
                    choices=tuple((code, entry.text) for code, entry in QUESTIONS.items()),
                ),
                ToolColumn("answer", _("Answer"), "choice", choices=ANSWERS),
                STATE,
                ToolColumn("found", _("What we found, or would change"), "long"),
                ToolColumn("who", _("Who asks (institution or group)"), "text"),
                ToolColumn("due", _("By when"), "day"),
            ),
        ),
        ToolTable(
            "counts",
            _("How many questions"),
            columns=(STATE, ToolColumn("questions", _("Questions"), "whole")),
        ),
    ),
    sentences={
        "worries": _("Answers that ask for a change of the measure: %(count)s."),
        "nobody_asks": _("Not known, and nobody is named to ask by a day: %(count)s."),
        "open": _("Questions not answered: %(count)s. Not answered is not fine."),
        "clear": _(
            "Every question is answered and none asks for a change. Look again when the measure changes."
        ),
    },
    cautions=(_("This is no score: one answer can be reason enough to change a measure."),),
    sources=("WS", "IMPACTGIA"),
    ours=_("The questions are our own wording of the gender lens taught in the workshop of 2018."),
    checked_by="",
    next_review=date(2027, 6, 30),
)
