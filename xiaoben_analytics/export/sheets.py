"""Read back a workbook as it is shown: values, which of them are formulas, which may be typed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string, get_column_letter

from xiaoben_analytics.export.package import RELATION, parse_part, related_parts
from xiaoben_analytics.export.places import Block, Cell, Grid, one_line

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BOOK = "xl/workbook.xml"
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_ASIDE = re.compile(r"\[[^]]*\]|_.|\*.")  # colours and conditions; widths and fillings
_PLACEHOLDER = re.compile(r"[0#?@ymdhse]|General", re.IGNORECASE)
_PERCENT = {"9", "10"}  # formats that have a number instead of a code
_HIDDEN = "（隐藏）"

_Style = tuple[str, bool]
"""The code of a number format, and whether a reader may type."""


def read_sheets(file: ZipFile) -> Iterator[Block]:
    """Read every sheet; one that is hidden is called so, because it is not what was shown."""
    parts, shared, styles = related_parts(file, _BOOK), _shared_texts(file), _styles(file)
    for sheet in parse_part(file, _BOOK).iter(f"{_S}sheet"):
        name = sheet.get("name") + (_HIDDEN if sheet.get("state", "visible") != "visible" else "")
        root = parse_part(file, parts[sheet.get(f"{RELATION}id")])
        yield Block(f"《{name}》", _rows(root, f"《{name}》", shared, styles), table=True)


def sheet_parts(file: ZipFile) -> Iterator[str]:
    """Name the parts of the sheets, in their order."""
    parts = related_parts(file, _BOOK)
    for sheet in parse_part(file, _BOOK).iter(f"{_S}sheet"):
        yield parts[sheet.get(f"{RELATION}id")]


def _shared_texts(file: ZipFile) -> list[str]:
    for name in related_parts(file, _BOOK, "/sharedStrings").values():
        return [_text_of(one) for one in parse_part(file, name).iter(f"{_S}si")]
    return []


def _text_of(item: Any) -> str:
    """Join the runs of a text; how it is pronounced (`rPh`) is not shown."""
    runs = (one for one in item.iter(f"{_S}t") if one.getparent().tag != f"{_S}rPh")
    return one_line("".join(one.text or "" for one in runs))


def _styles(file: ZipFile) -> list[_Style]:
    for name in related_parts(file, _BOOK, "/styles").values():
        root = parse_part(file, name)
        codes = {one.get("numFmtId"): one.get("formatCode") for one in root.iter(f"{_S}numFmt")}
        return [
            (_code(style.get("numFmtId", "0"), codes), _is_free(style))
            for style in root.iterfind(f"{_S}cellXfs/{_S}xf")
        ]
    return []


def _code(number: str, codes: Mapping[str, str]) -> str:
    return codes.get(number, "0%" if number in _PERCENT else "General")


def _is_free(style: Any) -> bool:
    protection = style.find(f"{_S}protection")
    return protection is not None and protection.get("locked") in {"0", "false"}


def _rows(root: Any, name: str, shared: Sequence[str], styles: Sequence[_Style]) -> Grid:
    """Read the rows of a sheet, blank ones too, without the blanks at the end of each and of all."""
    rows: Grid = []
    for line in root.iter(f"{_S}row"):
        number = int(line.get("r") or len(rows) + 1)
        rows += [[] for _ in range(len(rows), number)]
        row = rows[number - 1]
        for one in line.iterfind(f"{_S}c"):
            letters = (one.get("r") or "").rstrip("0123456789")
            column = column_index_from_string(letters) if letters else len(row) + 1
            cell = _cell(one, f"{name}{get_column_letter(column)}{number}", shared, styles)
            if cell.text or cell.formula:
                row += [
                    Cell("", f"{name}{get_column_letter(at)}{number}")
                    for at in range(len(row) + 1, column)
                ]
                row.append(cell)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(one: Any, place: str, shared: Sequence[str], styles: Sequence[_Style]) -> Cell:
    code, free = styles[int(one.get("s", 0))] if styles else ("General", False)
    value = one.findtext(f"{_S}v") or ""
    kind = one.get("t", "n")
    if kind == "s":
        text = shared[int(value)]
    elif kind == "inlineStr":
        text = _text_of(one)
    elif kind == "n" and value:
        text = _number(float(value), percent=free and "%" in code)
    else:
        text = one_line(value)
    formula = one.find(f"{_S}f") is not None
    return Cell(_as_shown(text, code, kind), place, formula, free)


def _number(value: float, *, percent: bool) -> str:
    """Write a number by the digits that it was meant with.

    >>> _number(0.1 + 0.2, percent=False), _number(0.25, percent=True)
    ('0.3', '25%')
    """
    return f"{value * 100:.10g}%" if percent else f"{value:.10g}"


def _as_shown(text: str, code: str, kind: str) -> str:
    """Tell where a format shows something else than the cell holds.

    >>> _as_shown("73.16", '"99.16"', "n"), _as_shown("73.16", '0.00"分"', "n")
    ('73.16（格式使它显示为 "99.16"）', '73.16')
    """
    if not text or code == "General":
        return text
    sections = code.split(";")
    section = sections[-1] if kind in {"s", "str", "inlineStr"} and len(sections) > 3 else code
    literal = "".join("".join(found) for found in _LITERAL.findall(code))
    rest = _ASIDE.sub("", _LITERAL.sub("", section))
    first = rest.split(";", maxsplit=1)[0]
    honest = not re.search(r"\d", literal) and not re.search(r"[1-9]", rest)
    if honest and _PLACEHOLDER.search(first):
        return text
    return f"{text}（格式使它显示为 {code}）"
