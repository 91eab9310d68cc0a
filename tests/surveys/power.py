"""What a disk may hold after a power cut: a record of all a server did to its files (recorder.c), played up to any moment.

What was settled (fsync) before that moment is there. Of everything since, the disk keeps what chance decides: of what was
written into a file any sectors, in any order; of the names in a folder a first part of the changes, in their order.
"""

import os
import random
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

SOURCE = Path(__file__).with_name("recorder.c")
HEAD = struct.Struct("<QQIIII")
SECTOR = 512
SHARED = "-shm"  # SQLite's index of the write-ahead file: shared memory, made anew after a cut


class CannotRecord(Exception):
    """Why no record can be made on this machine."""


def recorder(folder: Path) -> Path:
    """The compiled recorder, to be loaded before a server."""
    compiler = which("cc") or which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        raise CannotRecord("needs Linux and a C compiler")
    made = folder / "recorder.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl", "-pthread"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CannotRecord(f"the recorder does not compile: {done.stderr[-300:]}")
    return made


@dataclass(frozen=True)
class Deed:
    """One entry of the record: `end` is its place there, `more` the bytes written or the new path."""

    kind: str
    inode: int
    path: str
    offset: int
    more: bytes
    end: int


def deeds_of(record: Path) -> list[Deed]:
    data, place, found = record.read_bytes(), 0, []
    while place + HEAD.size <= len(data):
        inode, offset, path, more, kind, _unused = HEAD.unpack_from(data, place)
        place += HEAD.size
        end = place + path + more
        if end > len(data):  # the server was killed while it wrote this entry
            break
        found.append(
            Deed(chr(kind), inode, data[place : place + path].decode(), offset, data[place + path : end], end)
        )
        place = end
    return found


@dataclass
class File:
    """`settled` is on the disk for certain, `since` are the changes since: (offset, bytes) written, (size, None) cut."""

    settled: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def settle(self) -> None:
        for change in self.since:
            changed(self.settled, *change)
        self.since.clear()

    def after_cut(self, chance: "Chance") -> bytes:
        content = bytearray(self.settled)
        for change in self.since:
            for part in chance.parts(*change):
                changed(content, *part)
        return bytes(content)


def changed(content: bytearray, place: int, data: bytes | None) -> None:
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    if data is None:
        del content[place:]
    else:
        content[place : place + len(data)] = data


@dataclass
class Folder:
    """`now` is what programs see; `since` are the changes of names since it was settled."""

    now: dict[str, "File | Folder"] = field(default_factory=dict)
    settled: dict[str, "File | Folder"] = field(default_factory=dict)
    since: list[dict[str, "File | Folder | None"]] = field(default_factory=list)

    def change(self, **names: "File | Folder | None") -> None:
        self.since.append(names)
        renamed(self.now, names)

    def settle(self) -> None:
        self.settled = dict(self.now)
        self.since.clear()

    def after_cut(self, chance: "Chance") -> dict[str, "File | Folder"]:
        names = dict(self.settled)
        for change in self.since[: chance.how_many(len(self.since))]:
            renamed(names, change)
        return names


