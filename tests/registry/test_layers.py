"""Layers from elsewhere: what is taken, what is refused and why, and what they say of a site to whom."""

import json
import math
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from batea.problems import LAYER_REFUSED, Refused
from batea.programmes.models import AuditEntry
from batea.registry import geometry
from batea.registry.actions import import_shapes, read_layer, remove_layer
from batea.registry.geometry import EARTH_M, metres_from
from batea.registry.models import Layer, LayerShape, Site
from batea.registry.queries import nearest, overlap_codes, overlaps


def square(west, south, size) -> dict:
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*geometries, **properties) -> bytes:
    found = [
        {"type": "Feature", "properties": properties, "geometry": each} if each != "x" else each
        for each in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


@pytest.fixture
def layer(ground):
    def make(kind, *geometries, **properties) -> Layer:
        title = str(properties.pop("title", kind))
        record = ground.add(Layer(programme=ground.programme, title=title, kind=kind))
        return import_shapes(by="x", layer=record, shapes=read_layer(collection(*geometries, **properties)))

    return make


# Files --------------------------------------------------------------------------------------------------------------

GOOD = square(-71, 18, 0.5)
LONG = [[round(n / 1e5, 5), 1] for n in range(geometry.MOST_CORNERS + 1)]
BAD = {
    "not JSON": (b"{", "It is not JSON."),
    "not text": (b"\xff\xfe", "It is not JSON."),
    "NaN": (b'{"type": "FeatureCollection", "features": [NaN]}', "It is not JSON."),
    "deep": (b"[" * 200_000, "It is not JSON."),
    "no collection": (json.dumps(GOOD).encode(), "It is not a collection of features."),
    "a list": (b"[]", "It is not a collection of features."),
    "empty": (collection(), "It is not a collection of features."),
    "many": (collection(*["x"] * (geometry.MOST_SHAPES + 1)), "It holds too many shapes."),
    "no feature": (collection(GOOD, "x"), "feature 2: It is not a feature."),
    "no geometry": (collection(GOOD, None), "feature 2: It is neither points"),
    "strange kind": (collection({"type": "Curve", "coordinates": []}), "feature 1: It is neither points"),
    "kind of kinds": (
        collection({"type": ["Point"], "coordinates": [1, 1]}),
        "feature 1: It is neither points",
    ),
    "metres": (
        collection(GOOD, {"type": "Point", "coordinates": [401234, 2071234]}),
        "feature 2: Its coordinates",
    ),
    "lat first": (collection({"type": "Point", "coordinates": [18, -98]}), "feature 1: Its coordinates"),
    "1e999": (collection(GOOD).replace(b"18.5", b"1e999"), "feature 1: Its coordinates"),
    "words": (collection({"type": "Point", "coordinates": ["1", "1"]}), "feature 1: Its coordinates"),
    "truth": (collection({"type": "Point", "coordinates": [True, 1]}), "feature 1: Its coordinates"),
    "flat": (collection({"type": "Polygon", "coordinates": [[1, 1], [2, 2]]}), "feature 1: Its coordinates"),
    "open ring": (
        collection({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}),
        "feature 1: Its coordinates",
    ),
    "a line of one": (
        collection({"type": "LineString", "coordinates": [[0, 0]]}),
        "feature 1: Its coordinates",
    ),
    "no area": (
        collection({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0], [0, 0]]]}),
        "feature 1: Its coordinates",
    ),
    "too many corners": (
        collection({"type": "LineString", "coordinates": LONG}),
        "feature 1: It has too many",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_taken_says_why(name):
    data, reason = BAD[name]
    with pytest.raises(Refused) as error:
        read_layer(data)
    assert error.value.problem is LAYER_REFUSED
    assert reason in error.value.in_words()[0]


def test_coordinates_are_rounded_and_heights_left_out():
    [found] = read_layer(collection({"type": "Point", "coordinates": [-71.12345678, 18.98765432, 300]}))
    assert json.loads(found.geometry) == {"type": "Point", "coordinates": [-71.123457, 18.987654]}


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ({"NOMBRE": " Sierra "}, "Sierra"),
        ({"id": 7}, "7"),
        ({"name": "a\x00b"}, "ab"),
        ({"name": ["x"]}, ""),
        ({}, ""),
    ],
)
def test_a_shape_is_called_what_it_calls_itself(properties, name):
    assert read_layer(collection(GOOD, **properties))[0].name == name


