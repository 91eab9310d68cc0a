"""A tool on Batea's own phones: published with one button, its approved answers taken into an assessment."""

import pytest

from batea.programmes.words import Words
from batea.surveys.models import Form, FormVersion, Submission
from batea.surveys.reviewing import review_submission
from batea.toolbox.models import Assessment
from tests.surveys import making

TOOL = "/p/a/toolbox/tools/stakeholder_power/"
SENT = """<data id="stakeholder_power" version="{version}"><about_this_title>Amber forum</about_this_title>
<stakeholders><name>Women sorters</name></stakeholders><meta><instanceID>{uid}</instanceID></meta></data>"""


@pytest.fixture
def on_phones(amina, inside_a):
    answer = amina.post(f"{TOOL}publish/")
    assert answer.status_code == 302
    return FormVersion.objects.get()


def send(phone, version) -> Submission:
    assert phone.send(SENT.format(version=version.name, uid=making.new_id()).encode()).status_code == 201
    return Submission.objects.latest("pk")


def test_one_button_publishes_the_tool_and_once(amina, on_phones):
    assert (on_phones.form.form_id, on_phones.form.state) == ("stakeholder_power", Form.State.OPEN)
    amina.cookies["django_language"] = "fr"
    assert amina.post(f"{TOOL}publish/").status_code == 302
    assert FormVersion.objects.get().version == on_phones.version


def test_who_may_not_publish_forms_sees_no_button(amina, bruno, inside_a):
    assert "Publish for phones" in amina.get(TOOL).content.decode()
    assert "Publish for phones" not in bruno.get(TOOL).content.decode()
    assert bruno.post(f"{TOOL}publish/").status_code == 403


def test_approved_answers_are_offered_and_shown_before_anything_is_saved(amina, bruno, on_phones):
    came = send(making.collector(bruno), on_phones)
    offered = f"{TOOL}file/?sent={came.uid}"
    assert offered not in amina.get(TOOL).content.decode()
    assert amina.get(offered).status_code == 404
    review_submission(by="x", submission=came, state="approved", comment=Words())
    assert offered in amina.get(TOOL).content.decode()
    shown = amina.get(offered).content.decode()
    assert "Women sorters" in shown and "Amber forum" in shown
    assert not Assessment.objects.exists()
    assert bruno.get(offered).status_code == 404  # fills in tools, does not read what others sent
    assert amina.get(f"{TOOL}file/?sent=nothing").status_code == 404
