"""Read back the charts of an office file: what they show, and the workbook behind each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import Any
from zipfile import ZipFile

from xiaoben_analytics.export.package import RELATION, parse_part, related_parts
from xiaoben_analytics.export.places import Block, Cell, Grid
from xiaoben_analytics.export.sheets import read_sheets, sheet_parts

CHARTS, BEHIND = "图", "图的数据表"
"""What charts show; the workbooks behind them, which some programs leave out."""

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def charts_of(archive: ZipFile, shown: Iterable[tuple[str, Any]]) -> Iterator[Block]:
    """Read the charts in the order in which the parts that are `shown` name them."""
    return _charts(archive, shown, turned=False)


def _charts(archive: ZipFile, shown: Iterable[tuple[str, Any]], *, turned: bool) -> Iterator[Block]:
    number = 0
    for part, root in shown:
        targets = related_parts(archive, part, "/chart")
        for one in root.iter(f"{_C}chart"):
            number += 1
            yield from _chart(
                archive, targets[one.get(f"{RELATION}id")], f"图 {number}", turned=turned
            )


def sheet_charts(archive: ZipFile) -> Iterator[Block]:
    """Read the charts of a workbook, sheet by sheet; LibreOffice may turn their categories round."""
    sheets = (related_parts(archive, part, "/drawing") for part in sheet_parts(archive))
    drawings = chain.from_iterable(one.values() for one in sheets)
    shown = ((part, parse_part(archive, part)) for part in drawings)
    return _charts(archive, shown, turned=True)


def _chart(archive: ZipFile, part: str, name: str, *, turned: bool) -> Iterator[Block]:
    series = parse_part(archive, part).iter(f"{_C}ser")
    yield Block(
        CHARTS,
        [
            list(_series(one, f"{name}第 {at} 组", turned=turned))
            for at, one in enumerate(series, start=1)
        ],
    )
    for behind in related_parts(archive, part, "/package").values():
        with ZipFile(BytesIO(archive.read(behind))) as book:
            rows = [row for sheet in read_sheets(book) for row in sheet.rows]
        yield Block(BEHIND, _called(rows, f"{name}的数据表"))


def _series(series: Any, name: str, *, turned: bool) -> Iterator[Cell]:
    """Give the values that a chart keeps for itself: name, categories, numbers."""
    for part in ("tx", "cat", "val", "xVal", "yVal"):
        kept = [_plain(one.text or "") for one in series.iterfind(f"{_C}{part}//{_C}v")]
        if turned and part == "cat":
            kept = min(kept, kept[::-1])
        yield from (Cell(text, name) for text in kept)


def _plain(text: str) -> str:
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text


def _called(rows: Grid, name: str) -> Grid:
    return [[Cell(cell.text, f"{name}{cell.place}") for cell in row] for row in rows]