def test_an_invalid_area_is_mended_and_said_to_be():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    found = read_layer(collection(GOOD, bow))
    assert [feature.mended for feature in found] == [False, True]
    mended = geometry.json_shape(found[1].geometry)
    assert mended.is_valid and mended.area == pytest.approx(2) and mended.geom_type == "MultiPolygon"


# What is stored -----------------------------------------------------------------------------------------------------


def test_a_shape_knows_its_box_and_believes_no_other(ground, layer):
    [shape] = layer("farm", GOOD).shapes.all()
    box = (Decimal("-71"), Decimal("18"), Decimal("-70.5"), Decimal("18.5"))
    assert (shape.west, shape.south, shape.east, shape.north) == box
    shape.west = Decimal("-99")
    shape.full_clean()
    assert shape.west == Decimal("-71")
    for text in ("{", '{"type":"Point","coordinates":[999,1]}', "[" * 100_000, "null"):
        shape.geometry = text
        with pytest.raises(ValidationError):
            shape.full_clean()


def test_a_new_file_takes_the_place_of_the_old_one_in_one_entry(layer):
    found = layer("farm", GOOD, GOOD)
    before = AuditEntry.objects.count()
    import_shapes(by="x", layer=found, shapes=read_layer(collection(square(1, 1, 1))))
    [entry] = AuditEntry.objects.order_by("pk")[before:]
    assert (found.shapes.count(), entry.act) == (1, "import shapes")
    assert json.loads(entry.change)["shapes"] == [2, 1]
    assert "sha256:" in entry.change


def test_a_layer_goes_with_its_shapes(amina, layer):
    found = layer("farm", GOOD, GOOD)
    answer = amina.post(f"/p/a/sites/layers/{found.uid}/remove/", {"version_seen": "1"})
    assert answer.status_code == 302
    assert not LayerShape.objects.exists() and not Layer.objects.exists()
    acts = AuditEntry.objects.order_by("-pk").values_list("act", flat=True)[:2]
    assert set(acts) == {"remove", "remove shapes"}


def test_a_layer_changed_meanwhile_keeps_its_shapes(layer):
    found = layer("farm", GOOD)
    with pytest.raises(Refused):
        remove_layer(by="x", layer=found, version=7)
    assert LayerShape.objects.count() == 1


# What layers say of a site ------------------------------------------------------------------------------------------


def test_areas_that_hold_a_site(ground, layer):
    site = ground.at("A", "18.2", "-70.8")
    layer("protected_area", square(-71, 18, 0.5), square(-69, 18, 0.5), name="Park")
    layer("farm", {"type": "Point", "coordinates": [-70.8, 18.2]})
    layer(
        "exploitation_title",
        {
            "type": "Polygon",
            "coordinates": [
                square(-71, 18, 0.5)["coordinates"][0],
                square(-70.9, 18.1, 0.2)["coordinates"][0],
            ],
        },
    )
    assert [shape.layer.kind for shape in overlaps(site)] == ["protected_area"], (
        "neither hole, point nor neighbour"
    )
    layer("heritage", square(-71, 18.2, 0.5))
    assert overlap_codes(site) == ["protected_area", "heritage"], "a border belongs to its area"
    assert overlaps(ground.site("Nowhere")) == []


@pytest.mark.parametrize("latitude", [0, 18.7, -33.4, 64])
@pytest.mark.parametrize("bearing", [0, 45, 90, 200])
def test_distances_agree_with_the_great_circle(latitude, bearing):
    """The reference is the haversine formula on the same sphere, for points 1,500 m away."""
    step = 1500 / EARTH_M
    north, east = step * math.cos(math.radians(bearing)), step * math.sin(math.radians(bearing))
    spot = latitude + math.degrees(north), -70 + math.degrees(east / math.cos(math.radians(latitude)))
    a, b = math.radians(latitude), math.radians(spot[0])
    half = (
        math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(spot[1] + 70) / 2) ** 2
    )
    circle = 2 * EARTH_M * math.asin(math.sqrt(half))
    shape = geometry.shape_of({"type": "Point", "coordinates": [spot[1], spot[0]]})
    assert metres_from(latitude, -70, shape) == pytest.approx(circle, rel=1e-3)


