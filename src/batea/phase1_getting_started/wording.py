"""Small words that the rooms of this phase share."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import all_steps

LEVELS = [
    (1, _("1 – very low")),
    (2, _("2 – low")),
    (3, _("3 – medium")),
    (4, _("4 – high")),
    (5, _("5 – very high")),
]


def step_choices() -> list[tuple[str, str]]:
    """The steps of the guidance as choices: ("P1-S1", "1.1 Task force")."""
    return [(step.id, f"{step.number} {step.title}") for step in all_steps()]


def short(words, limit: int = 90) -> str:
    """The beginning of a passage, cut at a word."""
    text = str(words)
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0] + " …"
