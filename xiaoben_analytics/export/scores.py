"""The score table as a file: csv, xlsx or parquet, one row per assessed teacher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.labels import HEADINGS

Writer = Callable[[pd.DataFrame, Path], None]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes Excel and WPS take a text for a formula."""


def score_table(result: Assessment) -> pd.DataFrame:
    """Lay the standings out under the readers' headings, in their official order.

    Points are `Decimal`s with two places, ranks whole numbers or missing.
    """
    standings = result.standings
    components = {part.name: part.label for part in result.policy.components}
    people = [col.SCHOOL, col.GROUP, col.TEACHER_ID, col.NAME]
    outcome = [col.RANK, col.TIER, col.APPRAISAL, col.REPORTED_HOURS, col.REMARK]
    table = standings[[*people, *components, col.TOTAL, *outcome]].copy()
    for name in (*components, col.TOTAL):
        exact = [Decimal(int(value)).scaleb(-2) for value in standings[name]]
        table[name] = pd.Series(exact, index=table.index, dtype="object")
    return table.rename(columns=HEADINGS | components)


def write_scores(result: Assessment, path: Path) -> None:
    """Write the score table; the ending of the name (.csv, .xlsx, .parquet) says how.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file cannot be written; an old one stays whole.
    """
    write_table(score_table(result), path)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table under the readers' headings (see `write_scores`)."""
    write = writer_for(path)
    with replacing(path) as unfinished:
        write(table, unfinished)


def writer_for(path: Path) -> Writer:
    """Return what writes such a file; asked before the work, a wrong ending costs no time."""
    if path.suffix.lower() not in WRITERS:
        raise UsageError.unknown("文件格式", path.suffix or path.name, WRITERS)
    return WRITERS[path.suffix.lower()]


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    guarded = table.apply(
        lambda given: given.map(_guard, na_action="ignore") if given.dtype == "str" else given
    )
    guarded.rename(columns=_guard).to_csv(
        path, index=False, encoding="utf-8-sig", lineterminator="\r\n"
    )


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415  only when a workbook is wanted

    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("成绩")
        bold = book.add_format({"bold": True, "border": 1})
        points = book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, table.columns, bold)
        for number, row in enumerate(table.itertuples(index=False), start=1):
            for column, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(number, column, value, points)
                elif not pd.isna(value):
                    sheet.write(number, column, value)
        sheet.freeze_panes(1, 4)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        sheet.autofit()


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    try:
        import duckdb  # noqa: PLC0415  an extra, for many schools
    except ImportError:
        raise UsageError.extra_missing("parquet", "bureau") from None
    with duckdb.connect() as connection:
        connection.register("scores", table)
        connection.table("scores").write_parquet(str(path))


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
)
