"""Units of figures are said in the reader's language, whatever language they were typed in."""

import pytest
from django.utils.translation import override

from batea.guidance.catalogue import unit_words


@pytest.mark.parametrize(
    ("typed", "lang", "said"),
    [
        ("personas", "en", "people"),
        ("persons", "es", "personas"),
        ("PERSONAS", "fr", "personnes"),
        ("muertes/año", "en", "deaths/year"),
        ("DOP/pieza", "pt", "DOP/peça"),
        ("DOP/oz", "fr", "DOP/oz"),
        ("a unit nobody knows", "es", "a unit nobody knows"),
        ("%", "es", "%"),
    ],
)
def test_units_are_translated_part_by_part(typed, lang, said):
    with override(lang):
        assert unit_words(typed) == said
