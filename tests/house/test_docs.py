"""The pages for users say what the program says: every step, command, refusal, link and word of the screen."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import get_resolver
from django.utils.translation import override

from batea.cli import parser
from batea.guidance.steps import all_steps
from batea.problems import PROBLEMS
from batea.programmes.registers import REGISTERS
from batea.toolbox.discovery import FOLDER, tools
from tools.catalogues import forms, messages, read
from tools.problems_table import PAGES, filled, problems_table

ROOT = Path(__file__).resolve().parents[2]
USERS = ROOT / "docs" / "users"
FOLDERS = {"en": USERS, "es": USERS / "es"}
WRITTEN_BY_TOOLS = {"access.md", "roles.md", "install.md"}  # these two, and the one for whoever knows servers
TWINS = sorted(path.name for path in FOLDERS["es"].glob("*.md"))
LINKED = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])


def guide(step, lang: str) -> str:
    return (FOLDERS[lang] / f"step-{step.number}-{step.slug}.md").read_text(encoding="utf-8")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# Guides ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def all_registers():
    """Registers are declared beside the addresses, which Django reads at the first request."""
    return get_resolver().url_patterns


def step_words(step, lang: str) -> dict[str, list[str]]:
    """What the screen calls a step, its gates, its own pages and its tables."""
    with override(lang):
        return {
            "title": [f"{step.number} – {step.title}"],
            "gates": [str(gate.title) for gate in step.gates],
            "pages": [str(page.title) for page in step.pages],
            "tables": [str(name) for label in step.registers for name in names_of(REGISTERS[label])],
        }


def names_of(register) -> tuple[str, str]:
    return register.title, register.singular


def unsaid(step, lang: str, text: str, kinds=("title", "gates", "pages")) -> list[str]:
    """Words of the step that the guide lacks; of a table either its name or the name of one entry will do."""
    words, said = step_words(step, lang), flat(text).casefold()
    lacking = [word for kind in kinds for word in words[kind] if word.casefold() not in said]
    pairs = zip(words["tables"][::2], words["tables"][1::2], strict=True)
    return lacking + [
        many for many, one in pairs if many.casefold() not in said and one.casefold() not in said
    ]


@pytest.mark.parametrize("lang", FOLDERS)
def test_every_step_has_a_guide_that_names_its_gates_pages_and_tables(lang):
    steps = all_steps()
    assert len(steps) == 12
    assert {
        step.number: missing for step in steps if (missing := unsaid(step, lang, guide(step, lang)))
    } == {}


@pytest.mark.parametrize("lang", FOLDERS)
def test_the_guides_of_the_workshop_name_its_gates_pages_and_tables(lang):
    """They go by what people do, so a step may lie in two of them."""
    said = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDERS[lang].glob("workshop*.md")))
    steps = all_steps("workshop")
    assert len(steps) == 9
    missing = {step.number: unsaid(step, lang, said, ("gates", "pages")) for step in steps}
    assert {number: words for number, words in missing.items() if words} == {}


def test_a_gate_that_a_guide_leaves_out_would_be_seen():
    step = all_steps()[0]
    gate = str(step.gates[0].title)
    assert unsaid(step, "en", flat(guide(step, "en")).replace(gate, "")) == [gate]


def test_the_guides_come_in_the_same_number_and_order_of_gates():
    for step in all_steps():
        for lang in FOLDERS:
            said = flat(guide(step, lang))
            places = [said.index(gate) for gate in step_words(step, lang)["gates"]]
            assert places == sorted(places), (step.number, lang)


# Words of the screen ---------------------------------------------------------------------------------------------


def tool_words(tool) -> set[str]:
    """What a tool shows: its own name, its tables, columns, choices, given rows and starters."""
    tables = (*tool.tables, *tool.results)
    columns = [column for table in tables for column in table.columns]
    named = [tool, *tables, *columns, *tool.charts]
    named += [row for table in tool.tables for row in (*table.given, *table.starters)]
    words = {str(each.title) for each in named}
    words |= {str(title) for column in columns for _code, title in column.choices}
    return words | {str(step) for scale in tool.scales for step in scale.steps}


@cache
def screen_words(lang: str) -> tuple[frozenset[str], tuple[re.Pattern, ...]]:
    """Every word of the interface in `lang`, and patterns for those with placeholders."""
    plain, filled_in = set(), []
    for message in messages(read(ROOT / "src" / "batea", "es")):
        for word in forms(message.id if lang == "en" else message.string):
            if "%(" not in word:
                plain.add(word.casefold())
            elif re.search(r"\w{3}", re.sub(r"%\(\w+\)s", "", word)):
                filled_in.append(re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(word.casefold()))))
    with override(lang):
        plain |= {word.casefold() for tool in tools().values() for word in tool_words(tool)}
    return frozenset(plain), tuple(filled_in)


def strangers(lang: str, text: str) -> list[str]:
    """Bold words that are not on the screen: in these pages bold is kept for words of the screen."""
    plain, filled_in = screen_words(lang)
    bold = [flat(word) for word in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]
    return [
        word
        for word in bold
        if word.casefold() not in plain
        and not any(pattern.fullmatch(word.casefold()) for pattern in filled_in)
    ]


@pytest.mark.parametrize("lang", FOLDERS)
def test_bold_words_are_words_of_the_screen(lang):
    folder = FOLDERS[lang]
    pages = [path for path in folder.glob("*.md") if path.name not in WRITTEN_BY_TOOLS]
    pages += (folder / "tools").glob("*.md")
    assert len(pages) > 25
    found = {path.name: strangers(lang, path.read_text(encoding="utf-8")) for path in pages}
    assert {name: words for name, words in found.items() if words} == {}


def test_a_word_that_is_not_on_the_screen_would_be_seen():
    assert strangers("es", "Pulse **Guardar** y **Salvar todo**.") == ["Salvar todo"]


def test_every_page_has_its_spanish_twin():
    assert sorted(path.name for path in USERS.glob("*.md") if path.name not in WRITTEN_BY_TOOLS) == TWINS


@pytest.mark.parametrize("lang", FOLDERS)
def test_every_tool_has_a_guide(lang):
    folders = {path.parent.name for path in FOLDER.glob("*/definition.py")}
    assert {path.stem for path in (FOLDERS[lang] / "tools").glob("*.md")} == folders


# Commands and refusals -------------------------------------------------------------------------------------------


def commands(within=None, name="batea"):
    """Every command with its whole name, and its parser."""
    within = within or parser()
    families = [
        action.choices for action in within._actions if action.choices and hasattr(action.choices, "items")
    ]
    if not families:
        yield name, within
    for choices in families:
        for word, inner in choices.items():
            yield from commands(inner, f"{name} {word}")


@pytest.mark.parametrize("lang", FOLDERS)
def test_every_command_is_explained(lang):
    page = (FOLDERS[lang] / "command-line.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (batea .+)$", page, re.MULTILINE) == [name for name, _parser in commands()]


def examples(page: str) -> list[str]:
    return re.findall(r"^    (batea .+)$", page, re.MULTILINE)


@pytest.mark.parametrize("path", [folder / name for folder in FOLDERS.values() for name in TWINS], ids=str)
def test_examples_of_commands_can_be_typed(path):
    for example in examples(path.read_text(encoding="utf-8")):
        words = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', example)]
        assert parser().parse_args(words[1:]).run


def test_each_command_has_an_example():
    for folder in FOLDERS.values():
        typed = [
            re.sub(r"--data \S+ ", "", line) for line in examples((folder / "command-line.md").read_text())
        ]
        assert [name for name, _ in commands() if not any(line.startswith(name) for line in typed)] == []


@pytest.mark.parametrize("lang", PAGES)
def test_every_refusal_is_in_troubleshooting(lang):
    page = PAGES[lang].read_text(encoding="utf-8")
    assert filled(page, problems_table(lang)) == page, "run python tools/problems_table.py"
    assert re.findall(r"^\| (B\d{3}) \|", page, re.MULTILINE) == [
        PROBLEMS[number].code for number in sorted(PROBLEMS)
    ]


def test_a_refusal_that_changes_would_be_seen():
    page = PAGES["en"].read_text(encoding="utf-8")
    assert filled(page, problems_table("en").replace("B101", "B100")) != page


# Links -----------------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path: Path, text: str) -> list[str]:
    """Links of a page that lead to no file, or to no heading of it."""
    found = []
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^    .*$", "", text, flags=re.MULTILINE)):
        if re.match(r"[a-z]+:", link):
            continue
        address, _hash, anchor = unquote(link).partition("#")
        target = (path.parent / address).resolve() if address else path
        page = target / "README.md" if target.is_dir() else target
        there = target.exists() and (not anchor or anchor in anchors(page.read_text(encoding="utf-8")))
        found += [] if there else [link]
    return found


@pytest.mark.parametrize("path", LINKED, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    assert broken(path, path.read_text(encoding="utf-8")) == []


def test_a_link_to_nowhere_would_be_seen():
    page = "[a](nowhere.md) [b](README.md#no-such-heading) [c](README.md#your-first-hour) [d](https://example.org)"
    assert broken(USERS / "evidence.md", page) == ["nowhere.md", "README.md#no-such-heading"]
