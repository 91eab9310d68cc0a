"""A form filled in at a mine without network, sent days later, returned, corrected; and the map of sites."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from batea.programmes.words import Words
from batea.registry.models import Site
from batea.surveys.models import SetAside, Submission
from batea.surveys.phones import revoke_key
from batea.surveys.publishing import bring_form
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


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_draft_is_tried_out_and_nothing_stays(walk, country_a, amina, lang, width):
    with scope(programme=country_a):
        Site.objects.create(programme=country_a, name="La Cumbre")
        version, _checked = bring_form(by="x", programme=country_a, data=TRIED.encode(), file_name="x.md")
    lead = walk(account=amina.account, width=width, lang=lang)
    lead.when_opens(f"/p/a/surveys/versions/{version.uid}/try/")
    label, finish, done = {
        "es": ("Sitio", "Terminar la prueba", "no se guardó ni se envió nada"),
        "en": ("Site", "Finish the preview", "nothing was kept and nothing was sent"),
    }[lang]
    expect(lead.page.get_by_text(label, exact=True).first).to_be_visible(timeout=20_000)
    lead.look()
    lead.page.get_by_role("radio", name="La Cumbre").check()
    lead.page.get_by_role("button", name=finish).click()
    expect(lead.page.get_by_text(done)).to_be_visible()
    kept = "async () => (await indexedDB.databases()).map(each => each.name)"
    assert lead.page.evaluate(kept) == [] and submissions(country_a) == []


TRIED = """
| survey |
|        | type                           | name | label::English (en) | label::Español (es) |
|        | select_one_from_file sites.csv | site | Site                | Sitio               |
|        | select_one_from_file pits.csv  | pit  | Pit                 | Pozo                |
| settings |
|          | form_title | form_id | version |
|          | Lists      | lists   | 1       |
"""


def fill_in(page, base, site="Los Patos"):
    """One record into the queue of this key, without network."""
    page.goto(base)
    expect(page.get_by_text("Esta página se abre sin red")).to_be_visible(timeout=20_000)
    page.context.set_offline(True)
    page.locator('a[href*="#fill"]').first.click()
    page.get_by_label("¿Qué sitio?").fill(site)
    page.get_by_role("button", name="Terminar y guardar").click()
    expect(page.get_by_text("Solo en este dispositivo", exact=False).first).to_be_visible(timeout=15_000)


def test_a_new_key_sends_what_the_old_one_left(device, live_server, country_a, country_b, bruno, dele):
    making.published(country_a)
    making.published(country_b)
    red, blue, abroad = making.collector(bruno), making.collector(bruno, name="blue"), making.collector(dele)
    _context, page = device()
    fill_in(page, f"{live_server.url}{red.base}")
    with scope(programme=country_a):
        revoke_key(by="x", phone=red.phone)
    page.context.set_offline(False)

    page.goto(f"{live_server.url}{abroad.base}")  # another programme's key is offered nothing
    expect(page.get_by_text("sin enviar de otro enlace: 1", exact=False)).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Enviarlos con esta clave")).to_have_count(0)

    page.goto(f"{live_server.url}{blue.base}")
    page.get_by_role("button", name="Enviarlos con esta clave").click(timeout=20_000)
    dialog = page.get_by_role("dialog")
    with scope(programme=country_a):
        name = blue.phone.person.name
    expect(dialog).to_contain_text(name)
    assert submissions(country_a) == []
    dialog.get_by_role("button", name="Enviarlos con esta clave").click()
    expect(page.get_by_text("Recibido por el servidor", exact=False).first).to_be_visible(timeout=20_000)
    (came,) = submissions(country_a)
    assert "Los Patos" in came.xml and came.phone_id == blue.phone.pk
    page.get_by_role("link", name="Comprobante").first.click()
    expect(page.get_by_text("Llenado con otra clave, enviado con la clave de")).to_be_visible()
    assert blue.token not in page.get_by_role("main").inner_text()
    with scope(programme=country_b):
        assert SetAside.objects.count() == 0 and Submission.objects.count() == 0


def test_a_saved_file_of_unsent_answers_is_read_back(device, walk, live_server, country_a, bruno):
    making.published(country_a)
    _context, page = device()
    fill_in(page, f"{live_server.url}{making.collector(bruno).base}", site="El Ñame")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Guardar en un archivo").click()
    saved = waiting.value.path()
    officer = walk(account=bruno.account, width=360, lang="en")
    for said in ("Received.", "Received before; nothing is lost."):
        officer.when_opens("/p/a/surveys/unsent/")
        officer.page.get_by_label("ZIP with saved answers").set_input_files(saved)
        officer.when_presses("Bring in")
        officer.then_sees("Taken", said)
    (came,) = submissions(country_a)
    assert "El Ñame" in came.xml and came.sent_by_id == making.officer(bruno).pk
