"""The JSON schema of a regulation's file, by which editors complete keys and mark mistakes.

Run `python docs/pages.py` to write it anew; a test keeps it equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy.model import Policy

SCHEMA = Path(__file__).parent / "schema.json"

DIALECT = "http://json-schema.org/draft-07/schema#"


def policy_schema() -> dict[str, Any]:
    """Describe what a regulation's file may say.

    Nothing is required: a file that extends another says only what differs.
    """
    whole = Policy.model_json_schema(by_alias=True)
    pieces = {name: _piece(piece) for name, piece in whole["$defs"].items()}
    listed = [{"const": one.name, "description": one.meaning} for one in MEASURES.values()]
    own = _piece(whole)
    words = {"type": "array", "items": {"type": "string"}}
    files = {
        "extends": _described("extends", {"type": "string"}),
        "drop": _described("drop", words),
    }
    return {
        "$schema": DIALECT,
        "title": "校本培训考核办法",
        **own,
        "properties": {**files, **own["properties"]},
        "$defs": {**pieces, "Measure": {"oneOf": listed}},
    }


def schema_text() -> str:
    """Return the schema as its file holds it."""
    return json.dumps(policy_schema(), ensure_ascii=False, indent=1) + "\n"


def value_words(key: str, value: str) -> str:
    """Say a setting in the words that explain its key; the value itself where there are none.

    >>> value_words("ties", "up"), value_words("of", "teacher")
    ('进较高等级', 'teacher')
    """
    found = re.search(rf"(?:^|[：，]){re.escape(value)} ([^，；：（]+)", MEANINGS.get(key, ""))
    return found[1] if found else value


def _piece(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one table of a file; its keys are explained, none is required."""
    keys = {name: _described(name, field) for name, field in schema["properties"].items()}
    return {"type": "object", "additionalProperties": False, "properties": keys}


