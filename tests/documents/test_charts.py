"""Charts say their figures, keep their words inside the drawing, and can be typeset."""

import re
from xml.etree import ElementTree

import pytest

from batea.documents import fonts
from batea.documents.charts import (
    Bar,
    Estimate,
    Span,
    Step,
    bar_chart,
    range_chart,
    stacked_steps,
    timeline_chart,
)
from batea.documents.errors import MissingAlternativeText, OutlineError
from batea.documents.maps import Point, site_map
from batea.documents.outline import Document
from batea.documents.svg import WIDTH, Scale, grouped, scale, wrapped
from batea.documents.write import write

SQUARE = [[-71.0, 18.0], [-70.0, 18.0], [-70.0, 19.0], [-71.0, 19.0], [-71.0, 18.0]]
HOLE = [[-70.6, 18.4], [-70.4, 18.4], [-70.4, 18.6], [-70.6, 18.6], [-70.6, 18.4]]
REGIONS = [
    {"properties": {"name": "West"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE, HOLE]}},
    {
        "properties": {"name": "East"},
        "geometry": {"type": "MultiPolygon", "coordinates": [[[[x + 1, y] for x, y in SQUARE]]]},
    },
]
LONG = "Sand, gravel and construction stone with a name no column can hold whatever it does"

DRAWINGS = {
    "range": lambda alt="shown": range_chart(
        [Estimate("Census", 12000, 8000, 20000, "B", chosen=True), Estimate(LONG, 4300, grade="C")],
        alt=alt,
        unit="people",
    ),
    "bars": lambda alt="shown": bar_chart(
        [Bar("Gold", 12000, 8000, 20000), Bar(LONG, 4300)], alt=alt, unit="people"
    ),
    "steps": lambda alt="shown": stacked_steps(
        [Step("Pit", 12000, 8000, 20000), Step(LONG, 4300), Step("Tax", -300)],
        total=Step("Shop", 16000),
        alt=alt,
    ),
    "timeline": lambda alt="shown": timeline_chart(
        [
            Span(LONG, 0, 14, "Formalization", [(12, "4 300 licences")]),
            Span("Plant", 6, 60, "Environment", [(59, "12 000 people")]),
        ],
        alt=alt,
        year=lambda n: f"Year {n}",
    ),
    "map": lambda alt="shown": site_map(
        REGIONS,
        [Point(18.5, -70.9, "12 000 people", "gold"), Point(18.5, -69.05, "4 300 licences", "amber")],
        alt=alt,
        kinds={"gold": "Gold", "amber": "Amber"},
        values={"West": 12000, "East": 4300},
        value_label="People",
        note="Borders are indicative.",
    ),
}
every_drawing = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


def texts(drawing):
    """(words, left end, right end, height of the baseline) of every text."""
    found = []
    for node in ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}text"):
        if node.text:
            wide = fonts.width(node.text, float(node.get("font-size")), bold=node.get("font-weight") == "600")
            start = float(node.get("x")) - wide * {"end": 1, "middle": 0.5}.get(node.get("text-anchor"), 0)
            found.append((node.text, start, start + wide, float(node.get("y"))))
    return found


@every_drawing
def test_a_drawing_shows_its_figures_and_says_its_words(draw):
    drawing = draw("Two rival figures & a <doubt>")
    words = " ".join(words for words, *_ in texts(drawing)).replace("\u202f", " ").replace("+", "")
    assert "12 000" in words
    assert "4 300" in words
    assert ElementTree.fromstring(drawing.svg)[0].text == "Two rival figures & a <doubt>"
    assert drawing.figure("Caption", note="n").alt == drawing.alt


@every_drawing
def test_words_stay_inside_the_drawing(draw):
    drawing = draw()
    height = float(ElementTree.fromstring(drawing.svg).get("height"))
    for words, left, right, y in texts(drawing):
        assert left >= -2, words
        assert right <= WIDTH + 2, words
        assert 8 <= y <= height, words


@every_drawing
def test_a_drawing_needs_words(draw):
    with pytest.raises(MissingAlternativeText):
        draw(" ")


