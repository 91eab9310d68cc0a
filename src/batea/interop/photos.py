"""Photos from phones, made anew from their pixels: nothing that was hidden in the file is ever served.

A photo tells where and when it was taken, with what, sometimes who took it, and may hold a small copy of itself from
before it was cropped (EXIF, XMP, IPTC, comments, colour profiles, whatever stands behind its end). Only pixels pass.
"""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.Image import Transpose

MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 50_000_000
QUALITY = 85
ORIENTATION = 0x0112  # the EXIF tag
TOO_LARGE = "This picture has more pixels than can be kept."


def stripped(data: bytes) -> tuple[bytes, str]:
    """The picture upright, made anew from its pixels, and its media type.

    A moving picture becomes its first one; 16-bit and CMYK become 8-bit RGB. Raises ValueError for anything but a
    JPEG, PNG or WEBP of at most MOST_PIXELS that can be read to its end.
    """
    picture, kind = opened(data)
    return written(picture, kind), MEDIA_TYPES[kind]


def smaller(data: bytes, side: int) -> tuple[bytes, str]:
    """The same, neither wider nor higher than `side` pixels; never larger than it was. Raises ValueError likewise."""
    if side < 1:
        raise ValueError("A picture has at least one pixel.")
    picture, kind = opened(data, side)
    picture.thumbnail((side, side))
    return written(picture, kind), MEDIA_TYPES[kind]


def opened(data: bytes, side: int = 0) -> tuple["Picture", str]:
    """(a new picture of nothing but pixels, its format). Raises ValueError."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=list(MEDIA_TYPES)) as found:
            check_size(found)
            if side:  # a JPEG is read at an eighth of its size in a fraction of the time
                found.draft(None, (2 * side, 2 * side))
            kind = str(found.format)
            return pixels_of(found), "JPEG" if kind == "MPO" else kind  # MPO: a JPEG with more behind it
    except TooLarge:
        raise
    except Image.DecompressionBombError as error:
        raise TooLarge(TOO_LARGE) from error
    except Exception as error:  # a dozen kinds so far, on damaged files
        raise ValueError("This is no JPEG, PNG or WEBP picture that can be read.") from error


class TooLarge(ValueError):
    pass


def check_size(found: "Picture") -> None:
    """Before a pixel is unpacked. Pillow itself only warns, and later."""
    if found.width * found.height > MOST_PIXELS:
        raise TooLarge(TOO_LARGE)


def pixels_of(found: "Picture") -> "Picture":
    from PIL import Image

    turn = turn_of(found)
    found.load()
    level = in_eight_bits(found)
    mode = mode_of(level)
    plain = level if level.mode == mode else level.convert(mode)
    fresh = Image.frombytes(mode, plain.size, plain.tobytes())
    return fresh if turn is None else fresh.transpose(turn)


def turn_of(found: "Picture") -> "Transpose | None":
    """How to bring the picture upright. Damaged notes leave it as it is, for the picture itself may be sound."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        return turns.get(found.getexif().get(ORIENTATION, 1))
    except Exception:  # as many kinds as there are ways to damage it
        return None


def in_eight_bits(picture: "Picture") -> "Picture":
    """Sixteen bits of grey lose their lower half; Pillow alone would cut all brighter than 255 to white."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    return picture


def mode_of(picture: "Picture") -> str:
    if picture.has_transparency_data:
        return "RGBA"
    return picture.mode if picture.mode in ("L", "RGB") else "RGB"


def written(picture: "Picture", kind: str) -> bytes:
    buffer = BytesIO()
    if kind == "JPEG":
        picture.save(buffer, kind, quality=QUALITY, optimize=False)
    elif kind == "WEBP":
        picture.save(buffer, kind, quality=QUALITY)
    else:
        picture.save(buffer, kind)
    return buffer.getvalue()
