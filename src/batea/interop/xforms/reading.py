"""The questions of an XForm (docs.getodk.org: ODK XForms 1.0.0, ODK Entities 2024.1)."""

import re
from collections.abc import Iterable
from typing import Any

from .. import markup
from .elements import above, attribute, children, first, local, namespace, path_below, text_of
from .files import files_of, is_searched
from .schema import EntityNode, FormSchema, Question, Repeat, Words
from .texts import Choices, Texts

LIMITS = markup.Limits(size=5 * 1024 * 1024, elements=200_000, attributes=100_000, on_one=200, levels=60)
REASONS = {
    markup.TOO_LARGE: "the form is larger than 5 MB",
    markup.DOCUMENT_TYPED: "a form has no document type",
    markup.NO_XML: "it is no XML",
    markup.TOO_MUCH: "the form is larger or deeper than any form",
}
# A list or a label named by many questions stands in the schema as often: few bytes could ask for gigabytes.
MOST_CHOICES = 200_000
MOST_LETTERS = 20_000_000
MOST_ENTITIES = 50
CONTROLS = {"input", "select", "select1", "upload", "trigger", "range", "rank", "secret"}
KIND_OF = {"select": "select", "select1": "select1", "rank": "rank", "upload": "binary"}
LISTED = re.compile(r"instance\(\s*['\"]([^'\"]{1,2000})['\"]\s*\)")
ALWAYS = re.compile(r"\s*true(\s*\(\s*\))?\s*")
NEVER = re.compile(r"\s*(false(\s*\(\s*\))?)?\s*")


def read_xform(xml: bytes | str) -> FormSchema:
    """What the form asks. Raises ValueError with a sentence for anything that is no XForm within the limits."""
    try:
        root = markup.read(xml.encode() if isinstance(xml, str) else xml, LIMITS)
    except markup.Unfit as error:
        raise ValueError(REASONS[str(error)]) from error
    return Reading(root).schema()


