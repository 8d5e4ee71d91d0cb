"""Pages as they look: rendered small, compared with a kept picture, tile by tile.

A kept picture says for which fonts and which LibreOffice it was made; elsewhere it says nothing, and
the test is skipped. `XIAOBEN_SNAPSHOTS=write` keeps the pages as they look now.
"""

import os
import shutil
import subprocess
import tempfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from xiaoben_analytics.export.word import FALLBACKS

KEPT = Path(__file__).parent / "snapshots"
DPI = 40
TOLERANCE = 12
"""How far a tile's mean may lie from the kept one's, of 255: a line that moved is 20 away or more."""

_TILES = (12, 9)
_OTHERS = "Arial,Calibri,Cambria,Carlito,Microsoft YaHei,Noto Sans CJK SC,Noto Serif CJK SC"
_MADE_FOR = "made for"


def pages_of(pdf: Path) -> list[Image.Image]:
    """Render each page small, in shades of grey."""
    with tempfile.TemporaryDirectory() as folder:
        command = [shutil.which("pdftoppm"), "-r", str(DPI), "-gray", str(pdf), f"{folder}/page"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return [_loaded(path) for path in sorted(Path(folder).iterdir())]


def assert_looks_as_kept(page: Image.Image, name: str, folder: Path) -> None:
    """Compare a page with the picture kept under a name; what differs is put into a folder."""
    path, here = KEPT / f"{name}.png", machine()
    if os.environ.get("XIAOBEN_SNAPSHOTS") == "write":
        _keep(page, path, here)
    with Image.open(path) as kept:
        if kept.text[_MADE_FOR] != here:
            pytest.skip(f"the picture was kept for {kept.text[_MADE_FOR]}; here is {here}")
        far = difference(page, kept)
    if far > TOLERANCE:
        page.save(folder / path.name)
    assert far <= TOLERANCE, f"{path} and {folder / path.name} differ by {far:.0f} of 255"


def difference(page: Image.Image, kept: Image.Image) -> float:
    """Measure the worst tile's mean difference; pages of different sizes have nothing in common."""
    if page.size != kept.size:
        return 255.0
    apart = np.abs(np.asarray(page, float) - np.asarray(kept.convert("L"), float))
    rows, columns = (np.array_split(np.arange(side), n) for side, n in _sides(apart.shape))
    return max(float(apart[np.ix_(*tile)].mean()) for tile in product(rows, columns))


def machine() -> str:
    """Say which LibreOffice renders, and which of the fonts that may be asked for are installed."""
    office = _said("soffice", "--version").split()[1].split(".")
    installed = {
        name for line in _said("fc-list", ":", "family").splitlines() for name in line.split(",")
    }
    wanted = {*FALLBACKS, *",".join([*FALLBACKS.values(), _OTHERS]).split(",")}
    return f"LibreOffice {'.'.join(office[:2])}, {', '.join(sorted(wanted & installed))}"


def _loaded(path: Path) -> Image.Image:
    with Image.open(path) as page:
        return page.convert("L")


def _keep(page: Image.Image, path: Path, here: str) -> None:
    about = PngInfo()
    about.add_text(_MADE_FOR, here)
    path.parent.mkdir(exist_ok=True)
    page.quantize(16).save(path, pnginfo=about, optimize=True)


def _sides(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Lay the longer side of the tiles along the longer side of the page."""
    tiles = _TILES if shape[0] >= shape[1] else _TILES[::-1]
    return list(zip(shape, tiles, strict=True))


def _said(program: str, *words: str) -> str:
    command = [shutil.which(program) or program, *words]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
