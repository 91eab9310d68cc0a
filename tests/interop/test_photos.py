"""Photos made anew: the pixels stay, and nothing else that was in the file."""

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from batea.interop import photos
from batea.interop.photos import smaller, stripped

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
SECRET = b"Maria-lives-here"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
SIZE = (64, 48)
RED, BLUE = (220, 20, 20), (20, 20, 220)


def sample(mode: str = "RGB") -> Image.Image:
    """Blue with a red upper left quarter."""
    picture = Image.new("RGB", SIZE, BLUE)
    ImageDraw.Draw(picture).rectangle((0, 0, 31, 23), RED)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def told(orientation: int = 1) -> Image.Exif:
    """EXIF with a place, a name and an orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (18.0, 30.0, 0.0), "W", (69.0, 54.0, 0.0)
    return exif


def with_thumbnail(data: bytes) -> bytes:
    """The JPEG with one more EXIF part that holds a small picture, as cameras write it."""
    small = saved(sample().resize((16, 12)), "JPEG")
    first = struct.pack("<H", 0) + struct.pack("<I", 14)
    second = struct.pack("<H", 2)
    second += struct.pack("<HHII", 0x0201, 4, 1, 8 + 6 + 2 + 24 + 4) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)
    )
    body = b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + struct.pack("<I", 0) + small + SECRET
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


def says_nothing(data: bytes) -> bool:
    picture = opened(data)
    told_things = set(picture.info) - {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "loop",
        "background",
    }
    told_things -= {"timestamp", "duration"}
    marks = (
        SECRET,
        b"Exif",
        b"http:",
        b"xmpmeta",
        b"ICC",
        b"iCCP",
        b"tEXt",
        b"iTXt",
        b"eXIf",
        b"XMP ",
        b"8BIM",
    )
    return not told_things and not picture.getexif() and not any(mark in data for mark in marks)


JPEG = saved(
    sample(), "JPEG", exif=told(6), comment=SECRET, xmp=XMP, icc_profile=b"profile of " + SECRET, quality=95
)


def test_a_jpeg_loses_what_it_tells_and_stands_upright():
    assert SECRET in JPEG and opened(JPEG).getexif().get_ifd(0x8825)
    data, kind = stripped(JPEG + SECRET)
    assert kind == "image/jpeg" and says_nothing(data)
    assert opened(data).size == (48, 64)
    assert near(opened(data).getpixel((40, 5)), RED) and near(opened(data).getpixel((5, 5)), BLUE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_as_pillow_turns_it(orientation):
    from PIL import ImageOps

    data = saved(sample(), "PNG", exif=told(orientation))
    wanted = ImageOps.exif_transpose(opened(data))
    assert opened(stripped(data)[0]).tobytes() == wanted.tobytes()


def test_a_small_picture_inside_goes():
    data = with_thumbnail(saved(sample(), "JPEG"))
    assert data.count(b"\xff\xd8\xff") == 2
    found, _kind = stripped(data)
    assert found.count(b"\xff\xd8\xff") == 1 and says_nothing(found)


def test_other_parts_of_a_jpeg_go():
    plain = saved(sample(), "JPEG")
    part = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(SECRET)) + SECRET
    iptc = plain[:2] + b"\xff\xed" + struct.pack(">H", len(part) + 2) + part + plain[2:]
    assert says_nothing(stripped(iptc)[0])


def test_png_texts_go_and_pixels_stay():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    notes.add_text("Comment", SECRET.decode(), zip=True)
    data = saved(sample(), "PNG", pnginfo=notes, exif=told(), icc_profile=b"profile", dpi=(300, 300))
    found, kind = stripped(data)
    assert kind == "image/png" and says_nothing(found)
    assert opened(found).tobytes() == sample().tobytes()
    assert [name for name, _ in png_parts(found)] == [b"IHDR", b"IDAT", b"IEND"]


def png_parts(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def test_webp_notes_go():
    data = saved(sample(), "WEBP", exif=told(3).tobytes(), xmp=XMP, icc_profile=b"profile of " + SECRET)
    assert SECRET in data
    found, kind = stripped(data)
    assert kind == "image/webp" and says_nothing(found)
    assert near(opened(found).convert("RGB").getpixel((60, 44)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_stays(kind):
    frames = [Image.new("RGB", SIZE, color) for color in (BLUE, (0, 255, 0))]
    data = saved(sample(), kind, save_all=True, append_images=frames, duration=100, lossless=True)
    assert opened(data).n_frames == 3
    found = opened(stripped(data)[0])
    assert getattr(found, "n_frames", 1) == 1
    assert near(found.convert("RGB").getpixel((5, 5)), RED) and near(
        found.convert("RGB").getpixel((60, 40)), BLUE
    )


def test_cmyk_becomes_rgb():
    found = opened(stripped(saved(sample("CMYK"), "JPEG"))[0])
    assert found.mode == "RGB" and near(found.getpixel((5, 5)), RED)


def test_grey_stays_grey_and_sixteen_bits_become_eight():
    assert opened(stripped(saved(sample("L"), "JPEG"))[0]).mode == "L"
    deep = Image.new("I;16", SIZE, 0x8000)
    assert opened(saved(deep, "PNG")).mode.startswith("I")
    found = opened(stripped(saved(deep, "PNG"))[0])
    assert found.mode == "L" and found.getpixel((0, 0)) == 0x80


def test_black_and_white_stays_so():
    found = opened(stripped(saved(sample("1"), "PNG"))[0])
    assert set(found.convert("L").tobytes()) == {0, 255}


@pytest.mark.parametrize("mode", ["P", "L", "RGB", "LA", "RGBA"])
def test_what_is_seen_through_stays_so(mode):
    if mode in ("LA", "RGBA"):
        picture, options = sample(mode), {}
        picture.putpixel((0, 0), (*picture.getpixel((0, 0))[:-1], 0))
    else:
        picture = sample(mode)
        options = {"transparency": picture.getpixel((0, 0))}
    found = opened(stripped(saved(picture, "PNG", **options))[0])
    assert found.mode == "RGBA" and found.getpixel((0, 0))[3] == 0 and found.getpixel((63, 47))[3] == 255


def test_a_small_one_keeps_its_shape_and_is_upright():
    data, kind = smaller(JPEG, 20)
    assert kind == "image/jpeg" and opened(data).size == (15, 20) and says_nothing(data)
    assert opened(smaller(JPEG, 500)[0]).size == (48, 64)
    with pytest.raises(ValueError, match="one pixel"):
        smaller(JPEG, 0)


def test_a_small_one_of_a_large_jpeg():
    data = saved(sample().resize((1600, 1200)), "JPEG", exif=told(6))
    found = opened(smaller(data, 100)[0])
    assert found.size == (75, 100) and near(found.getpixel((65, 10)), RED)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is this large and holds next to nothing."""

    def part(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\0" * 100))
        + part(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "size", [(10_000, 5_001), (12_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_unread(size, monkeypatch):
    monkeypatch.setattr(photos, "pixels_of", lambda found: pytest.fail("it was unpacked"))
    with pytest.raises(ValueError):
        stripped(bomb(*size))


def test_texts_that_unpack_to_much_are_refused():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "a" * 80_000_000, zip=True)
    with pytest.raises(ValueError):
        stripped(saved(sample(), "PNG", pnginfo=notes))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PDF", "ICO"])
def test_other_pictures_are_refused(kind):
    with pytest.raises(ValueError, match="no JPEG, PNG or WEBP"):
        stripped(saved(sample(), kind))


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"RIFF", b"<svg onload='x'/>", b"%PDF-1.7", bytes(1000)]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValueError, match="no JPEG, PNG or WEBP"):
        stripped(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind):
    noise = Image.frombytes("RGB", (200, 200), Random(1).randbytes(120_000))
    data = saved(noise, kind)
    with pytest.raises(ValueError):
        stripped(data[: len(data) // 2])


def test_damaged_notes_do_not_cost_the_picture():
    data = bytearray(JPEG)
    at = data.index(b"Exif\0\0") + 6
    data[at : at + 12] = b"MM\0\x2a\xff\xff\xff\xff\xff\xff\xff\xff"
    assert says_nothing(stripped(bytes(data))[0])


def damaged(seed: int) -> bytes:
    """One of three pictures with some bytes changed, cut out or doubled."""
    chance = Random(seed)
    data = bytearray(SAMPLES[seed % 3])
    for _time in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        what = chance.randrange(4)
        if what < 2:
            data[at] = chance.randrange(256)
        elif what == 2:
            del data[at : at + chance.randint(1, 40)]
        else:
            data[at:at] = data[: chance.randint(1, 60)]
    return bytes(data)


SAMPLES = (
    JPEG,
    saved(sample("P"), "PNG", exif=told(5)),
    saved(sample("RGBA"), "WEBP", exif=told(5).tobytes(), xmp=XMP),
)


@pytest.mark.parametrize("tens", range(30))
def test_three_hundred_damages_give_a_picture_or_a_refusal(tens):
    for seed in range(tens * 10, tens * 10 + 10):
        try:
            data, kind = stripped(damaged(seed))
        except ValueError:
            continue
        assert kind in photos.MEDIA_TYPES.values() and says_nothing(data)
