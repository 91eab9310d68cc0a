"""A form filled in at a mine without network, sent days later, returned, corrected; and the map of sites."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from batea.programmes.words import Words
from batea.surveys.models import Submission
from batea.surveys.reviewing import review_submission
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.surveys import making
from tests.surveys.making import instance, new_id


@pytest.fixture
def device(browser, tmp_path):
    """`device()` opens the browser of one phone; what it keeps outlives its being closed."""
    opened = []

    def begin(lang="es"):
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "phone",
            executable_path=CHROMIUM,
            args=SWITCHES,
            viewport={"width": 360, "height": 740},
            locale=f"{lang}-DO",
        )
        opened.append(context)
        return context, context.pages[0]

    yield begin
    for context in opened:
        context.close()


def test_filled_without_network_and_sent_after_the_browser_was_closed(device, live_server, country_a, bruno):
    making.published(country_a)
    base = f"{live_server.url}{making.collector(bruno).base}"
    context, page = device()
    page.goto(base)
    expect(page.get_by_text("Esta página se abre sin red")).to_be_visible(timeout=20_000)
    context.set_offline(True)
    page.reload()
    page.locator('a[href*="#fill"]').first.click()
    page.get_by_label("¿Qué sitio?").fill("Larimar del Ñame")
    page.get_by_label("Mujeres").press_sequentially("12")
    page.get_by_role("button", name="Terminar y guardar").click()
    waiting = page.get_by_text("Solo en este dispositivo", exact=False).first
    expect(waiting).to_be_visible(timeout=15_000)
    context.close()
    assert submissions(country_a) == []

    context, page = device()
    context.set_offline(True)
    page.goto(base)
    expect(page.get_by_text("Solo en este dispositivo", exact=False).first).to_be_visible(timeout=15_000)
    context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Recibido por el servidor", exact=False).first).to_be_visible(timeout=20_000)
    (came,) = submissions(country_a)
    assert "Larimar del Ñame" in came.xml and "<women>12</women>" in came.xml
    page.reload()
    page.wait_for_timeout(1000)
    assert len(submissions(country_a)) == 1


def submissions(programme) -> list[Submission]:
    with scope(programme=programme):
        return list(Submission.objects.order_by("pk"))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_returned_record_is_corrected_in_the_browser(walk, country_a, bruno, width):
    making.published(country_a)
    making.collector(bruno).send(instance("<site>A</site><women>3</women>", uid=new_id()))
    (came,) = submissions(country_a)
    with scope(programme=country_a):
        review_submission(by="x", submission=came, state="returned", comment=Words("Count again", "en"))
    officer = walk(account=bruno.account, width=width, lang="en")
    officer.when_opens("/p/a/surveys/returned/")
    officer.then_sees("Count again")
    officer.page.get_by_role("link", name="Visit").first.click()
    women = officer.page.get_by_label("Women")
    expect(women).to_have_value("3", timeout=20_000)
    women.fill("")
    women.press_sequentially("4")
    officer.page.get_by_role("button", name="Send the correction").click()
    expect(officer.page.get_by_text("The correction was received by the server.")).to_be_visible(
        timeout=20_000
    )
    old, new = submissions(country_a)
    assert (old.current, new.current, new.replaces) == (False, True, old.instance_id)
    assert "<women>4</women>" in new.xml


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_task_force_publishes_reads_and_decides(walk, country_a, amina, bruno, lang):
    lead = walk(account=amina.account, width=1280, lang=lang)
    for path in ("surveys/forms/", "surveys/bring/", "surveys/ready/", "surveys/phones/set-up/"):
        lead.when_opens(f"/p/a/{path}")
    making.published(country_a)
    making.collector(bruno).send(instance("<site>La Cumbre</site><women>many</women>", uid=new_id()))
    (came,) = submissions(country_a)
    for path in (
        "surveys/submissions/",
        f"surveys/submissions/{came.uid}/",
        f"surveys/forms/{came.form.uid}/",
    ):
        lead.when_opens(f"/p/a/{path}")
    lead.when_opens(f"/p/a/surveys/submissions/{came.uid}/")
    lead.then_sees("La Cumbre")
    lead.page.locator('button[name=state][value="approved"]').click()
    lead.page.wait_for_load_state()
    assert submissions(country_a)[0].state == "approved"
