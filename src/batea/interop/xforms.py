"""A form for phones: a workbook (XLSForm) is converted and judged in a child process, an XForm is read for its questions.

The verdict on a workbook is the converter's own (pyxform); what it says is told with sheet and row in plain words
(`form_words`). Sources: xlsform.org, ODK XForms 1.0.0, ODK Entities 2024.1 (docs.getodk.org).
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from batea.problems import Refused

from . import spreadsheets
from .form_words import in_our_words

CHILD = Path(__file__).with_name("form_child.py")
HELD_TOO_MUCH = 4  # how the child ends when a form goes beyond its limits
KINDS = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
AT_ONCE = BoundedSemaphore(2)  # children of one server process; others wait
LARGEST = 5 * 1024 * 1024  # bytes of a ready XForm
LARGEST_WORKBOOK = 20 * 1024 * 1024  # bytes
DEEPEST = 60
MOST_ELEMENTS = 200_000
CONTROLS = {"input", "select", "select1", "upload", "trigger", "range", "rank", "secret"}
FILE_KINDS = {".csv": "csv", ".geojson": "geojson", ".xml": "xml"}
PARTS = {"/images/": "image", "/audio/": "audio", "/video/": "video", "/file-csv/": "csv", "/file/": "file"}

Words = dict[str, str]


def _(message: str) -> str:
    """Marks a message for translation; whoever shows it translates it."""
    return message


@dataclass(frozen=True)
class Said:
    """One thing the check says. `words` is a message id filled by `details`; `original` is the converter's sentence."""

    sheet: str
    row: int | None
    words: str
    details: Mapping[str, str]
    original: str


@dataclass(frozen=True)
class Checked:
    """The verdict: `xml` is the form for phones, "" when it is refused."""

    xml: str
    errors: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()

    @property
    def accepted(self) -> bool:
        return bool(self.xml)


@dataclass(frozen=True)
class Question:
    """One answer a form takes: where it stands, its kind, and its words by language ("" when the form names none)."""

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


# The verdict ----------------------------------------------------------------------------------------------------------


