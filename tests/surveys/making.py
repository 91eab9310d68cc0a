"""Forms, phones and what phones send, for the tests of fieldwork."""

import uuid
from functools import cache
from io import BytesIO

from django.test import Client
from django_scopes import scope

from batea.interop.xforms import check_form
from batea.programmes.models import Person
from batea.surveys.phones import give_key
from batea.surveys.publishing import bring_form, publish_version

VISIT = """
| survey |
|        | type               | name    | label::English (en) | label::Español (es) |
|        | start              | start   |                     |                     |
|        | today              | today   |                     |                     |
|        | text               | site    | Which site?         | ¿Qué sitio?         |
|        | integer            | women   | Women               | Mujeres             |
|        | select_one mineral | mineral | Mineral             | Mineral             |
|        | geopoint           | place   | Where               | Dónde               |
|        | image              | photo   | Photo               | Foto                |
|        | image              | second  | Another             | Otra                |
|        | begin_repeat       | pit     | Pit                 | Pozo                |
|        | decimal            | depth   | Depth               | Hondura             |
|        | end_repeat         |         |                     |                     |
| choices |
|         | list_name | name   | label::English (en) | label::Español (es) |
|         | mineral   | amber  | Amber               | Ámbar               |
|         | mineral   | gold   | Gold                | Oro                 |
| settings |
|          | form_title | form_id | version | default_language |
|          | Visit      | visit   | {version} | Español (es)   |
"""
BOUNDARY = "batea-boundary"
JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 50
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def workbook(version: str = "1") -> bytes:
    return VISIT.format(version=version).encode()


@cache
def accepted(version: str = "1"):
    checked = check_form(workbook(version), "visit.md")
    assert checked.accepted, checked.errors
    return checked


def published(programme, version: str = "1"):
    """A published version of the visit form."""
    with scope(programme=programme):
        found, _checked = bring_form(
            by="the tests", programme=programme, data=workbook(version), file_name="visit.md"
        )
        return publish_version(by="the tests", version=found)


def officer(client):
    """The person behind a signed-in client."""
    with scope(programme=client.programme):
        return Person.objects.get(account=client.account)


class Collector(Client):
    """A phone with a key: speaks OpenRosa to the server of the tests."""

    def __init__(self, phone, token, **kwargs):
        super().__init__(**kwargs)
        self.phone, self.token, self.base = phone, token, f"/collect/{token}/"
        self.raise_request_exception = False

    def ask(self, path: str, **headers):
        return self.get(self.base + path, headers={"X-OpenRosa-Version": "1.0", **headers})

    def send(self, xml: bytes | None, files=(), query: str = "", headers=None, body: bytes | None = None):
        """POST a submission as a phone does; `files` are (name, bytes)."""
        content = multipart(xml, files) if body is None else body
        return self.post(
            f"{self.base}submission{query}",
            content,
            content_type=TYPE,
            headers={"X-OpenRosa-Version": "1.0", **(headers or {})},
        )


def collector(client, form=None, name: str = "red phone") -> Collector:
    with scope(programme=client.programme):
        return Collector(*give_key(by="the tests", person=officer(client), name=name, form=form))


def multipart(xml: bytes | None, files=(), xml_last: bool = False, xml_named: bool = True) -> bytes:
    parts = []
    if xml is not None:
        named = '; filename="submission.xml"' if xml_named else ""
        parts.append((f'name="xml_submission_file"{named}', "text/xml", xml))
    others = [(f'name="{name}"; filename="{name}"', "image/jpeg", content) for name, content in files]
    parts = [*others, *parts] if xml_last else [*parts, *others]
    out = BytesIO()
    for disposition, kind, content in parts:
        out.write(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\n\r\n".encode()
        )
        out.write(content + b"\r\n")
    out.write(f"--{BOUNDARY}--\r\n".encode())
    return out.getvalue()


def instance(
    answers: str = "", *, uid: str = "", version: str = "1", replaces: str = "", form="visit"
) -> bytes:
    """A filled form; `answers` is XML inside it."""
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f'<?xml version=\'1.0\' ?><data id="{form}" version="{version}" xmlns:orx="http://openrosa.org/xforms">'
        f"{answers}<meta><instanceID>{uid}</instanceID>{old}</meta></data>"
    ).encode()


def new_id() -> str:
    return f"uuid:{uuid.uuid4()}"