def renamed(names: dict, change: dict) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Chance:
    """What is kept of what was not settled: nothing, all, or any of it."""

    def __init__(self, dice: random.Random, how: str = "") -> None:
        self.dice = dice
        self.how = how or dice.choice(("nothing", "any", "any", "most", "whole writes", "all"))
        self.share = {"nothing": 0.0, "all": 1.0, "most": 0.95}.get(self.how, dice.random())

    def keeps(self) -> bool:
        return self.dice.random() < self.share

    def how_many(self, changes: int) -> int:
        return {"nothing": 0, "all": changes}.get(self.how, self.dice.randint(0, changes))

    def parts(self, place: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
        """The pieces of one change that reached the disk: whole sectors, by their place in the file."""
        if data is None or self.how == "whole writes" or self.share in {0.0, 1.0}:
            if self.keeps():
                yield place, data
            return
        begin = 0
        while begin < len(data):
            end = begin + SECTOR - (place + begin) % SECTOR
            if self.keeps():
                yield place + begin, data[begin:end]
            begin = end


class Disk:
    """A folder as it was when the record began, and all that the record's deeds make of it."""

    def __init__(self, folder: Path) -> None:
        self.inodes: dict[int, File] = {}
        self.root = self.as_found(folder)

    def as_found(self, place: Path) -> Folder:
        names: dict[str, File | Folder] = {}
        for each in place.iterdir():
            names[each.name] = self.as_found(each) if each.is_dir() else self.file_as_found(each)
        return Folder(dict(names), dict(names))

    def file_as_found(self, place: Path) -> File:
        self.inodes[place.stat().st_ino] = found = File(bytearray(place.read_bytes()))
        return found

    def folder(self, path: str) -> Folder:
        here: File | Folder = self.root
        for part in filter(None, path.split("/")):
            assert isinstance(here, Folder)
            here = here.now[part]
        assert isinstance(here, Folder), path
        return here

    def do(self, deed: Deed) -> None:
        getattr(self, DEEDS[deed.kind])(deed)

    def create(self, deed: Deed) -> None:
        self.inodes[deed.inode] = File()
        self.change(deed.path, self.inodes[deed.inode])

    def make_folder(self, deed: Deed) -> None:
        self.change(deed.path, Folder())

    def write(self, deed: Deed) -> None:
        self.inodes[deed.inode].since.append((deed.offset, deed.more))

    def cut_short(self, deed: Deed) -> None:
        self.inodes[deed.inode].since.append((deed.offset, None))

    def settle(self, deed: Deed) -> None:
        (self.inodes.get(deed.inode) or self.folder(deed.path)).settle()

    def unlink(self, deed: Deed) -> None:
        self.change(deed.path, None)

    def rename(self, deed: Deed) -> None:
        """Between two folders, a cut may find it done in one of them only."""
        (before, old), (after, new) = parted(deed.path), parted(deed.more.decode())
        node = self.folder(before).now[old]
        if before == after:
            self.folder(before).change(**{old: None, new: node})
        else:
            self.folder(after).change(**{new: node})
            self.folder(before).change(**{old: None})

    def share_memory(self, deed: Deed) -> None:
        assert deed.path.endswith(SHARED), f"written in a way the record does not follow: {deed}"

    def fail(self, deed: Deed) -> None:
        raise AssertionError(f"done in a way the record does not follow: {deed}")

    def change(self, path: str, node: File | Folder | None) -> None:
        folder, name = parted(path)
        self.folder(folder).change(**{name: node})

    def after_cut(self, chance: Chance) -> Iterator[tuple[str, bytes | None]]:
        """(path, content) of all that is there afterwards; a folder has no content."""
        waiting: list[tuple[str, Folder]] = [("", self.root)]
        while waiting:
            path, folder = waiting.pop()
            for name, node in folder.after_cut(chance).items():
                here = f"{path}/{name}" if path else name
                if isinstance(node, Folder):
                    waiting.append((here, node))
                    yield here, None
                else:
                    content = node.after_cut(chance)
                    yield here, chance.dice.randbytes(len(content)) if here.endswith(SHARED) else content


DEEDS = {
    "c": "create",
    "m": "make_folder",
    "w": "write",
    "t": "cut_short",
    "s": "settle",
    "u": "unlink",
    "r": "rename",
    "M": "share_memory",
    "?": "fail",
}


def parted(path: str) -> tuple[str, str]:
    folder, _slash, name = path.rpartition("/")
    return folder, name


def laid_down(states: Iterable[tuple[str, bytes | None]], folder: Path) -> Path:
    folder.mkdir()
    for path, content in states:
        if content is None:
            (folder / path).mkdir(exist_ok=True)
        else:
            (folder / path).write_bytes(content)
    return folder


def cuts(disk: Disk, deeds: list[Deed], moments: Iterable[int]) -> Iterator[int]:
    """Stops after each of these numbers of deeds, with the disk as it is then."""
    done = 0
    for moment in sorted(moments):
        while done < moment:
            disk.do(deeds[done])
            done += 1
        yield moment


def loaded_before(recorder_made: Path, root: Path, record: Path) -> dict[str, str]:
    """Environment of a server that is recorded."""
    others = os.environ.get("LD_PRELOAD", "")
    return {
        "LD_PRELOAD": f"{recorder_made}{':' if others else ''}{others}",
        "BATEA_RECORD_ROOT": str(root),
        "BATEA_RECORD_LOG": str(record),
    }
