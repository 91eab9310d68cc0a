"""One person in one browser: given, when and then in the words of a page (roles, labels, names), never its markup.

Every page that arrives is looked at: status, title, heading, language, focus, width, axe (WCAG 2.2 AA), what the console
says and whether the content security policy was broken.
"""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.conftest import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})).violations
    .map(found => `${found.id}: ${found.nodes.map(node => node.target).join(' | ')}`)"""
CHANGES_EACH_TIME = re.compile(
    r'(?<=value=")[A-Za-z0-9]{64}(?=")|(?<=X-CSRFToken": ")[A-Za-z0-9]{64}|localhost:\d+'
)
FREE_OF_BARRIERS: set[tuple[str, str]] = set()
TELL_BREACHES = """addEventListener('securitypolicyviolation',
    breach => console.error(`policy broken: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sample}`))"""
SIGN_IN = {
    "es": ("Correo electrónico", "Contraseña", "Ingresar"),
    "en": ("Email", "Password", "Sign in"),
    "pt": ("Email", "Palavra-passe", "Entrar"),
    "fr": ("Courriel", "Mot de passe", "Se connecter"),
}
REFUSED_PAGE = "Failed to load resource"  # the browser's own remark on every answer from 400 up
OWN_WORDS = """lang => {
    const copy = document.querySelector('main').cloneNode(true), found = [];
    copy.querySelectorAll(`[lang]:not([lang=${lang}]), cite`).forEach(one => one.remove());
    const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) found.push(texts.currentNode.data.trim());
    return found; }"""
# Focus starts at the top of a page, in its first field where the page says so, or on what went wrong.
STRAY_FOCUS = """() => { const on = document.activeElement, wrong = document.querySelector('.govuk-error-summary');
    const well = wrong ? on === wrong : on === document.body || on.matches('input[autofocus]');
    return well ? '' : on.className || on.tagName }"""


class Walker:
    def __init__(self, browser: Browser, address: str, account=None, width=1280, lang="en", **context):
        self.address, self.lang, self.status, self.problems = address, lang, 0, []
        self.scripted = context.get("java_script_enabled", True)
        self.context = browser.new_context(viewport={"width": width, "height": 800}, locale=lang, **context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.add_init_script(TELL_BREACHES)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self.note_status)
        if account is not None:
            self.given_signed_in(account)

    def close(self):
        self.context.close()

    def hear(self, message):
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED_PAGE):
            self.problems.append(f"{message.type}: {message.text}")

    def note_status(self, response):
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    # Given ------------------------------------------------------------------------------------------------------

    def given_signed_in(self, account, password=PASSWORD):
        email, secret, enter = SIGN_IN[self.lang]
        self.when_opens("/account/login/")
        self.when_fills(email, account.email)
        self.when_fills(secret, password)
        self.when_presses(enter)

    # When -------------------------------------------------------------------------------------------------------

    def when_opens(self, path: str, status: int = 200, **looks):
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look(status, **looks)

    def when_follows(self, name: str, status: int = 200, within: Locator | None = None):
        self.arrive(lambda: self.link(name, within).click(), status)

    def when_presses(self, name: str, status: int = 200):
        self.arrive(self.button(name).click, status)

    def when_downloads(self, name: str) -> Path:
        with self.page.expect_download() as waiting:
            self.link(name, self.main).click()
        return Path(waiting.value.path())

    def when_fills(self, label: str, text):
        self.field(label).fill(str(text))

    def when_chooses(self, label: str, option: str):
        """The first choice whose words contain `option`."""
        self.field(label).select_option(value=self.choice(label, option).get_attribute("value"))

    def when_ticks(self, label: str, group: str = ""):
        self.box(label, group).check()

    def when_saves(self, path: str, status: int = 200, **fields):
        """Open a form, fill in what is named (see `when_fills_all`), save."""
        self.when_opens(path)
        self.when_fills_all(**fields)
        self.when_presses("Save", status)

    def when_fills_all(self, **fields):
        """Fields by the words of their labels, spaces as underscores; a tuple names a choice."""
        for name, value in fields.items():
            act = self.when_chooses if isinstance(value, tuple) else self.when_fills
            act(name.replace("_", " "), value[0] if isinstance(value, tuple) else value)

    # Then -------------------------------------------------------------------------------------------------------

    def then_sees(self, *texts: str):
        for text in texts:
            expect(self.texts(text).first).to_be_visible()

    def then_does_not_see(self, *texts: str):
        for text in texts:
            expect(self.texts(text)).to_have_count(0)

    def then_is_at(self, path: str):
        assert self.path.split("?")[0] == path

    def then_the_row(self, first: str, *cells: str):
        """The row that `first` heads says each of `cells`."""
        row = self.main.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=first)).first
        for cell in cells:
            expect(row).to_contain_text(cell, ignore_case=True)

    def then_focus_is_in(self, label: str):
        expect(self.field(label)).to_be_focused()

    # Finding ----------------------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def link(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("link", name=name).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def group(self, label: str) -> Locator:
        return self.main.get_by_role("group", name=as_label(label))

    def field(self, label: str) -> Locator:
        """The control of a label; of a passage in several languages, the box of the reader's own language."""
        if self.group(label).count():
            return self.group(label).get_by_role("textbox").first
        return self.main.get_by_label(as_label(label)).first

    def choice(self, label: str, option: str) -> Locator:
        """The first choice of a list whose words contain `option`."""
        return self.field(label).locator("option").filter(has_text=option).first

    def box(self, label: str, group: str = "") -> Locator:
        """What can be ticked, by the beginning of its label."""
        around = self.group(group) if group else self.main
        return around.get_by_label(re.compile(rf"^{re.escape(label)}", re.IGNORECASE)).first

    def texts(self, text: str) -> Locator:
        """Where a text can be seen."""
        return self.main.get_by_text(text).filter(visible=True)

    def own_words(self) -> list[str]:
        """The texts of the page's main part, without what is marked as another language and without titles of works."""
        return self.page.evaluate(OWN_WORDS, self.lang)

    # Looking ----------------------------------------------------------------------------------------------------

    def arrive(self, act, status: int):
        with self.page.expect_navigation(wait_until="load"):
            act()
        self.look(status)

    def look(self, status: int = 200, document: bool = False):
        """Everything a page must be; `document` is a strategy document, which is a page of its own kind."""
        self.page.wait_for_load_state()
        found = [f"status {self.status}, not {status}: {self.summary()}"] if self.status != status else []
        found += [] if document else self.frame_faults(status)
        found += self.width_faults()
        found += self.barriers()
        found += self.problems
        self.problems.clear()
        assert found == [], f"{self.page.url}: {found}"

    def summary(self) -> str:
        """What the page says is wrong."""
        summaries = self.page.locator(".govuk-error-summary").all_inner_texts()
        return " ".join(" ".join(summaries or self.page.locator("main").all_inner_texts()).split())[:300]

    def frame_faults(self, status: int) -> list[str]:
        """Title, heading, language and focus."""
        title, heads = self.page.title(), self.page.get_by_role("heading", level=1).all_inner_texts()
        lang, focus = self.page.evaluate("document.documentElement.lang"), self.stray_focus()
        named = title.removeprefix("Error: ").split(" – ")[0]
        return [
            fault
            for fault, wrong in (
                (f"headings {heads}", len(heads) != 1),
                (f"title “{title}” does not name the page {heads}", not named or named not in "".join(heads)),
                (
                    f"title “{title}” hides the error",
                    status == 422 and named == title.split(" – ")[0] and self.lang == "en",
                ),
                (f"language {lang}", lang != self.lang),
                (f"focus on “{focus}”", focus),
            )
            if wrong
        ]

    def stray_focus(self) -> str:
        """What has focus and should not. A browser sets it with the next picture it draws, so it has two seconds."""
        for _look in range(20):
            stray = self.page.evaluate(STRAY_FOCUS)
            if not stray:
                break
            self.page.wait_for_timeout(100)
        return stray

    def barriers(self) -> list[str]:
        """What axe finds. The very same page in the same window is not asked twice: tests sign in dozens of times.

        Without scripts axe never answers, since it waits for its timers: there the page is looked at in other ways only.
        """
        if not self.scripted:
            return []
        page = (str(self.page.viewport_size), CHANGES_EACH_TIME.sub("", self.page.content()))
        if page in FREE_OF_BARRIERS:
            return []
        self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE)
        if not found:
            FREE_OF_BARRIERS.add(page)
        return found

    def width_faults(self) -> list[str]:
        wide, room = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        return [f"{wide} px wide in {room} px"] if wide > room else []


def as_label(label: str) -> re.Pattern:
    """A label with or without the remark that the field is optional, in any of the languages."""
    return re.compile(rf"^{re.escape(label)}\s*(\([^)]*\))?$", re.IGNORECASE)
