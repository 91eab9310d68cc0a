"""The map tells readers without the right to exact places no more than the cell, however they ask (P23)."""

import json
import random
from decimal import Decimal

import pytest

from batea.evidence.desk import Desk
from batea.problems import Refused
from batea.registry import blocks, placing
from batea.registry.models import PlaceClass, Site
from batea.registry.places import CELLS, place_of
from tests.house.test_headers import policy

EACH = 200
WEST, SOUTH = Decimal("-71.9"), Decimal("17.6")
HIDDEN = (PlaceClass.S3, PlaceClass.S4)


def within_cell(dice, kind) -> Decimal:
    """Somewhere in a cell of the class, to a millionth of a degree; anywhere for a class without cells."""
    size = CELLS.get(kind, Decimal("0.1"))
    return Decimal(dice.randrange(int(size * 1_000_000))) / 1_000_000


def cell_of(dice, kind) -> tuple[Decimal, Decimal]:
    """South-west corner of a cell of the class in the country."""
    size = CELLS.get(kind, Decimal("0.1"))
    return SOUTH + dice.randrange(int(2 / size)) * size, WEST + dice.randrange(int(3 / size)) * size


@pytest.fixture
def canaries(inside_a):
    """Two hundred sites of each blurred class, with cells drawn once."""
    dice = random.Random(1)
    sites = []
    for kind in ("S1", "S2", "S3", "S4"):
        for number in range(EACH):
            south, west = cell_of(dice, kind)
            site = Site(programme=inside_a, name=f"{kind} {number}", place_class=kind, status="active")
            site.attributes = {"D01": [dice.choice(["gold", "larimar"])]}
            site.latitude, site.longitude = south + within_cell(dice, kind), west + within_cell(dice, kind)
            sites.append(site)
    Site.objects.bulk_create(sites)
    return sites


def moved_within_their_cells(sites) -> None:
    """The same sites elsewhere in the same cells; those that are not shown at all, anywhere."""
    dice = random.Random(2)
    for site in sites:
        size = CELLS.get(site.place_class)
        if size is None:
            south, west = cell_of(dice, site.place_class)
        else:
            south, west = site.latitude // size * size, (site.longitude // size - 1) * size
        site.latitude = south + within_cell(dice, site.place_class)
        site.longitude = west + within_cell(dice, site.place_class)
    Site.objects.bulk_update(sites, ["latitude", "longitude"])


def questions(sites) -> list[str]:
    """Boxes of every size, and boxes closing in on the true places of some sites as a bisection would."""
    dice = random.Random(3)
    asked = [f"bbox=-73,17,-67,21&zoom={zoom}" for zoom in range(0, 20, 3)]
    for _number in range(60):
        west, south = dice.uniform(-72, -69), dice.uniform(17, 20)
        wide, high = dice.choice([0.001, 0.02, 0.3, 2]), dice.choice([0.001, 0.02, 0.3, 2])
        zoom = dice.randrange(20)
        asked.append(f"bbox={west:.6f},{south:.6f},{west + wide:.6f},{south + high:.6f}&zoom={zoom}")
    for site in (sites[0], sites[EACH], sites[2 * EACH], sites[3 * EACH]):
        for step in range(1, 22):
            reach = Decimal(1) / 2**step
            box = (site.longitude - reach, site.latitude - reach, site.longitude, site.latitude + reach)
            asked.append(f"bbox={','.join(f'{edge:.7f}' for edge in box)}&zoom={min(step, 22)}")
    return [*asked, *(f"{each}&status=active&mineral=gold&q=S" for each in asked[:20])]


def answers(client, asked) -> list[bytes]:
    return [client.get(f"/p/a/sites/places.json?{each}").content for each in asked]


def test_the_same_cells_give_the_same_answers(olga, canaries):
    """Nothing finer than the cell is in any answer, for it does not change when only that changes."""
    asked = questions(canaries)
    pages = ("/p/a/sites/map/", "/p/a/sites/map/?mineral=gold", "/p/a/sites/map/?q=S2")
    before = answers(olga, asked), [olga.get(url).content for url in pages]
    true_places = {(site.latitude, site.longitude) for site in canaries}
    moved_within_their_cells(canaries)
    assert not true_places & set(Site.objects.values_list("latitude", "longitude"))
    assert answers(olga, asked) == before[0]
    assert [strip(olga.get(url).content) for url in pages] == [strip(page) for page in before[1]]
    kinds = {json.loads(each)["kind"] for each in before[0]}
    assert kinds == {"clusters", "sites"}, "both kinds of answer were tried"


