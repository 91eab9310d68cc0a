"""What a form asks, as plain values."""

from dataclasses import dataclass, field

Words = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One answer a form takes: where it stands, its kind, and its words by language ("" when the form names none).

    `required` is "always"; what is asked for in some cases only has the condition in `required_if`.
    """

    path: str
    name: str
    kind: str = "string"
    control: str = ""
    mediatype: str = ""
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    choices: tuple[tuple[str, Words], ...] = ()
    required: bool = False
    readonly: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_message: Words = field(default_factory=dict)
    calculate: str = ""
    repeat: str = ""
    group_labels: tuple[Words, ...] = ()
    appearance: str = ""
    required_if: str = ""


@dataclass(frozen=True)
class Repeat:
    """A group that may come several times; `parent` is the repeat around it, "" at the top."""

    path: str
    parent: str
    labels: Words = field(default_factory=dict)


@dataclass(frozen=True)
class EntityNode:
    """A known thing that a filled form makes or changes: in which list, when, and which answers it takes over."""

    dataset: str
    path: str
    repeat: str
    create: str = ""
    update: str = ""
    saves: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FormFile:
    """A file the form names, by the name phones fetch it under."""

    name: str
    kind: str


@dataclass(frozen=True)
class FormSchema:
    """What a form asks, in the order of its answers."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    encrypted: bool
    audit: bool
    questions: tuple[Question, ...]
    repeats: tuple[Repeat, ...]
    entities: tuple[EntityNode, ...]
    files: tuple[FormFile, ...]
