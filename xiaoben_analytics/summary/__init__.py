"""The meeting's report as a value; `model` says what it holds."""

from __future__ import annotations

from fractions import Fraction

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import month_name, percent, points, printable
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED
from xiaoben_analytics.summary.attendance import participation_section
from xiaoben_analytics.summary.intake import (
    file_table,
    problems_section,
    problems_table,
    reconciliation_section,
    reconciliation_table,
)
from xiaoben_analytics.summary.model import (
    Chart,
    Finding,
    Section,
    Series,
    Summary,
    Table,
    frozen,
    without_personal,
)
from xiaoben_analytics.summary.results import (
    groups_section,
    standings_section,
    tiers_section,
)
from xiaoben_analytics.summary.words import ROUNDING, SCOPE, TIES

__all__ = [
    "ROUNDING",
    "SCOPE",
    "TIES",
    "Chart",
    "Finding",
    "Section",
    "Series",
    "Summary",
    "Table",
    "file_table",
    "problems_table",
    "reconciliation_table",
    "summarize",
    "without_personal",
]


def summarize(result: Assessment) -> Summary:
    """Put an assessment into words, tables and charts, in the order of the meeting."""
    return Summary(
        title="校本培训总结报告",
        subtitle=printable(f"{result.school.name}　{result.school.school_year} 学年".strip()),
        facts=frozen(_facts(result)),
        numbers=frozen(_numbers(result)),
        tiers=result.policy.tiers.names,
        sections=(
            reconciliation_section(result),
            participation_section(result),
            groups_section(result),
            tiers_section(result),
            problems_section(result),
            standings_section(result),
        ),
    )


def _facts(result: Assessment) -> dict[str, str]:
    tiers = result.policy.tiers
    months = result.records[col.MONTH].dropna()
    return {
        "学校": result.school.name,
        "学年": result.school.school_year,
        "考核办法": result.policy.title,
        "等级比例": "、".join(f"{level.name} {percent(level.ratio)}" for level in tiers.levels),
        "名额取整": ROUNDING[tiers.rounding],
        "同分处理": TIES[tiers.ties],
        "排名范围": SCOPE[tiers.scope],
        "数据截至": month_name(months.max()) if len(months) else "无活动记录",
    }


def _numbers(result: Assessment) -> dict[str, str]:
    standings, files = result.standings, result.school.files
    owed, attended = (int(result.participation[name].sum()) for name in (col.OWED, col.ATTENDED))
    totals, n = standings[col.TOTAL], len(standings)
    severity = result.problems[col.SEVERITY]
    return {
        "参评教师（人）": str(n),
        "教研组（个）": str(len(result.groups)),
        "活动（次）": str(result.records[col.ACTIVITY_ID].nunique()),
        "应到（人次）": str(owed),
        "实到（人次）": str(attended),
        "出勤率": percent(Fraction(attended, owed)) if owed else "—",
        "平均总分（分）": points((2 * int(totals.sum()) + n) // (2 * n)),
        "最高总分（分）": points(totals.max()),
        "最低总分（分）": points(totals.min()),
        **{
            f"{tier}（人）": str(int((standings[col.TIER] == tier).sum()))
            for tier in result.policy.tiers.names
        },
        "读入（行）": str(int(files[col.ROWS_IN].sum())),
        "使用（行）": str(int(files[col.USED].sum())),
        "搁置（行）": str(int(files[col.SET_ASIDE].sum())),
        "问题（条）": str(int((severity == PROBLEM).sum())),
        "提示（条）": str(int((severity == NOTICE).sum())),
        "重复（条）": str(int((severity == REPEATED).sum())),
    }
