"""What the form renderer promises: ids that match, errors that are announced, nothing unescaped."""

import re
from datetime import date

import pytest
from django import forms
from django.utils import translation

from batea.web.forms import BateaRenderer

pytestmark = pytest.mark.filterwarnings("error")


class Visit(forms.Form):
    default_renderer = BateaRenderer

    name = forms.CharField(label="Name", help_text="As people call it", max_length=20)
    text = forms.CharField(label="Text", required=False, max_length=100, widget=forms.Textarea)
    day = forms.DateField(label="Day")
    people = forms.IntegerField(label="People", required=False)
    mineral = forms.ChoiceField(label="Mineral", choices=[("gold", "Gold"), ("amber", "Amber")])
    tools = forms.MultipleChoiceField(
        label="Tools",
        choices=[("pump", "Pump"), ("mill", "Mill")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reached = forms.ChoiceField(
        label="Reached",
        help_text="The pit itself",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"data-reveals": "no:why"}),
    )
    why = forms.CharField(label="Why not", required=False)
    photo = forms.FileField(label="Photo", required=False)
    agreed = forms.BooleanField(label="Agreed", help_text="Ask first")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def tags(html: str, **attributes: str) -> list[str]:
    """Opening tags that carry all the given attributes."""
    wanted = [f'{name.replace("_", "-")}="{value}"' for name, value in attributes.items()]
    return [tag for tag in re.findall(r"<[a-z][^>]*>", html) if all(word in tag for word in wanted)]


def described_by(html: str) -> set[str]:
    return {part for ids in re.findall(r'aria-describedby="([^"]*)"', html) for part in ids.split()}


@pytest.mark.parametrize(
    "form", [Visit(), Visit({}), Visit({}, prefix="a-b")], ids=["empty", "wrong", "prefixed"]
)
def test_every_reference_has_its_target(form):
    html = str(form)
    ids = re.findall(r' id="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert described_by(html) <= set(ids)
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'data-reveals="([^"]+)"', html)) <= set(ids)


def test_every_control_has_a_label():
    html = str(Visit())
    controls = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    named = {
        re.search(r' id="([^"]+)"', control)[1] for control in controls if 'type="hidden"' not in control
    }
    assert named == set(re.findall(r'<label[^>]* for="([^"]+)"', html))


def test_hint_and_error_are_announced_with_the_field():
    html = str(Visit({})["name"].as_field_group())
    (control,) = tags(html, id="id_name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in control
    assert 'aria-invalid="true"' in control and "govuk-input--error" in control
    assert "This field is required." in re.search(r'id="id_name_error">(.*?)</div></div>', html)[1]


def test_a_group_is_a_fieldset_with_its_own_description():
    html = str(Visit({})["reached"].as_field_group())
    assert tags(html, aria_describedby="id_reached_helptext id_reached_error") == [
        '<fieldset class="govuk-fieldset" aria-describedby="id_reached_helptext id_reached_error">'
    ]
    assert len(tags(html, type="radio")) == 2


def test_a_choice_names_the_question_it_reveals():
    (choice,) = tags(str(Visit(prefix="p")), data_reveals="id_p-why_group")
    assert 'value="no"' in choice


def test_only_what_may_stay_empty_is_marked_optional():
    form = Visit()
    optional = {field.name for field in form if "(optional)" in field.as_field_group()}
    assert optional == {"text", "people", "tools", "why", "photo"}


def test_a_limit_is_counted_in_the_language_of_the_page():
    with translation.override("en"):
        html = str(Visit()["text"].as_field_group())
    assert tags(html, data_maxlength="100", data_module="govuk-character-count")
    assert 'data-i18n.characters-under-limit.other="Characters left: %{count}"' in html
    assert 'id="id_text-info"' in html and "id_text-info" in described_by(html)


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_a_date_is_given_as_browsers_want_it(language):
    with translation.override(language):
        (control,) = tags(str(Visit(initial={"day": date(2018, 6, 3)})["day"]), name="day")
    assert 'type="date"' in control and 'value="2018-06-03"' in control


def test_a_mistyped_date_is_not_lost():
    (control,) = tags(str(Visit({"day": "mañana"})["day"]), name="day")
    assert 'type="text"' in control and 'value="mañana"' in control


def test_what_people_type_is_escaped():
    typed = '"><script>alert(1)</script>'
    html = str(Visit({"name": typed, "text": typed, "day": typed, "secret": typed}))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


def test_labels_hints_and_choices_are_escaped():
    class Hostile(forms.Form):
        default_renderer = BateaRenderer
        field = forms.ChoiceField(
            label="<b>", help_text="<i>", choices=[("<u>", "<s>")], widget=forms.RadioSelect
        )

    assert re.findall(r"<[bius]>", str(Hostile())) == []


def test_a_widget_keeps_its_own_class():
    class Short(forms.Form):
        default_renderer = BateaRenderer
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))

    assert tags(str(Short()), **{"class": "govuk-input govuk-input--width-5"})


def test_the_summary_leads_to_every_mistake():
    from django.template.loader import render_to_string

    form = Visit({"people": "x"})
    form.add_error(None, "Nothing fits.")
    html = render_to_string("web/parts/error_summary.html", {"form": form})
    ids = set(re.findall(r' id="([^"]+)"', str(form)))
    links = re.findall(r'href="#([^"]+)"', html)
    assert links == ["id_name", "id_day", "id_people", "id_mineral", "id_reached_0", "id_agreed"]
    assert set(links) <= ids
    assert "Nothing fits." in html and "autofocus" in html
    assert render_to_string("web/parts/error_summary.html", {"form": Visit()}).strip() == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_text_in_several_languages_opens_with_the_readers_own(language):
    from batea.programmes.words import WordsFormField

    class Wish(forms.Form):
        default_renderer = BateaRenderer
        vision = WordsFormField(label="Vision", long=True)

    with translation.override(language):
        form = Wish({})
        html, target = str(form), form["vision"].target_id
    first, rest = html.split("<details", 1)
    assert f'<span lang="{language}">' in first and f' id="{target}"' in first
    assert len(re.findall("<textarea", rest)) == 3
    assert set(re.findall(r' lang="(\w\w)"', html)) == {"es", "en", "pt", "fr"}
    assert described_by(html) <= set(re.findall(r' id="([^"]+)"', html))