@every_drawing
def test_the_same_data_draw_the_same(draw):
    assert draw() == draw()


def test_all_drawings_can_be_typeset():
    document = Document("Drawings", "en", [draw().figure(name) for name, draw in DRAWINGS.items()])
    assert write(document, "pdf").content.startswith(b"%PDF")
    assert write(document, "docx").content.startswith(b"PK")


def test_names_from_outside_stay_names():
    svg = bar_chart([Bar("<script>x</script> 😀", 1)], alt="a").svg.decode()
    assert "<script" not in svg
    assert "□" in svg


def test_ranges_and_bars_stand_where_their_figures_are():
    svg = bar_chart([Bar("half", 50), Bar("full", 100)], alt="a").svg.decode()
    half, full = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    assert full == pytest.approx(2 * half, abs=0.2)


def test_steps_begin_where_the_step_before_ended():
    svg = stacked_steps([Step("a", 30), Step("b", 20), Step("c", -10)], alt="a").svg.decode()
    boxes = [
        (float(y), float(height))
        for y, height in re.findall(r'<rect [^>]*y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', svg)
    ]
    (pit, _), (second, second_height), (tax, tax_height) = boxes
    assert second + second_height == pytest.approx(pit, abs=0.2)
    assert tax == pytest.approx(second, abs=0.2)
    assert tax_height == pytest.approx(second_height / 2, abs=0.2)


def test_sites_keep_their_place_on_the_map():
    svg = site_map(REGIONS, [Point(18.0, -71.0), Point(19.0, -69.0)], alt="a").svg.decode()
    (west, south), (east, north) = [
        tuple(map(float, at)) for at in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)
    ]
    left, bottom = map(float, re.search(r'd="M([\d.]+) ([\d.]+)L', svg).groups())
    assert (west, south) == pytest.approx((left, bottom), abs=0.2)
    assert east > west
    assert north < south
    # A degree of longitude at 18.5° is cos(18.5°) = 0.948 of a degree of latitude.
    assert (east - west) / (south - north) == pytest.approx(2 * 0.948, abs=0.01)


def test_no_value_and_lowest_value_are_told_apart():
    svg = site_map(REGIONS, alt="a", values={"West": 1.0}).svg.decode()
    fills = re.findall(r'fill="(#\w+)" fill-rule', svg)
    assert len(set(fills)) == 2


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bar_chart([Bar("x", float("nan"))], alt="a"),
        lambda: range_chart([Estimate("x", 1, 0, float("inf"))], alt="a"),
        lambda: stacked_steps([], alt="a"),
        lambda: timeline_chart([Span("x", 12, 6)], alt="a"),
        lambda: timeline_chart([Span("x", 0, 61)], alt="a"),
        lambda: site_map([], alt="a"),
        lambda: site_map([{"properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}], alt="a"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw):
    with pytest.raises(OutlineError):
        draw()


@pytest.mark.parametrize(
    ("values", "low", "high", "ticks"),
    [
        ([18200], 0, 20000, [0, 5000, 10000, 15000, 20000]),
        ([0.7], 0, 0.8, [0, 0.2, 0.4, 0.6, 0.8]),
        ([-30, 60], -40, 60, [-40, -20, 0, 20, 40, 60]),
        ([], 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([0, None], 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_scales_begin_at_zero_and_end_round(values, low, high, ticks):
    found = scale(values, 0, 100)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.ticks == pytest.approx(ticks)


def test_a_scale_lays_values_onto_pixels():
    assert Scale(0, 10, 100, 200)(2.5) == 125


def test_figures_are_grouped():
    assert [grouped(v) for v in (1234567, 38, 2.5, 38.04, -3, 0)] == [
        "1\u202f234\u202f567",
        "38",
        "2.5",
        "38.0",
        "−3",
        "0",
    ]


def test_long_names_are_broken_and_shortened():
    broken = wrapped(LONG, 120, 13, 2)
    assert len(broken) == 2
    assert broken[1].endswith("…")
    assert all(fonts.width(part, 13) <= 120 for part in broken)
