"""A power cut loses nothing that was acknowledged: a real server is recorded, then the cut is played at many moments.

The first moments after each acknowledgement are tried most. BATEA_CUTS says how many cuts, BATEA_SEED which. That the
test can see a loss is shown by a server that settles less, and by the same record without some of its settling.
PostgreSQL's own files are not played.
"""

import copy
import dataclasses
import os
import random
import shutil
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.surveys import power
from tests.surveys.power import Chance, Deed, Disk
from tests.surveys.served import Filling, Served
from tests.surveys.test_promises import MULTIPART, broken_promises, sha

CUTS = int(os.environ.get("BATEA_CUTS", "80"))
FILLINGS = 60 + CUTS // 20
SEED = os.environ.get("BATEA_SEED", "1")
CONTROLS = 30
PHONES = 4
LARGEST_PHOTO = 100_000

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("BATEA_DATABASE_URL")), reason="plays the files of SQLite"
)


@dataclasses.dataclass
class Recorded:
    """What a server did to its data folder, and what it acknowledged at which place of the record."""

    served: Served
    before: Disk
    deeds: list[Deed]
    promises: list[tuple[int, set]]

    def promised(self, moment: int) -> set:
        """What had been acknowledged after this many deeds."""
        place = self.deeds[moment - 1].end
        return set().union(*(facts for told, facts in self.promises if told <= place))

    def moments(self, dice: random.Random, count: int) -> list[int]:
        """Two in three right after an acknowledgement, where the most is at stake; the others anywhere after the first."""
        ends = [deed.end for deed in self.deeds]
        told = [bisect_left(ends, place) + 1 for place, _facts in self.promises]
        told = [moment for moment in told if moment <= len(ends)]
        return [
            dice.choice(told) if dice.random() < 2 / 3 else dice.randint(told[0], len(ends))
            for _cut in range(count)
        ]


def record(folder: Path, settings: str) -> Recorded:
    served = Served(folder)
    try:
        made, log = power.recorder(folder), folder / "record"
        served.prepare()
        before = Disk(folder / "data")
        served.about_server = power.loaded_before(made, folder / "data", log)
        served.about_server["DJANGO_SETTINGS_MODULE"] = settings
        served.start()
        promises = sent_by_phones(served, log)
    except power.CannotRecord as reason:
        pytest.skip(str(reason))
    finally:
        served.kill()
    return Recorded(served, before, power.deeds_of(log), sorted(promises, key=lambda each: each[0]))


def sent_by_phones(served: Served, log: Path) -> list[tuple[int, set]]:
    """All fillings, first by one phone, then by several at once; each acknowledgement with the record's length then."""

    def one(number: int) -> list[tuple[int, set]]:
        filling, told = Filling(SEED, number, LARGEST_PHOTO), []
        for turn, files in enumerate(filling.requests):
            status, _answer = served.ask("POST", "submission", filling.body(turn), MULTIPART)
            place = log.stat().st_size
            assert status == 201
            told.append(
                (place, {(filling.uid, name, sha(content)) for name, content in [("", filling.xml), *files]})
            )
        return told

    promises = [each for number in range(FILLINGS // 4) for each in one(number)]
    with ThreadPoolExecutor(PHONES) as phones:
        return promises + [each for told in phones.map(one, range(FILLINGS // 4, FILLINGS)) for each in told]


def faults_after_cuts(recorded: Recorded, count: int) -> list[str]:
    """What is not as promised, over so many cuts."""
    dice, faults, disk = random.Random(SEED), [], copy.deepcopy(recorded.before)
    place, moments = recorded.served.folder / "after", recorded.moments(dice, count)
    with recorded.served.stored_elsewhere() as stored_in:
        for moment in power.cuts(disk, recorded.deeds, moments):
            chance = Chance(dice)
            stored = stored_in(power.laid_down(disk.after_cut(chance), place))
            shutil.rmtree(place)
            found = stored["unsound"] or broken_promises(recorded.promised(moment), stored)
            faults += [f"after {moment} deeds, {chance.how} kept: {fault}" for fault in found]
    return faults


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    return record(tmp_path_factory.mktemp("recorded"), "batea.web.settings")


def test_the_record_is_complete(recorded):
    """Played to its end with all kept, it gives the very files the server left."""
    disk, data = copy.deepcopy(recorded.before), recorded.served.folder / "data"
    for deed in recorded.deeds:
        disk.do(deed)
    kept = dict(disk.after_cut(Chance(random.Random(SEED), "all")))
    there = {
        str(path.relative_to(data)): None if path.is_dir() else path.read_bytes() for path in data.rglob("*")
    }
    assert kept.keys() == there.keys()
    assert not [path for path in there if not path.endswith(power.SHARED) and kept[path] != there[path]]
    assert len(recorded.promises) > FILLINGS and len(recorded.deeds) > 20 * FILLINGS


def test_a_power_cut_loses_nothing_acknowledged(recorded):
    assert faults_after_cuts(recorded, CUTS) == []


# The test can see -----------------------------------------------------------------------------------------------------


def of_photos(deed: Deed) -> bool:
    return deed.path.startswith("attachments/") and deed.path.endswith(".part")


def of_folders(deed: Deed) -> bool:
    return deed.path == "attachments" or (deed.path.startswith("attachments/") and "." not in deed.path)


def of_the_ahead_file(deed: Deed) -> bool:
    return deed.path.endswith("-wal")


@pytest.mark.parametrize("left_out", [of_photos, of_folders, of_the_ahead_file])
def test_without_this_settling_something_would_be_lost(recorded, left_out):
    less = [deed for deed in recorded.deeds if not (deed.kind == "s" and left_out(deed))]
    assert len(less) < len(recorded.deeds) - FILLINGS
    faults = faults_after_cuts(dataclasses.replace(recorded, deeds=less), CONTROLS)
    assert any("lost" in fault or "without its file" in fault for fault in faults), faults


def test_settings_that_many_guides_advise_would_lose(tmp_path):
    careless = record(tmp_path, "tests.surveys.less_careful")
    faults = faults_after_cuts(careless, CONTROLS)
    assert any("acknowledged and lost" in fault for fault in faults), faults
