"""A workbook with other settings typed into its yellow cells, as somebody at a desk would."""

import re
import warnings

import openpyxl
import pandas as pd

from xiaoben_analytics.labels import HEADINGS

ROUNDINGS = {
    "half_up": "累计四舍五入",
    "floor": "累计只舍不入",
    "largest_remainder": "最大余数",
    "sainte_lague": "圣拉古",
}
TIES = {"break": "依次比较各项", "up": "同进较高等级", "down": "同入较低等级"}


def opened(file):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars
        return openpyxl.load_workbook(file)


def named(book, name):
    """Find the cells that a name means."""
    ((sheet, place),) = book.defined_names[name].destinations
    return book[sheet][place.replace("$", "")]


def type_into(file, typed, *, ratios=None, weights=None, **settings):
    """Save a copy with settings as `what_if` takes them, and `cells` by their names."""
    book = opened(file)
    words = dict(settings.pop("cells", {}))
    if ratios:
        tiers = [cell.value for (cell,) in named(book, "等级_名称")]
        shares = [float(part) / 100 for part in ratios.split("/")]
        words |= {f"比例_{tier}": share for tier, share in zip(tiers, shares, strict=False)}
    words |= {f"权重_{part}": float(weight) for part, weight in (weights or {}).items()}
    if "rounding" in settings:
        words["取整"] = ROUNDINGS[settings["rounding"]]
    if "ties" in settings:
        words["同分"] = TIES[settings["ties"]]
    if "count_gated" in settings:
        words["否决计入基数"] = "是" if settings["count_gated"] else "否"
    for name, value in words.items():
        cell = named(book, name)
        assert not cell.protection.locked, name
        cell.value = value
    book.save(typed)


def rows_of(sheet, top=1):
    heads = [cell.value for cell in sheet[top]]
    rows = sheet.iter_rows(min_row=top + 1, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def standings_of(book, labels):
    """Read everybody's points, total, rank, tier and what it earns, in order of the ids."""
    names = (*labels, "总分", "组内名次", "等级", "师德考核分", "上报学时")
    return sorted(
        (row["工号"], *(None if row[name] == "" else row[name] for name in names))
        for row in rows_of(book["成绩"])
    )


def expected_standings(result):
    return sorted(
        (
            row["teacher_id"],
            *(row[part] / 100 for part in result.policy.component_names),
            row["total"] / 100,
            None if row["gated"] else row["rank"],
            row["tier"], row["appraisal"], row["reported_hours"],
        )
        for row in result.standings.to_dict("records")
    )  # fmt: skip


def lines_of(book, result):
    """Put each number of 划线 beside the library's."""
    rows = {row["排名范围"]: row for row in rows_of(book["划线"], top=3)}
    for line in result.cutoffs.to_dict("records"):
        for name in ("seats", "count", "cutoff", "gap"):
            heading = f"{line['tier']}\n{HEADINGS[name]}"
            if heading in rows[line["pool"]]:
                amount = line[name]
                missing = pd.isna(amount)
                scale = 100 if name in ("cutoff", "gap") else 1
                got = rows[line["pool"]][heading]
                yield None if got == "" else got, None if missing else amount / scale


def groups_of(book):
    names = ("教研组", "人数", "平均分", "中位分", "最高分", "最低分")
    return [tuple(row.values()) for row in rows_of(book["组别"]) if row[names[1]] is not None]


def expected_groups(result):
    amounts = ("mean", "median", "highest", "lowest")
    return [
        (
            group["group"], group["teachers"], *(group[name] / 100 for name in amounts),
            *(group[tier] for tier in result.policy.tiers.names),
        )
        for group in result.groups.to_dict("records")
    ]  # fmt: skip


def values_of(book):
    """Every value of a workbook by its place; the empty text is no value."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def same_value(one, other):
    """LibreOffice writes numbers with fifteen digits."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other), 1e-3)
    return re.sub("\r\n?", "\n", str(one)) == re.sub("\r\n?", "\n", str(other))
