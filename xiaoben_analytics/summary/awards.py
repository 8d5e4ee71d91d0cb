"""What the report says about awards: by group, category and level, and which of them count."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.awards import list_awards
from xiaoben_analytics.findings import finding_awards, finding_uncounted
from xiaoben_analytics.labels import points, printable
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import (
    CENTER,
    LEFT,
    RIGHT,
    Block,
    Chart,
    Finding,
    Series,
    Table,
    text_rows,
)

_SPLIT = (col.GROUP, col.AWARD_CATEGORY, col.LEVEL)
_SHOWN = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.AWARD),
    *(col.AWARD_CATEGORY, col.LEVEL, col.PRIZE),
)
_UNKNOWN = "未写明"


def award_blocks(material: Material) -> Iterator[Block]:
    """Count the awards of each group, and say of every award whether it counts, else why not."""
    result = material.result
    awards = list_awards(result.standings, result.school.tables, result.measures, result.policy)
    if awards.empty:
        yield Finding("没有获奖记录。")
        return
    counted = _by_group(awards, result.groups)
    yield material.compare(finding_awards, counted, col.GROUP)
    yield _chart(counted)
    yield _split(awards)
    yield Finding(printable(finding_uncounted(awards)), single=True)
    yield _listed(awards)


def _by_group(awards: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Count each group's awards: group teachers count award_counts; one row per group."""
    won = awards.groupby(col.GROUP)[col.COUNTED].agg(["size", "sum"])
    won = won.reindex(groups[col.GROUP], fill_value=0).astype("int64")
    numbers = {col.COUNT: won["size"].to_numpy(), col.COUNTED: won["sum"].to_numpy()}
    return groups[[col.GROUP, col.TEACHERS]].assign(**numbers)


def _chart(counted: pd.DataFrame) -> Chart:
    rows = counted.itertuples(index=False, name=None)
    behind = [(group, people, won, used, won - used) for group, people, won, used in rows]
    series = (
        Series("计入得分", tuple(float(row[3]) for row in behind)),
        Series("没有计入", tuple(float(row[4]) for row in behind)),
    )
    header = ("教研组", "人数", "获奖（项）", "计入", "没有计入")
    shown = text_rows(behind)
    names = tuple(row[0] for row in shown)
    groups = tuple(counted[col.GROUP])
    table = Table("各教研组获奖项数", header, shown, (LEFT, *[RIGHT] * 4), groups=groups)
    return Chart(
        "stacked", "各教研组获奖项数", names, series, "项数", "0", behind=table, groups=groups
    )


def _split(awards: pd.DataFrame) -> Table:
    known = awards.assign(**{name: awards[name].fillna(_UNKNOWN) for name in _SPLIT})
    grouped = known.groupby([*_SPLIT], sort=False)[col.COUNTED].agg(["size", "sum"])
    rows = [(*place, won, used, won - used) for place, won, used in grouped.itertuples(name=None)]
    return Table(
        "获奖：按教研组、类别和级别",
        ("教研组", "类别", "级别", "项数", "计入", "没有计入"),
        text_rows(rows),
        (LEFT, CENTER, CENTER, RIGHT, RIGHT, RIGHT),
        groups=tuple(str(row[0]) for row in rows),
    )


def _listed(awards: pd.DataFrame) -> Table:
    cells = awards[[*_SHOWN]].astype("object").where(awards[[*_SHOWN]].notna(), _UNKNOWN)
    judged = zip(awards[col.WORTH], awards[col.COUNTED], awards[col.WHY_NOT], strict=True)
    rows = [
        (*cell, points(worth), "计入" if used else f"未计入：{why}")
        for cell, (worth, used, why) in zip(
            cells.itertuples(index=False, name=None), judged, strict=True
        )
    ]
    return Table(
        "获奖一览",
        ("教研组", "工号", "姓名", "奖项", "类别", "级别", "等次", "分值", "是否计入"),
        text_rows(rows),
        (LEFT, LEFT, LEFT, LEFT, CENTER, CENTER, CENTER, RIGHT, LEFT),
        wide=True,
        people=tuple(awards[col.TEACHER_ID]),
        free=(3,),
    )
