"""The files of a pack written bare: the same texts, tables and charts, by the libraries alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import xlsxwriter
from docx.table import Table
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

Rows = list[list[str]]


def bare_writes(pack: Path, folder: Path) -> Callable[[], None]:
    """Take up what the files of a pack hold, and return what writes it again, file by file."""
    works = [
        _READERS[path.suffix](path, folder / f"{number}{path.suffix}")
        for number, path in enumerate(sorted(pack.rglob("*.*")))
    ]

    def write() -> None:
        for work in works:
            work()

    return write


def _document(path: Path, target: Path) -> Callable[[], None]:
    blocks = [
        _texts(block) if isinstance(block, Table) else block.text
        for block in docx.Document(str(path)).iter_inner_content()
    ]
    return partial(_write_document, blocks, target)


def _write_document(blocks: list[str | Rows], target: Path) -> None:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        grid = document.add_table(len(block), max(map(len, block)))
        for row, texts in zip(grid.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    document.save(str(target))


def _slides(path: Path, target: Path) -> Callable[[], None]:
    slides = []
    for slide in pptx.Presentation(str(path)).slides:
        texts = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
        tables = [_texts(one.table) for one in slide.shapes if one.has_table]
        charts = [_numbers(one.chart) for one in slide.shapes if one.has_chart]
        slides.append((texts, tables, charts))
    return partial(_write_slides, slides, target)


def _write_slides(slides: list[Any], target: Path) -> None:
    deck = pptx.Presentation()
    place = (Inches(1), Inches(1), Inches(8), Inches(5))
    for texts, tables, charts in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for text in texts:
            slide.shapes.add_textbox(*place).text_frame.text = text
        for rows in tables:
            grid = slide.shapes.add_table(len(rows), max(map(len, rows)), *place).table
            for row, own in zip(grid.rows, rows, strict=True):
                for cell, text in zip(row.cells, own, strict=False):
                    cell.text = text
        for names, series in charts:
            data = CategoryChartData()
            data.categories = names
            for name, amounts in series:
                data.add_series(name, amounts)
            slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    deck.save(str(target))


def _workbook(path: Path, target: Path) -> Callable[[], None]:
    book = openpyxl.load_workbook(path)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    return partial(_write_workbook, sheets, target)


def _write_workbook(sheets: dict[str, list[list[Any]]], target: Path) -> None:
    with xlsxwriter.Workbook(target) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [str(one) if one is not None else "" for one in row])


def _plain(path: Path, target: Path) -> Callable[[], None]:
    return partial(shutil.copyfile, path, target)


def _texts(table: Any) -> Rows:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _numbers(chart: Any) -> tuple[list[str], list[tuple[str, list[float | None]]]]:
    plot = chart.plots[0]
    return list(plot.categories), [(one.name, list(one.values)) for one in plot.series]


_READERS: dict[str, Callable[[Path, Path], Callable[[], None]]] = {
    ".docx": _document, ".pptx": _slides, ".xlsx": _workbook, ".html": _plain, ".json": _plain,
}  # fmt: skip