def check_form(data: bytes, file_name: str) -> Checked:
    """Convert a workbook, or take a ready XForm. A refusal is a verdict with errors, never an exception."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return check_xform(data)
    suffix = Path(file_name.lower()).suffix
    try:
        look_before(data)
        told = ask_child(data, Path(file_name).stem[:100], suffix if suffix in KINDS else None)
    except Refused as refused:
        return Checked("", (Said("", None, str(refused.details["kind"]), {}, ""),))
    warnings = tuple(map(said, told["warnings"]))
    if told["error"] is not None:
        return Checked("", (said(told["error"]),), warnings)
    return readable(told["xml"], warnings)


def check_xform(data: bytes) -> Checked:
    try:
        return readable(data.decode("utf-8-sig"), ())
    except UnicodeDecodeError:
        return Checked("", (Said("", None, _("The file is not written in UTF-8."), {}, ""),))


def readable(xml: str, warnings: tuple[Said, ...]) -> Checked:
    """The form once its questions can be read, too."""
    try:
        read_xform(xml)
    except ValueError as error:
        words = _("The form converter says: %(said)s")
        return Checked("", (Said("", None, words, {"said": str(error)}, str(error)),), warnings)
    return Checked(xml, (), warnings)


def said(original: str) -> Said:
    sheet, row, words, details = in_our_words(original)
    return Said(sheet, row, words, details, original)


def look_before(data: bytes) -> None:
    """Refuse by the list of contents what would not stay a workbook when unpacked."""
    if len(data) > LARGEST_WORKBOOK:
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))
    if not data.startswith(b"PK"):
        return
    if data.count(spreadsheets.LISTED) > spreadsheets.MOST_PARTS:
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise spreadsheets.refuse(_("The workbook cannot be read.")) from error
    if sum(part.file_size for part in parts) > spreadsheets.LARGEST or any(map(spreadsheets.is_bomb, parts)):
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))


def ask_child(data: bytes, name: str, kind: str | None) -> dict[str, Any]:
    command = [sys.executable, "-I", "-S", "-B", str(CHILD), *folders()]
    head = json.dumps({"name": name, "kind": kind}).encode() + b"\n"
    with AT_ONCE:
        code, answer = spreadsheets.answer_of(command, head + data)
    if code < 0 or code == HELD_TOO_MUCH or len(answer) > spreadsheets.MOST_TOLD:
        raise spreadsheets.refuse(_("The form takes too long or too much memory to convert."))
    try:
        told: dict[str, Any] = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise spreadsheets.refuse(_("The workbook cannot be read.")) from error
    return told


def folders() -> list[str]:
    """Where the converter and what it needs are installed; the child starts without any."""
    found = (find_spec(name) for name in ("pyxform", "openpyxl"))
    return sorted({str(Path(spec.origin).parents[1]) for spec in found if spec and spec.origin})


# The questions --------------------------------------------------------------------------------------------------------


def read_xform(xml: bytes | str) -> FormSchema:
    """What the form asks. Raises ValueError with a sentence for anything that is no XForm within the limits."""
    return Reading(parsed(xml)).schema()


def parsed(xml: bytes | str) -> Any:
    from lxml import etree

    data = xml.encode() if isinstance(xml, str) else xml
    if len(data) > LARGEST:
        raise ValueError("the form is larger than 5 MB")
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        raise ValueError("a form has no document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise ValueError("it is no XML") from error
    waiting, seen = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_ELEMENTS:
            raise ValueError("the form is larger or deeper than any form")
        waiting += [(child, depth + 1) for child in element]
    return root


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if local(child) == name)


def first(element: Any, name: str) -> Any:
    return next(children(element, name), None)


def words_in(element: Any) -> str:
    """Text with what is put in shown as ${name}."""
    said = element.text or ""
    for child in element:
        if local(child) == "output":
            said += "${" + attribute(child, "value").strip().rpartition("/")[2] + "}"
        said += child.tail or ""
    return " ".join(said.split(" ")).strip()


class Reading:
    """One form while it is read: model, languages and controls are looked at once, then put together."""

    def __init__(self, root: Any) -> None:
        head = first(root, "head") if local(root) == "html" else None
        model = first(head, "model") if head is not None else None
        instance = first(model, "instance") if model is not None else None
        self.data = next(iter(instance), None) if instance is not None else None
        if self.data is None or not (attribute(self.data, "id") or namespace(self.data)):
            raise ValueError("it is no XForm with an identity")
        self.head: Any = head
        self.model: Any = model
        self.body: Any = first(root, "body")
        self.root_path = f"/{local(self.data)}"
        self.texts = self.itext()
        self.lists = {
            attribute(each, "id"): each for each in children(self.model, "instance") if attribute(each, "id")
        }
        self.binds = {self.path(attribute(bind, "nodeset")): bind for bind in children(self.model, "bind")}
        self.controls: dict[str, tuple[Any, tuple[Words, ...]]] = {}
        self.repeat_labels: dict[str, Words] = {}
        if self.body is not None:
            self.walk_body(self.body, ())

    def schema(self) -> FormSchema:
        title = first(self.head, "title")
        submission = first(self.model, "submission")
        questions, repeats, entities = self.answers()
        return FormSchema(
            attribute(self.data, "id") or namespace(self.data),
            attribute(self.data, "version"),
            (title.text or "").strip() if title is not None else "",
            tuple(self.texts),
            self.default_language,
            submission is not None and bool(attribute(submission, "base64RsaPublicKey")),
            any(path.endswith("meta/audit") for path in self.binds),
            tuple(questions),
            tuple(repeats),
            tuple(entities),
            tuple(self.files()),
        )

    def path(self, nodeset: str) -> str:
        """A nodeset below the root, without the root."""
        plain = re.sub(r"\s+|\[[^\]]*\]", "", nodeset)
        inside = plain == self.root_path or plain.startswith(f"{self.root_path}/")
        return (plain.removeprefix(self.root_path) if inside else plain).lstrip("/")

    # Words

    def itext(self) -> dict[str, dict[str, Any]]:
        """{language: {text id: its element}}"""
        self.default_language = ""
        block = first(self.model, "itext")
        found: dict[str, dict[str, Any]] = {}
        for translation in children(block, "translation") if block is not None else ():
            lang = attribute(translation, "lang")
            if attribute(translation, "default") or not self.default_language:
                self.default_language = lang
            found[lang] = {attribute(text, "id"): text for text in children(translation, "text")}
        return found

    def translated(self, key: str) -> Words:
        found = {}
        for lang, texts in self.texts.items():
            text = texts.get(key)
            plain = (
                [v for v in children(text, "value") if not attribute(v, "form")] if text is not None else []
            )
            if plain and (text := words_in(plain[0])) and text != "-":
                found[lang] = text
        return found

    def words(self, element: Any) -> Words:
        """The words of a label, hint or message."""
        if element is None:
            return {}
        reference = attribute(element, "ref")
        if match := re.search(r"itext\(\s*['\"](.+?)['\"]\s*\)", reference):
            return self.translated(match[1])
        return {"": text} if (text := words_in(element)) else {}

    def message(self, bind: Any, name: str) -> Words:
        text = attribute(bind, name) if bind is not None else ""
        if match := re.search(r"itext\(\s*['\"](.+?)['\"]\s*\)", text):
            return self.translated(match[1])
        return {"": text} if text else {}

    # The body

    def walk_body(self, element: Any, groups: tuple[Words, ...]) -> None:
        for child in element:
            kind = local(child)
            if kind in CONTROLS:
                self.controls.setdefault(self.path(attribute(child, "ref")), (child, groups))
            elif kind == "group":
                inner = self.words(first(child, "label"))
                for repeat in children(child, "repeat"):
                    self.repeat_labels[self.path(attribute(repeat, "nodeset"))] = inner
                self.walk_body(child, (*groups, inner) if inner else groups)
            elif kind == "repeat":
                self.repeat_labels.setdefault(self.path(attribute(child, "nodeset")), {})
                self.walk_body(child, groups)

    def choices(self, control: Any) -> Iterator[tuple[str, Words]]:
        for item in children(control, "item"):
            value = first(item, "value")
            yield (value.text or "").strip() if value is not None else "", self.words(first(item, "label"))
        itemset = first(control, "itemset")
        if itemset is None:
            return
        match = re.search(r"instance\(\s*['\"](.+?)['\"]\s*\)", attribute(itemset, "nodeset"))
        rows = self.lists.get(match[1]) if match else None
        label, value = (
            attribute(first(itemset, name), "ref") if first(itemset, name) is not None else ""
            for name in ("label", "value")
        )
        for item in rows.iter() if rows is not None else ():
            if local(item) == "item":
                code = next((words_in(each) for each in children(item, value or "name")), "")
                yield code, self.item_words(item, label)

    def item_words(self, item: Any, label: str) -> Words:
        if match := re.search(r"itext\(\s*(\w+)\s*\)", label):
            key = next((words_in(each) for each in children(item, match[1])), "")
            return self.translated(key)
        text = next((words_in(each) for each in children(item, label or "label")), "")
        return {"": text} if text else {}

    # The answers

    def answers(self) -> tuple[list[Question], list[Repeat], list[EntityNode]]:
        questions: list[Question] = []
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
                    questions.append(self.question(here, name, repeat))

        walk(self.data, "", "")
        return list({each.path: each for each in questions}.values()), list(repeats.values()), entities

    def question(self, path: str, name: str, repeat: str) -> Question:
        bind = self.binds.get(path)
        control, groups = self.controls.get(path, (None, ()))
        kind = local(control) if control is not None else ""
        said = (attribute(bind, "type") if bind is not None else "").rpartition(":")[2]
        preload = attribute(bind, "preloadParams") if bind is not None else ""
        kind_of = {"select": "select", "select1": "select1", "rank": "rank", "upload": "binary"}.get(kind)
        return Question(
            path,
            name,
            kind_of or ({"odk:rank": "rank"}.get(said, said) or "string")
            if not preload
            else said or "string",
            kind,
            attribute(control, "mediatype") if control is not None else "",
            self.words(first(control, "label")) if control is not None else {},
            self.words(first(control, "hint")) if control is not None else {},
            tuple(self.choices(control)) if control is not None else (),
            bind is not None and attribute(bind, "required").startswith("true"),
            bind is not None and attribute(bind, "readonly").startswith("true"),
            attribute(bind, "relevant") if bind is not None else "",
            attribute(bind, "constraint") if bind is not None else "",
            self.message(bind, "constraintMsg"),
            attribute(bind, "calculate") if bind is not None else "",
            repeat,
            groups,
            attribute(control, "appearance") if control is not None else "",
        )

    def repeat_of(self, path: str) -> str:
        """The innermost repeat around a path, "" at the top."""
        around = [each for each in self.repeat_labels if path.startswith(f"{each}/")]
        return max(around, key=len, default="")

    def entity(self, element: Any, meta: str, repeat: str) -> EntityNode:
        around = meta.removesuffix("meta").rstrip("/")
        path = f"{meta}/entity"
        saves = tuple(
            (attribute(bind, "saveto"), each)
            for each, bind in self.binds.items()
            if attribute(bind, "saveto")
            and each.startswith(f"{around}/" if around else "")
            and self.repeat_of(each) == repeat
        )
        create, update = (self.binds.get(f"{path}/@{what}") for what in ("create", "update"))
        return EntityNode(
            attribute(element, "dataset"),
            path,
            repeat,
            (attribute(create, "calculate") or attribute(create, "relevant"))
            if create is not None
            else attribute(element, "create"),
            (attribute(update, "calculate") or attribute(update, "relevant"))
            if update is not None
            else attribute(element, "update"),
            saves,
        )

    # Files

    def files(self) -> Iterator[FormFile]:
        seen: set[str] = set()
        for reference in self.references():
            name = reference.rpartition("/")[2]
            if name and name not in seen and not reference.startswith(("jr://instance", "jr://choices")):
                seen.add(name)
                kind = next((kind for part, kind in PARTS.items() if part in reference), "file")
                yield FormFile(
                    name, FILE_KINDS.get(Path(name).suffix, kind) if kind in {"file", "csv"} else kind
                )

    def references(self) -> Iterator[str]:
        for instance in self.lists.values():
            if (source := attribute(instance, "src")).startswith("jr://"):
                yield source
        for element in self.model.iter():
            if local(element) == "value" and (text := (element.text or "").strip()).startswith("jr://"):
                yield text


def namespace(element: Any) -> str:
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""
