"""Making a key of 3072 bits takes half a second: the tests of one run share one, but where keys are what is tested."""

from functools import cache

import pytest

from batea.learning.workshops.results import signing


@cache
def shared_key(folder) -> bytes:
    path = folder / "shared.pem"
    MAKE_KEY(path)
    return path.read_bytes()


MAKE_KEY = signing.make_key


@pytest.fixture(autouse=True)
def one_key_for_all(monkeypatch, tmp_path_factory):
    content = shared_key(tmp_path_factory.getbasetemp())

    def lay_down(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)

    monkeypatch.setattr(signing, "make_key", lay_down)
