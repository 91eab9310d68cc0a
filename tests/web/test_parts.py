"""Tables, statuses and messages as they reach the page."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html

COLUMNS = [{"label": "Site", "key": "name"}, {"label": "People", "key": "people", "numeric": True}, "Remark"]


def table(path="/", rows=(("A", 3, None),), **context):
    return render_to_string(
        "web/parts/table.html",
        {"caption": "Sites", "columns": COLUMNS, "rows": list(rows), **context},
        RequestFactory().get(path),
    )


def test_cells_are_escaped_unless_they_are_safe():
    html = table(rows=[("<b>", format_html("<i>{}</i>", "<u>"), ("<s>", '/x?"'))])
    assert "<b>" not in html and "<s>" not in html
    assert "<i>&lt;u&gt;</i>" in html
    assert '<a class="govuk-link" href="/x?&quot;">&lt;s&gt;</a>' in html


def test_the_first_cell_heads_its_row_and_numbers_stand_right():
    html = table()
    assert '<th scope="row" class="govuk-table__header">A</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">3</td>' in html


@pytest.mark.parametrize(
    ("path", "order", "link"),
    [
        ("/?q=x&page=4", "none", "?q=x&amp;sort=name"),
        ("/?sort=name", "ascending", "?sort=-name"),
        ("/?sort=-name", "descending", "?sort=name"),
    ],
)
def test_a_head_says_how_it_sorts_and_what_a_click_does(path, order, link):
    html = table(path)
    assert re.findall(r'aria-sort="(\w+)"', html) == [order, "none"]
    assert f'href="{link}"' in html


def test_an_empty_table_says_so_and_shows_the_way():
    html = table(rows=[], empty="No site yet.", empty_url="/new", empty_action="Add a site")
    assert "<table" not in html and "No site yet." in html and 'href="/new"' in html


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        table(rows=[("A", 3)])


@pytest.mark.parametrize(
    ("code", "word", "tone"), [("done", "Done", "good"), ("strange <x>", "strange &lt;x&gt;", "neutral")]
)
def test_a_status_is_a_word_not_only_a_colour(code, word, tone):
    html = render_to_string("web/parts/status.html", {"status": code})
    assert f">{word}</strong>" in html and f"batea-tag--{tone}" in html


def test_pages_keep_the_rest_of_the_query():
    page = Paginator(range(100), 10).get_page(2)
    html = render_to_string(
        "web/parts/pagination.html", {"page": page}, RequestFactory().get("/?mineral=gold&page=2")
    )
    assert 'href="?mineral=gold&amp;page=3"' in html
    assert len(re.findall('aria-current="page"', html)) == 1


def test_one_page_needs_no_pagination():
    page = Paginator(range(3), 10).get_page(1)
    assert render_to_string("web/parts/pagination.html", {"page": page}).strip() == ""


def test_an_untranslated_text_is_marked_never_hidden():
    texts = [{"lang": "es", "text": "Agua limpia", "original": True}, {"lang": "fr", "text": ""}]
    html = render_to_string("web/parts/languages.html", {"texts": texts})
    assert "Not translated yet" in html and '<div lang="es"' in html


def test_a_message_says_its_kind_and_is_escaped():
    html = render_to_string("web/parts/messages.html", {"messages": [Message(constants.ERROR, "<b>no</b>")]})
    assert "This did not work" in html and 'role="alert"' in html and "<b>" not in html
