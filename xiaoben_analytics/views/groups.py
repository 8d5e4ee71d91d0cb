"""How groups compare: totals, components, attendance, awards, meetings, and the rows behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.explanation import ComponentExplained, explain
from xiaoben_analytics.figures import plot_group_components, plot_group_distribution
from xiaoben_analytics.findings import (
    COMPARABLE,
    finding_reach,
    finding_spread,
)
from xiaoben_analytics.groups import Comparison, compare_groups, component_means
from xiaoben_analytics.views.awards import explore_awards
from xiaoben_analytics.views.choosing import (
    AWARDS,
    EVERYTHING,
    MEETINGS,
    PARTS,
    SCALES,
    GroupChoice,
    picked,
    picked_name,
    places,
)
from xiaoben_analytics.views.meetings import explore_group_activities
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View


def explore_groups(result: Assessment, choice: GroupChoice = EVERYTHING) -> View:
    """Compare the groups by what is chosen, and show the rows of who was picked."""
    if choice.compare == AWARDS:
        return explore_awards(result, choice)
    if choice.compare == MEETINGS:
        return explore_group_activities(result, choice)
    if choice.compare == PARTS:
        return explore_components(result, choice)
    return _explore_amounts(result, choice)


def explore_components(result: Assessment, choice: GroupChoice = EVERYTHING) -> View:
    """Show what the groups' mean totals are made of, against the maxima."""
    means = component_means(result.standings, result.policy)
    people = len(result.standings)
    whole = {
        part.label: Fraction(int(result.standings[part.name].sum()), people)
        for part in result.policy.components
    }
    most = {part.label: part.highest for part in result.policy.components}
    shown = means[means.index.isin(choice.groups)] if choice.groups else means
    return View(
        sentence=finding_reach(whole, most),
        figure=plot_group_components(result, choice.groups),
        tables=_rows_behind(result, choice),
        data={"各组各项平均得分": _means_table(shown, most, result)},
    )


def _explore_amounts(result: Assessment, choice: GroupChoice) -> View:
    against = choice.against if choice.against in SCALES else ""
    of = choice.compare if choice.compare in _amounts(result) else col.TOTAL
    compared = compare_groups(
        result.standings, result.records, result.policy, of=of, against=against
    )
    compared = compared.only(choice.groups) if choice.groups else compared
    return View(
        sentence=_sentence(compared, result.policy.tiers.failing.name),
        figure=plot_group_distribution(result, compared, picked=choice.teacher),
        tables=_rows_behind(result, choice),
        data=_numbers(compared, result),
    )


def _amounts(result: Assessment) -> tuple[str, ...]:
    return (col.TOTAL, col.RATE, *result.policy.component_names)


def _sentence(compared: Comparison, failing: str) -> str:
    if compared.groups.empty:
        return f"没有可以比较的{compared.label}。"
    if compared.against:
        less = f"（不计 {len(compared.left_out)} 位{failing}者）" if compared.left_out else ""
        return f"{len(compared.teachers)} 人的标准化位置{less}只供比较，不用来排名和划等级。"
    return finding_spread(compared.groups, unit=compared.unit)


def _numbers(compared: Comparison, result: Assessment) -> dict[str, pd.DataFrame]:
    """Write out the numbers of a distribution: each group's, then each teacher's."""
    amount = f"{compared.label}（{'%' if compared.sign else compared.unit}）"
    groups = compared.groups.merge(result.groups[[col.GROUP, *result.policy.tiers.names]])
    small = groups[col.TEACHERS] < COMPARABLE
    groups[col.REMARK] = small.map({True: f"不足 {COMPARABLE} 人，仅供参考", False: ""})
    teachers = compared.teachers
    return {
        f"各组{amount}": readable(
            groups,
            [col.GROUP, col.TEACHERS, *_SUMMED, *result.policy.tiers.names, col.REMARK],
            headings=_SUMMED, in_points=_SUMMED,
        ),
        f"每位教师{amount}{_left_out(compared, result)}": readable(
            teachers, [col.GROUP, col.TEACHER_ID, col.NAME, col.AMOUNT, col.TIER],
            headings={col.AMOUNT: amount}, in_points={col.AMOUNT},
        ),
    }  # fmt: skip


