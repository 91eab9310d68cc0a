"""The same person without a mouse: Tab, Enter, Space, arrows and letters."""

from tests.conftest import PASSWORD
from tests.journeys.walker import Walker

MOST = 150  # presses of Tab on one page
# Whether the wanted element has focus, and what is wrong with how focus shows (inside a date picker the browser draws
# a ring of its own).
STOP = """wanted => {
    const on = document.activeElement, style = getComputedStyle(on), box = on.getBoundingClientRect();
    if (on === document.body) return {reached: false, fault: ''};
    const ringed = style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const fault = !ringed && on.type !== 'date' ? 'focus does not show' : seen ? '' : 'focus is out of sight';
    return {reached: on === wanted, fault: fault && `${fault}: ${on.outerHTML.slice(0, 120)}`};
}"""


class KeyboardWalker(Walker):
    def given_signed_in(self, account, password=PASSWORD):
        self.when_opens("/account/login/")
        self.when_fills("Email", account.email)
        self.when_fills("Password", password)
        self.arrive(lambda: self.page.keyboard.press("Enter"), 200)

    def when_follows(self, name, status=200, within=None):
        self.when_tabs_to(self.link(name, within))
        self.arrive(lambda: self.page.keyboard.press("Enter"), status)

    def when_goes_to(self, room):
        """By the bar of rooms; on a phone it is folded up first."""
        menu = self.page.locator(".batea-rooms__fold--open")
        if menu.is_visible():
            self.when_tabs_to(menu)
            self.page.keyboard.press("Enter")
        self.when_follows(room)

    def when_presses(self, name, status=200):
        self.when_tabs_to(self.button(name))
        self.arrive(lambda: self.page.keyboard.press("Enter"), status)

    def when_fills(self, label, text):
        self.when_tabs_to(self.field(label))
        self.page.keyboard.type(str(text))

    def when_fills_day(self, label, month, day, year):
        """A date picker takes its parts one after the other."""
        self.when_fills(label, f"{month:02}{day:02}{year}")

    def when_chooses(self, label, option):
        self.when_fills(label, option)

    def when_ticks(self, label, group=""):
        """A box by the space bar; of choices that exclude each other the first by the space bar, the others by arrows."""
        wanted = self.box(label, group)
        if wanted.get_attribute("type") != "radio":
            self.when_tabs_to(wanted)
            if not wanted.is_checked():
                self.page.keyboard.press("Space")
            return
        choices = self.page.locator(f"input[type=radio][name='{wanted.get_attribute('name')}']")
        self.when_tabs_to(choices.and_(self.page.locator(":checked")).or_(choices.first).first)
        self.page.keyboard.press("Space")
        for _press in range(choices.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: arrows do not reach {label}")

    def when_unfolds(self, summary):
        """Show what lies under a summary."""
        self.when_tabs_to(self.page.locator("summary").filter(has_text=summary).first)
        self.page.keyboard.press("Enter")

    def when_skips_the_furniture(self):
        """The first stop of a page leads past what stands on every page."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "main", self.page.url
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.closest('main') !== null"), self.page.url

    def when_tabs_to(self, target):
        """Press Tab until `target` has focus; at each stop on the way focus must show."""
        element = target.element_handle()
        for _press in range(MOST):
            stop = self.page.evaluate(STOP, element)
            assert not stop["fault"], f"{self.page.url}: {stop['fault']}"
            if stop["reached"]:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {MOST} presses of Tab do not reach {target}")
