"""How a practice card of the ready form “field observation” becomes a finding: words for words, as data.

Codes on the left are the form's (surveys/ready/field_observation), on the right the finding's.
"""

FORM = "field_observation"  # the ready form's folder
REPEAT = "observation"  # each row of it is a card

PASSAGES = {"what": "words", "recommendation": "recommendation"}
CODES = {
    "theme": (
        "theme",
        {
            "environment": "environment",
            "chain": "economy",
            "safety": "safety",
            "gender": "gender",
            "community": "community",
        },
    ),
    "kind": ("kind", {"good": "good", "bad": "bad", "neutral": "neutral"}),
    "urgency": ("urgency", {"now": "now", "month": "months", "year": "later", "later": "later"}),
}
LABELS = {"evidence": "evidence", "addressee": "addressee"}  # the words of the chosen answer are kept
NUMBERS = {"strength": "weight"}
OTHER = {"addressee": ("other", "other_addressee")}  # what is typed when the choice is “other”
DANGER = ("danger", "yes")
# A photo goes along only where nobody can be recognised or who can has agreed.
PHOTO, AGREED = "photo", ("person_consent", {"not_needed", "given"})
DAY, GROUP = "visit_day", "group_code"