def test_scars_and_points_nearby(ground, layer):
    site = ground.at("A", "18.2", "-70.8")
    layer("mine_scars", square(-70.79, 18.195, 0.01), square(-70.7, 18.2, 0.01), name="Scar")
    layer("water_source", {"type": "LineString", "coordinates": [[-71, 18.209], [-70, 18.209]]}, name="River")
    layer("protected_area", square(-70.799, 18.2, 0.1), name="Park beside it")
    found = [(near.shape.name, near.metres) for near in nearest(site)]
    assert [name for name, _metres in found] == ["River", "Scar"]
    assert found[0][1] == pytest.approx(0.009 * 111_195, abs=2)
    assert found[1][1] == pytest.approx(0.01 * 111_195 * math.cos(math.radians(18.2)), abs=2)


def test_only_readers_of_exact_places_learn_of_overlaps(amina, olga, ground, layer):
    site = ground.at("A", "18.2", "-70.8")
    layer("protected_area", square(-71, 18, 0.5), name="Sierra Park")
    url = f"/p/a/sites/{site.uid}/"
    assert "Sierra Park" in amina.get(url).content.decode()
    page = olga.get(url).content.decode()
    assert "Sierra Park" not in page and "In the layers" not in page


def test_overlaps_are_proposed_and_taken_over_by_people(amina, olga, ground, layer):
    site = ground.at("A", "18.2", "-70.8", attributes={"D01": ["gold"], "D16": ["none"]})
    layer("protected_area", square(-71, 18, 0.5))
    layer("mine_scars", square(-71, 18, 0.5))
    url = f"/p/a/sites/{site.uid}/overlaps/"
    assert "Proposed for “Overlap”: protected area." in amina.get(f"/p/a/sites/{site.uid}/").content.decode()
    assert Site.objects.get().attributes["D16"] == ["none"], "reading sets nothing"
    assert olga.post(url).status_code == 403
    assert amina.post(url).status_code == 302
    assert Site.objects.get().attributes == {"D01": ["gold"], "D16": ["protected_area"]}
    assert AuditEntry.objects.order_by("-pk")[0].act == "take over overlaps"
    assert "Take over" not in amina.get(f"/p/a/sites/{site.uid}/").content.decode()


# Pages --------------------------------------------------------------------------------------------------------------


def send(client, layer, data: bytes):
    file = SimpleUploadedFile("areas.geojson", data, "application/geo+json")
    return client.post(f"/p/a/sites/layers/{layer.uid}/shapes/", {"file": file})


def test_a_file_is_brought_in_on_the_page(bruno, ground):
    record = ground.add(Layer(programme=ground.programme, title="Areas", kind="protected_area"))
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    answer = send(bruno, record, collection(GOOD, bow, name="Sierra"))
    assert answer.status_code == 302
    page = bruno.get(answer["Location"]).content.decode()
    assert "2 shapes were brought in. 1 invalid shape was mended." in page and "Sierra" in page


def test_a_refused_file_changes_nothing_and_names_the_feature(bruno, olga, layer, settings):
    record = layer("farm", GOOD)
    answer = send(bruno, record, BAD["metres"][0])
    assert answer.status_code == 422 and "B222" in answer.content.decode()
    assert "feature 2: Its coordinates" in answer.content.decode()
    assert bruno.post(f"/p/a/sites/layers/{record.uid}/shapes/").status_code == 422
    assert send(olga, record, collection(GOOD)).status_code == 403
    settings.LARGEST_ATTACHMENT = 10
    assert send(bruno, record, collection(GOOD)).status_code == 422
    assert LayerShape.objects.count() == 1
