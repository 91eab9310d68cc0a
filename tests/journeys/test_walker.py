"""The walker's eyes are not blind: each kind of fault, planted on a page, is told."""

import pytest

FAULTS = {
    "image-alt": "document.body.append(document.createElement('img'))",
    "color-contrast": """const text = document.createElement('p'); text.textContent = 'pale'; text.className = 'pale';
        const sheet = new CSSStyleSheet(); sheet.replaceSync('.pale {color: #ccc; background: #fff}');
        document.adoptedStyleSheets = [sheet]; document.querySelector('main').append(text)""",
    "policy broken: script-src": """const script = document.createElement('script'); script.textContent = '1';
        document.body.append(script)""",
    "policy broken: style-src": "document.body.setAttribute('style', 'margin: 0')",
    "px wide": """const bar = document.createElement('hr'); bar.width = 3000; document.body.append(bar);
        const sheet = new CSSStyleSheet(); sheet.replaceSync('hr {width: 3000px}'); document.adoptedStyleSheets = [sheet]""",
    "does not name the page": "document.title = 'Batea'",
    "language xx": "document.documentElement.lang = 'xx'",
    "focus on": "document.querySelector('footer a').focus()",
    "error: oops": "console.error('oops')",
}


@pytest.mark.parametrize("told", FAULTS)
def test_a_planted_fault_is_told(walk, told):
    eve = walk()
    eve.when_opens("/account/login/")
    eve.page.evaluate(f"() => {{ {FAULTS[told]} }}")
    with pytest.raises(AssertionError, match=told):
        eve.look()