def _left_out(compared: Comparison, result: Assessment) -> str:
    if not compared.left_out:
        return ""
    failing = result.policy.tiers.failing.name
    return f"（{len(compared.teachers)} 人，不计 {len(compared.left_out)} 位{failing}者）"


def _means_table(means: pd.DataFrame, most: Mapping[str, int], result: Assessment) -> pd.DataFrame:
    """Write out mean points, rounded half up, below a row of the maxima."""
    sizes = dict(zip(result.groups[col.GROUP], result.groups[col.TEACHERS], strict=True))
    rounded = means.map(lambda mean: floor(mean + Fraction(1, 2)))
    rows = pd.concat([pd.DataFrame([most], index=["满分"]), rounded]).astype("int64")
    rows.insert(0, col.GROUP, rows.index)
    rows.insert(1, col.TEACHERS, pd.Series(sizes, dtype="Int64").reindex(rows.index))
    return readable(rows, list(rows.columns), in_points=set(most))


def _rows_behind(result: Assessment, choice: GroupChoice) -> dict[str, pd.DataFrame]:
    """Show a group's teachers, or the rows of the files that a teacher's points come from."""
    who = picked_name(result, choice)
    if not who:
        return {}
    own = picked(result.standings, choice)
    parts = result.policy.component_names
    columns = [col.GROUP, col.TEACHER_ID, col.NAME, *parts, col.TOTAL, col.RANK, col.TIER]
    headings = {part.name: part.label for part in result.policy.components}
    tables = {
        f"{who}：得分": readable(
            own, [*columns, col.REMARK], headings=headings, in_points={*parts, col.TOTAL}
        )
    }
    if not choice.teacher or own.empty:
        return tables
    if choice.compare == col.RATE:
        return {**tables, f"{who}：应参加的活动": _attendance(result, choice)}
    told = explain(result, choice.teacher)
    chosen = [part for part in told.components if part.name == choice.compare]
    wanted = chosen or list(told.components)
    lines = [(part.label, _steps(part), f"{part.points:f}") for part in wanted]
    lines += [] if chosen else [("总分", told.arithmetic, f"{told.total:f}")]
    names = ["项目", "怎样算出", "得分"]
    return {
        **tables,
        f"{who}：得分怎样算出": pd.DataFrame(lines, columns=names, dtype="str"),
        f"{who}：得分的来由": _entries(wanted),
    }


def _attendance(result: Assessment, choice: GroupChoice) -> pd.DataFrame:
    own = picked(result.records[result.records[col.OWED]], choice)
    return readable(
        own.assign(**{col.SOURCE: places(own)}),
        [col.MONTH, col.TITLE, col.STATUS, col.MADE_UP, col.SOURCE],
        headings={col.MADE_UP: "已补课"},
    )


def _steps(part: ComponentExplained) -> str:
    """Say how each rule of a component is worked out, then how they make the points."""
    whole = [] if part.arithmetic == f"{part.points:f} 分" else [part.arithmetic]
    return "；".join([*(item.arithmetic for item in part.items), *whole])


def _entries(wanted: Sequence[ComponentExplained]) -> pd.DataFrame:
    """List the rows that the points of some components come from, counted and not."""
    rows = [
        (part.label, entry.measure, entry.when, entry.what, f"{entry.worth:f}",
         entry.why_not or "计入", entry.place)
        for part in wanted
        for measure in (*(one for item in part.items for one in item.measures), *part.deductions)
        for entry in measure.entries
    ]  # fmt: skip
    names = ("项目", "依据", "时间", "内容", "数量", "是否计入", "出处")
    return pd.DataFrame(rows, columns=names, dtype="str")


_SUMMED = {"mean": "平均", "median": "中位数", "highest": "最高", "lowest": "最低"}