class Reading:
    """One form while it is read: model, languages and controls are looked at once, then put together."""

    def __init__(self, root: Any) -> None:
        self.head = first(root, "head") if local(root) == "html" else None
        self.model: Any = first(self.head, "model")
        instance = first(self.model, "instance")
        self.data: Any = next(iter(instance), None) if instance is not None else None
        if self.data is None or not (attribute(self.data, "id") or namespace(self.data)):
            raise ValueError("it is no XForm with an identity")
        self.body = first(root, "body")
        self.texts = Texts(self.model)
        self.lists = {
            attribute(each, "id"): each for each in children(self.model, "instance") if attribute(each, "id")
        }
        self.known_lists: dict[tuple[str, str, str], Choices] = {}
        self.binds: dict[str, Any] = {}
        self.bound: dict[str, str] = {}  # {identity of a bind: its path}
        for bind in children(self.model, "bind"):
            path = self.path(attribute(bind, "nodeset") or attribute(bind, "ref"))
            self.binds[path] = bind
            self.bound[attribute(bind, "id")] = path
        self.controls: dict[str, tuple[Any, tuple[Words, ...]]] = {}
        self.group_labels: dict[str, Words] = {}
        self.repeat_labels: dict[str, Words] = {}
        if self.body is not None:
            self.walk_body(self.body, (), "")
        self.saves = [
            (attribute(bind, "saveto"), path, self.repeat_of(path))
            for path, bind in self.binds.items()
            if attribute(bind, "saveto")
        ]

    def schema(self) -> FormSchema:
        questions, repeats, entities = self.answers()
        check_size(questions)
        if len(entities) > MOST_ENTITIES:
            raise ValueError("the form makes more kinds of things than any form")
        return FormSchema(
            attribute(self.data, "id") or namespace(self.data),
            attribute(self.data, "version"),
            text_of(first(self.head, "title")),
            tuple(self.texts.languages),
            self.texts.default_language,
            bool(attribute(first(self.model, "submission"), "base64RsaPublicKey")),
            any(path.endswith("meta/audit") for path in self.binds),
            tuple(questions),
            tuple(repeats),
            tuple(entities),
            tuple(files_of(self.model, self.body, self.lists)),
        )

    def path(self, nodeset: str, around: str = "") -> str:
        return path_below(local(self.data), nodeset, around)

    # The body

    def pointed_at(self, element: Any, around: str) -> str:
        """The path of the answer a part of the body is for, by its own reference or that of a bind; "" without one."""
        if reference := attribute(element, "ref") or attribute(element, "nodeset"):
            return self.path(reference, around)
        return self.bound.get(attribute(element, "bind"), "") if attribute(element, "bind") else ""

    def walk_body(self, element: Any, groups: tuple[Words, ...], around: str) -> None:
        for child in element:
            kind = local(child)
            if kind not in {"group", "repeat"} and kind not in CONTROLS:
                continue
            here = self.pointed_at(child, around)
            if kind in CONTROLS:
                self.controls.setdefault(here, (child, groups))
            elif kind == "group":
                inner = self.texts.words(first(child, "label"))
                for repeat in children(child, "repeat"):
                    self.repeat_labels[self.pointed_at(repeat, here or around)] = inner
                    here = here or self.pointed_at(repeat, around)
                self.group_labels[here] = inner
                self.walk_body(child, (*groups, inner) if inner else groups, here or around)
            else:
                self.repeat_labels.setdefault(here, {})
                self.walk_body(child, groups, here or around)

    def choices(self, control: Any) -> Choices:
        if control is None or is_searched(control):
            return ()
        found = tuple(self.texts.items(control))
        itemset = first(control, "itemset")
        named = LISTED.search(attribute(itemset, "nodeset"))
        if named is None or named[1] not in self.lists:
            return found
        value, label = (attribute(first(itemset, part), "ref") for part in ("value", "label"))
        key = (named[1], value, label)
        if key not in self.known_lists:
            self.known_lists[key] = tuple(self.texts.listed(self.lists[named[1]], value, label))
        return found + self.known_lists[key] if found else self.known_lists[key]

    # The answers

    def answers(self) -> tuple[list[Question], list[Repeat], list[EntityNode]]:
        questions: dict[str, Question] = {}
        repeats: dict[str, Repeat] = {}
        entities: list[EntityNode] = []

        def walk(element: Any, path: str, repeat: str) -> None:
            for child in element:
                name = local(child)
                here = f"{path}/{name}" if path else name
                if name == "meta" and here not in self.controls:
                    entities.extend(self.entity(each, here, repeat) for each in children(child, "entity"))
                    continue
                if here in self.repeat_labels:
                    if here in repeats:  # the template beside its first row
                        continue
                    repeats[here] = Repeat(here, repeat, self.repeat_labels[here])
                    walk(child, here, here)
                elif len(child):
                    walk(child, here, repeat)
                elif here in self.binds or here in self.controls:
                    questions[here] = self.question(here, name, repeat)

        walk(self.data, "", "")
        return list(questions.values()), list(repeats.values()), entities

    def question(self, path: str, name: str, repeat: str) -> Question:
        bind = self.binds.get(path)
        control, groups = self.controls.get(path) or (None, self.groups_of(path))
        required = attribute(bind, "required")
        return Question(
            path,
            name,
            kind_of(bind, control),
            local(control) if control is not None else "",
            attribute(control, "mediatype"),
            self.texts.words(first(control, "label")),
            self.texts.words(first(control, "hint")),
            self.choices(control),
            bool(ALWAYS.fullmatch(required)),
            bool(ALWAYS.fullmatch(attribute(bind, "readonly"))),
            attribute(bind, "relevant"),
            attribute(bind, "constraint"),
            self.texts.said(attribute(bind, "constraintMsg")),
            attribute(bind, "calculate"),
            repeat,
            groups,
            attribute(control, "appearance"),
            "" if ALWAYS.fullmatch(required) or NEVER.fullmatch(required) else required.strip(),
        )

    def groups_of(self, path: str) -> tuple[Words, ...]:
        """Labels of the groups around an answer that nobody is asked for, the outermost first."""
        found = [labels for each in above(path) if (labels := self.group_labels.get(each))]
        return tuple(reversed(found))

    def repeat_of(self, path: str) -> str:
        """The innermost repeat around a path, "" at the top."""
        return next((each for each in above(path) if each in self.repeat_labels), "")

    def entity(self, element: Any, meta: str, repeat: str) -> EntityNode:
        around = meta.removesuffix("meta")
        create, update = (
            attribute(bind, "calculate") or attribute(bind, "relevant")
            if bind is not None
            else attribute(element, what)
            for what in ("create", "update")
            for bind in [self.binds.get(f"{meta}/entity/@{what}")]
        )
        saves = tuple(
            (name, path) for name, path, inside in self.saves if path.startswith(around) and inside == repeat
        )
        return EntityNode(attribute(element, "dataset"), f"{meta}/entity", repeat, create, update, saves)


def kind_of(bind: Any, control: Any) -> str:
    """What kind of answer it is: by its control, else by its bind. A preloaded answer is what its bind says."""
    said = attribute(bind, "type").rpartition(":")[2]
    if attribute(bind, "preloadParams"):
        return said or "string"
    return KIND_OF.get(local(control) if control is not None else "") or said or "string"


def check_size(questions: Iterable[Question]) -> None:
    """Raises ValueError when the questions, written out, would be larger than any form's."""
    choices = letters = 0
    for each in questions:
        choices += len(each.choices)
        if choices > MOST_CHOICES:
            raise ValueError("the form has more choices than any form")
        said = [each.labels, each.hints, each.constraint_message, *each.group_labels]
        letters += sum(len(text) for words in said for text in words.values())
        letters += sum(len(text) for _code, words in each.choices for text in words.values())
        if letters > MOST_LETTERS:
            raise ValueError("the form has more words than any form")