def strip(page: bytes) -> bytes:
    from tests.house.world import MARKS

    return MARKS.sub("", page.decode()).encode()


def test_an_exact_place_in_a_box_count_or_order_would_be_seen(olga, canaries, monkeypatch):
    """The twin: with places not blurred the answers differ."""
    asked = questions(canaries)[:30]
    monkeypatch.setattr(
        placing, "cell_size", lambda: placing.Value(1, output_field=placing.BigIntegerField())
    )
    before = answers(olga, asked)
    moved_within_their_cells(canaries)
    assert answers(olga, asked) != before


def test_a_box_that_looks_at_exact_places_would_be_seen(olga, canaries, monkeypatch):
    """The other twin: blurred coordinates do not help while the box decides by true places."""
    asked = questions(canaries)[7:90]
    monkeypatch.setattr(placing, "within", lambda sites, box: sites.filter(placing.deep_inside(box)))
    before = answers(olga, asked)
    moved_within_their_cells(canaries)
    assert answers(olga, asked) != before


def test_every_coordinate_is_the_middle_of_a_cell(olga, canaries):
    found = {}
    for answer in answers(olga, questions(canaries)):
        found |= {site["name"]: site for site in json.loads(answer).get("sites", [])}
    assert {site["cell"] for site in found.values()} == {0.01, 0.1}
    for name, site in found.items():
        half, size = (5, 10) if name.startswith("S1") else (50, 100)
        assert site["cell"] == size / 1000, name
        for side in ("latitude", "longitude"):
            assert round(site[side] * 1000) % size == half and round(site[side], 3) == site[side], name


def test_classes_without_a_place_are_on_no_map(olga, amina, canaries):
    whole = "bbox=-180,-90,180,90&zoom=3"
    for client, sites in ((olga, 2 * EACH), (amina, 4 * EACH)):
        assert json.loads(answers(client, [whole])[0])["total"] == sites
    spots = [json.loads(each) for each in answers(olga, questions(canaries))]
    names = {site["name"][:2] for each in spots for site in each.get("sites", [])}
    assert names == {"S1", "S2"}


def test_those_with_the_right_see_the_place_itself(bruno, canaries):
    site = canaries[3 * EACH]
    box = f"{site.longitude},{site.latitude},{site.longitude},{site.latitude}"
    [found] = json.loads(answers(bruno, [f"bbox={box}&zoom=20"])[0])["sites"]
    assert (found["latitude"], found["longitude"], found["cell"]) == (
        float(site.latitude),
        float(site.longitude),
        0,
    )


@pytest.mark.parametrize("kind", ["S0", "S1", "S2"])
def test_the_database_blurs_as_the_pages_do(ground, kind):
    """On borders of cells, on both sides of zero, and at the ends of the Earth."""
    edges = [
        "0",
        "0.000001",
        "-0.000001",
        "0.01",
        "-0.01",
        "0.1",
        "-0.1",
        "0.3",
        "-0.7",
        "18.123457",
        "-71.765433",
    ]
    for latitude in [*edges, "89.999999", "-90"]:
        ground.at(latitude, latitude, latitude, place_class=kind)
    for site in placing.placed(Site.objects.all(), exact=False):
        place = place_of(Site.objects.get(pk=site.pk), exact=False)
        shown = placing.degrees(site.y, 90), placing.degrees(site.x, 180)
        assert shown == (place.latitude, place.longitude), site.name


def test_clusters_count_every_site_once(inside_a, canaries):
    sites = placing.placed(Site.objects.all(), exact=True)
    for zoom in (0, 5, 10, 15, 22):
        assert sum(each.count for each in placing.clusters(sites, zoom)) == 4 * EACH
    assert len(placing.clusters(sites, 0)) < 5 < len(placing.clusters(sites, 8))


def test_a_cell_is_in_every_box_it_touches(ground):
    ground.at("A", "18.55", "-71.55", place_class="S2")

    def found(box):
        sites = placing.placed(Site.objects.all(), exact=False)
        return placing.within(sites, placing.asked_box({"bbox": box})).count()

    assert found("-71.501,18.501,-71.4,18.6") == 1, "a corner"
    assert found("-71.499,18.501,-71.4,18.6") == 0, "beside it"
    assert found("-71.52,18.52,-71.51,18.53") == 1, "a box within the cell"


