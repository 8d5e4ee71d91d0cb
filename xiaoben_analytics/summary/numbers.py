"""What was assessed and how, and the key numbers that every file of the pack shows."""

from __future__ import annotations

from fractions import Fraction

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.labels import month_name, percent, points
from xiaoben_analytics.ledger import Line
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED
from xiaoben_analytics.summary.model import Texts, texts
from xiaoben_analytics.summary.words import INTAKE_NUMBERS, ROUNDING, SCOPE, TIES

_WEIGHTS = "各项权重"


def state_facts(result: Assessment, line: Line | None = None) -> Texts:
    """Say what was assessed, and how; what the regulation says otherwise is marked (see `marks`)."""
    told, marked = _settings(result.policy), marks(result, line)
    months = result.records[col.MONTH].dropna()
    return texts(
        {
            "学校": result.school.name,
            "学年": result.school.school_year,
            "考核办法": result.policy.title,
            **{
                name: text + marked.get(name, "")
                for name, text in told.items()
                if name != _WEIGHTS or name in marked
            },
            "数据截至": month_name(months.max()) if len(months) else "无活动记录",
        }
    )


def marks(result: Assessment, line: Line | None = None) -> dict[str, str]:
    """Say behind each fact that the regulation states otherwise, on whose word; `line` is the decision."""
    if result.base is None:
        return {}
    ruled = _settings(result.base.policy)
    mark = f"（会议决定，第 {line.sequence} 号）" if line else "（试算，与办法不同）"
    return {
        name: mark for name, text in _settings(result.policy).items() if text != ruled.get(name)
    }


def _settings(policy: Policy) -> dict[str, str]:
    tiers = policy.tiers
    return {
        "等级比例": "、".join(f"{level.name} {percent(level.ratio)}" for level in tiers.levels),
        "名额取整": ROUNDING[tiers.rounding],
        "同分处理": TIES[tiers.ties],
        "排名范围": SCOPE[tiers.scope],
        _WEIGHTS: "、".join(f"{part.label} {float(part.weight):g}" for part in policy.components),
    }


def key_numbers(result: Assessment) -> Texts:
    """Name the numbers that are shown first, in every file the same."""
    standings, files = result.standings, result.school.files
    owed, attended = (int(result.participation[name].sum()) for name in (col.OWED, col.ATTENDED))
    totals, n = standings[col.TOTAL], len(standings)
    severity = result.problems[col.SEVERITY]
    intake = (
        *(int(files[name].sum()) for name in (col.ROWS_IN, col.USED, col.SET_ASIDE)),
        *(int((severity == kind).sum()) for kind in (PROBLEM, NOTICE, REPEATED)),
    )
    return texts(
        {
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
            **dict(zip(INTAKE_NUMBERS, map(str, intake), strict=True)),
        }
    )
