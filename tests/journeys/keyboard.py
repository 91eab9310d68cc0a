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