def test_filters_are_those_of_the_page(amina, ground):
    ground.at("Gold", "18.5", "-71", status="active", attributes={"D01": ["gold"]})
    ground.at("Larimar", "18.5", "-71", status="closed", attributes={"D01": ["larimar", "gold"]})
    ground.at("Away", "18.5", "-71", merged=True)

    def names(asked):
        return [site["name"] for site in json.loads(answers(amina, [asked])[0])["sites"]]

    assert names("") == ["Gold", "Larimar"], "merged sites are on no map"
    assert names("status=closed") == ["Larimar"]
    assert names("mineral=larimar") == ["Larimar"] and names("mineral=gold") == ["Gold", "Larimar"]
    assert names("q=gol") == ["Gold"]
    page = amina.get("/p/a/sites/map/?status=closed").content.decode()
    assert "Larimar</a>" in page and "Gold</a>" not in page and "Away" not in page


@pytest.mark.parametrize(
    "box", ["1,2,3", "a,b,c,d", "NaN,1,2,3", "1e999,1,2,3", "5,0,1,1", "0,5,1,1", "1,2,3,4,5", "\x00,1,2,3"]
)
def test_what_is_no_box_is_refused(amina, box):
    with pytest.raises(Refused):
        placing.asked_box({"bbox": box})
    assert amina.get("/p/a/sites/places.json", {"bbox": box}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "zoom"),
    [("", 0), ("7", 7), ("7.9", 7), ("-3", 0), ("99", 22), ("²", 0), ("x", 0), ("9" * 5000, 22)],
)
def test_any_zoom_is_a_zoom(asked, zoom):
    assert placing.asked_zoom({"zoom": asked}) == zoom


def test_a_world_of_any_size_is_a_box(amina, ground):
    ground.at("A", "18.5", "-71")
    for box in ("-999,-999,999,999", "-1e30,-90,1e30,90"):
        assert json.loads(answers(amina, [f"bbox={box}"])[0])["total"] == 1


def test_many_sites_are_drawn_as_numbers(olga, inside_a, canaries, monkeypatch):
    """Beyond the limit the page without script holds as many rows as there are squares, and still counts all."""
    page = olga.get("/p/a/sites/map/").content.decode()
    assert "S1 0</a>" in page and "<svg" in page
    monkeypatch.setattr(placing, "MOST", 100)
    page = olga.get("/p/a/sites/map/").content.decode()
    assert "Number of sites" in page and "S1 0</a>" not in page and "<svg" in page
    assert f"{2 * EACH} sites" in page


def test_the_drawing_shows_cells_around_what_is_not_exact(amina, olga, ground):
    ground.at("A", "18.55", "-71.55", place_class="S2")
    paths = [client.get("/p/a/sites/map/").content.count(b"<path") for client in (amina, olga)]
    assert paths[1] == paths[0] + 1


def test_the_map_may_start_a_worker_of_our_own_and_no_other_page_may(amina, ground):
    assert policy(amina.get("/p/a/sites/map/"))["worker-src"] == "'self'"
    assert "worker-src" not in policy(amina.get("/p/a/sites/"))


def test_the_outline_comes_from_the_country_pack(olga, eve):
    found = olga.get("/p/a/sites/outline.json").json()
    assert found["type"] == "FeatureCollection" and found["features"]
    assert eve.get("/p/a/sites/places.json").status_code == 302


def test_a_document_draws_many_sites_as_numbers_and_few_by_name(inside_a, canaries, monkeypatch):
    def figure():
        return next(iter(blocks.map_blocks(Desk(inside_a, "en"))))

    few = figure()
    monkeypatch.setattr(blocks, "MOST", 100)
    many = figure()
    assert b"S1 " in few.svg and b"S1 " not in many.svg
    assert few.alt.startswith(f"Map with {2 * EACH} sites.") and many.alt == f"Map with {2 * EACH} sites."


def test_a_document_of_a_country_without_placed_sites_has_no_map(inside_a, ground):
    ground.at("A", "18.5", "-71", place_class="S4")
    assert list(blocks.map_blocks(Desk(inside_a, "en"))) == []
