"""Take the pictures of README.md anew from the demo: docs/images/phase1.png, phase2.png, phase3.png.

    .venv/bin/python tools/screenshots.py [--lang en]

Needs Chromium (CHROMIUM, default /usr/bin/chromium). The demo is made in a folder of its own and thrown away.
"""

import argparse
import base64
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PAGES = {
    "phase1": "/p/do/",
    "phase2": "/p/do/types/classification/",
    "phase3": "/p/do/monitoring/indicators/",
}
EMAIL, PASSWORD = "lead@example.org", "batea-demo-2018"  # the demo prints them for everybody
WIDTH, HEIGHT = 1280, 860
COLOURS = 256
PIXELS = """async url => {
    const image = new Image(); image.src = url; await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0);
    const all = brush.getImageData(0, 0, image.width, image.height).data;
    let text = '';
    for (let at = 0; at < all.length; at += 32768) text += String.fromCharCode(...all.subarray(at, at + 32768));
    return btoa(text);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", default="en", choices=("es", "en", "pt", "fr"))
    lang = parser.parse_args().lang
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start_demo(Path(folder), port)
        try:
            take(f"http://127.0.0.1:{port}", lang)
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start_demo(folder: Path, port: int) -> subprocess.Popen:
    """`batea demo` in `folder`; returns when it answers."""
    command = [sys.executable, "-m", "batea.cli", "demo", "--out", str(folder / "out"), "--port", str(port)]
    environment = {**os.environ, "BATEA_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    for _second in range(180):
        try:
            urlopen(f"http://127.0.0.1:{port}/health").close()
            return server
        except URLError:
            time.sleep(1)
    server.terminate()
    sys.exit("The demo does not answer.")


def take(address: str, lang: str) -> None:
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale=lang)
        page.goto(f"{address}/account/login/")
        page.fill("input[name=login]", EMAIL)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/p/do/")
        for name, path in PAGES.items():
            page.goto(address + path)
            page.evaluate("document.fonts.ready")
            content = reduced(pixels(page, page.screenshot()))
            (IMAGES / f"{name}.png").write_bytes(content)
            print(f"docs/images/{name}.png  {len(content) / 1000:.0f} kB")
        browser.close()


def pixels(page: Page, png: bytes) -> np.ndarray:
    """Height × width × 3 bytes; the browser itself opens the picture."""
    raw = base64.b64decode(page.evaluate(PIXELS, "data:image/png;base64," + base64.b64encode(png).decode()))
    return np.frombuffer(raw, np.uint8).reshape(-1, WIDTH, 4)[:, :, :3]


def reduced(image: np.ndarray) -> bytes:
    """The picture as a PNG with its commonest colours; every other colour becomes the nearest of them."""
    codes = (image.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=2)
    found, where, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.int32)
    palette = colours[np.argsort(-counts)[:COLOURS]]
    nearest = np.array([((palette - colour) ** 2).sum(axis=1).argmin() for colour in colours], np.uint8)
    return as_png(nearest[where.reshape(codes.shape)], palette.astype(np.uint8))


def as_png(rows: np.ndarray, palette: np.ndarray) -> bytes:
    """Indexed PNG, eight bits a pixel (ISO/IEC 15948)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    height, width = rows.shape
    lines = np.pad(rows, ((0, 0), (1, 0))).tobytes()  # each line starts with filter 0
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + chunk(b"PLTE", palette.tobytes())
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b"")
    )


if __name__ == "__main__":
    main()