def _described(name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    """Explain a key; TOML has no null, and a measure is one of those that exist."""
    options = [one for one in field.get("anyOf", ()) if one != {"type": "null"}]
    kept = {key: value for key, value in field.items() if key not in ("anyOf", "title", "default")}
    described = {**kept, **(options[0] if options else {}), "description": MEANINGS[name]}
    if name == "measure":
        return {**described, "$ref": "#/$defs/Measure"}
    if name in ("measures", "deductions"):
        return {**described, "items": {"$ref": "#/$defs/Measure"}}
    return described


MEANINGS = {
    "extends": "以哪个办法为底：名称，或 .toml 文件",
    "drop": "从底稿中去掉的规则，如 gates.task",
    "id": "办法的名称，用于命令和文件",
    "title": "办法的标题",
    "source": "出处：原文件与条目",
    "text": "给老师看的说明",
    "decision": "条文没有写明或自相矛盾时的取法",
    "recording": "考勤符号和线上时长怎样成为考勤状态",
    "attendance": "哪些考勤得学时、算无故缺席、列为违纪",
    "relay": "二次培训",
    "external": "外出学习",
    "participation": "活动参与",
    "notes": "学习笔记",
    "reading": "读书活动",
    "awards": "获奖",
    "credits": "学分，或学时怎样折算成学分",
    "staff": "从花名册的哪些字样认出队伍结构",
    "requirements": "对每位教师、教研组或学校的要求",
    "cycle": "几个学年为一个周期",
    "slots": "教研组固定的活动时间",
    "honours": "评选和证书",
    "components": "计分的各项",
    "gates": "一票否决的条款",
    "tiers": "怎样划等级",
    "total": "总分；小于各项之和时封顶",
    "reference": "按最高者折算时的最高者：assessed 参评教师中的，roster 花名册全体中的，second 参评教师中的第二高，group 本教研组参评教师中的",
    "name": "名称，在同类中不重复",
    "label": "给读者看的名称",
    "points": "满分",
    "weight": "权重：这一项的得分和满分乘以几，如 1.2、80%；不写为 1",
    "items": "一项由哪些部分相加",
    "rule": "怎样得分：proportional 按最高者折算，rate 第一除以第二，average 平均，sum 相加，highest 取最高，full 满分；相加、取最高、扣分时指标的 1 个单位计 1 分，相除的两个单位应相同",
    "measure": "指标",
    "measures": "指标",
    "deductions": "要扣去的指标",
    "above": "超过多少为不通过，如 20%、0 项",
    "below": "不足多少为不通过，如 30 学时",
    "of": "要求谁：teacher、group、school；一票否决中是作分母的指标",
    "voids": "不通过时作废的各项",
    "at_least": "至少多少，带单位，如 30 学时",
    "per": "按什么期间：term 学期，year 学年，stage 入职第几年，cycle 周期",
    "each": "期间内每周（week）或每两周（two_weeks）都要达到",
    "who": "对哪些教师的要求；不写就是全体",
    "categories": "教师类别或称号中的字样",
    "under": "未满多少岁，如 45 岁",
    "stage": "入职第几年",
    "words": "只算标题、形式、主题或技能中含这些字样的",
    "audience": "只算培训对象写有这些的活动，如全体教师",
    "out_of": "百分比的分母：those_meant 所指的人，everybody 花名册全体",
    "planned": "办法自己为周期的各学年安排的数量",
    "years": "几个学年",
    "first": "第一个学年，如 2021-2022；获奖中是各级别一等奖的分值",
    "weekday": "星期几",
    "every": "每周（week）、每两周（two_weeks）一次，或每月（month）几次",
    "months": "哪些月份",
    "winners": "名额，如 3 个、20%",
    "election": "评选项目",
    "levels": "按名次划分的等级，由高到低",
    "ratio": "比例，如 30%",
    "appraisal": "计入师德考核的分",
    "reported_hours": "上报的学时",
    "failing": "一票否决所列的等级",
    "clauses": "程序不计算的条文，照 by_hand 办理",
    "by_hand": "为什么不由程序计算，应怎样办理",
    "decided": "本校决定照程序现在的读法办的各处，如 tiers.levels；policy check 不再列出",
    "announced": "条文宣布的等级，一票否决所列的也在内",
    "rounding": "取整：half_up 四舍五入，floor 不超过，largest_remainder 最大余数，sainte_lague 圣拉古",
    "ties": "同分：break 依次比各项，up 进较高等级，down 进较低等级",
    "scope": "排名范围：group 教研组内，school 全校",
    "min_group": "少于多少人的教研组合并排名",
    "gated": "一票否决的教师：failing 列入末等，ranked 只作废该项、照常排名",
    "count_gated": "一票否决的教师是否计入划等级的人数",
    "conserve": "全校名额先定总数，再分到各组",
    "apportionment": "名额分到各组的方法：largest_remainder 最大余数，sainte_lague 圣拉古",
    "group_weights": "各组的权重：名额按人数 × 权重分配",
    "group_ratios": "个别教研组自己的比例",
    "legend": "考勤符号的含义",
    "online": "线上参会时长的比例折算成考勤，从 0% 起，先后不论",
    "status": "考勤状态",
    "earning": "得学时的考勤",
    "made_up_earns": "补课后是否得学时",
    "unexcused": "算无故缺席的考勤",
    "incidents": "列为违纪的考勤",
    "inattentive": "备注中表示不认真的字样",
    "within_working_days": "返校后几个工作日内",
    "deduction": "每次扣分的范围",
    "from": "最低",
    "to": "最高",
    "criteria": "在范围内酌定的标准",
    "taken": "given 以登记的为准，low 一律取最低，high 一律取最高（没有登记数量的也算）",
    "grades": "各等级的分值",
    "as_written": "条文原来的分值",
    "missing": "缺交一次扣几分",
    "poor": "质量不高扣分的范围",
    "steps": "各奖次比一等奖低几级",
    "contest": "竞赛",
    "competition": "评选",
    "category": "获奖类别",
    "step": "每低一级减几分",
    "hours_each": "多少学时为 1 学分",
    "excellent": "优秀教师的字样",
    "backbone": "骨干教师的字样",
    "qualified": "达标教师的字样",
    "degrees": "大专及以上学历的字样",
}
"""What every key is for, in the words that an editor shows."""
