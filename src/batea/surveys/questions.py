"""A published form's questions, in the shape that receiving, review and export need. Read once a version."""

from dataclasses import dataclass, field
from functools import lru_cache

from batea.interop.instances import TableOfForm, doubt

from .models import FormVersion

FILES = {"binary"}
NOT_CHECKED = {"start", "end", "today"}


@dataclass(frozen=True)
class Asked:
    """One question: where its answer stands, what kind it is, and its words by language."""

    path: str
    kind: str
    control: str
    repeat: str
    labels: dict[str, str]
    groups: tuple[dict[str, str], ...]
    choices: dict[str, dict[str, str]]
    constraint: str = ""


@dataclass(frozen=True)
class Plan:
    """A version's tables and questions. `places` tells where a question of the form itself stands in its row."""

    languages: tuple[str, ...]
    questions: dict[str, Asked]
    tables: tuple[TableOfForm, ...]
    titles: dict[str, dict[str, str]]
    kinds: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    places: dict[str, int] = field(default_factory=dict)

    HARM = {"public": "open", "open": "open", "limited": "limited", "protected": "protected"}

    def doubts(self, answers) -> list:
        """[path, why] of every answer the form could not have given."""
        found = []
        for path, text in answers:
            asked = self.questions[path]
            if path in NOT_CHECKED:
                continue
            if why := doubt(asked.kind, text, frozenset(asked.choices) if asked.choices else None):
                found.append([path, why])
        return found


def plan_of(version: FormVersion) -> Plan:
    """The plan of a version. What is published never changes, so it is kept by its fingerprint."""
    return read_plan(version.pk, version.md5)


@lru_cache(maxsize=200)
def read_plan(key: int, md5: str) -> Plan:
    return plan_from(FormVersion._base_manager.only("schema").get(pk=key).schema)


def plan_from(schema: dict) -> Plan:
    questions = {
        asked["path"]: Asked(
            asked["path"],
            asked["kind"],
            asked["control"],
            asked["repeat"],
            asked["labels"],
            tuple(asked["group_labels"]),
            {value: labels for value, labels in asked["choices"]},
            asked["constraint"],
        )
        for asked in schema.get("questions", ())
    }
    repeats = schema.get("repeats", ())
    tables = (
        TableOfForm("", "", tuple(path for path, asked in questions.items() if not asked.repeat)),
        *(
            TableOfForm(
                repeat["path"],
                repeat["parent"],
                tuple(path for path, asked in questions.items() if asked.repeat == repeat["path"]),
            )
            for repeat in repeats
        ),
    )
    places: dict[str, int] = {}
    for position, path in enumerate(tables[0].questions):
        places.setdefault(path.rpartition("/")[2], position)
    return Plan(
        tuple(schema.get("languages", ())),
        questions,
        tables,
        {repeat["path"]: repeat["labels"] for repeat in repeats},
        {path: asked.kind for path, asked in questions.items()},
        frozenset(path for path, asked in questions.items() if asked.kind in FILES),
        places,
    )
