"""Words for readers: every column's Chinese heading, and how numbers are shown."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from xiaoben_analytics import columns as col

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_SPLITTING = re.compile(r"[\s&;()<>|'^,!$`*?#]")
"""What a shell would take a path apart at."""

HEADINGS = {
    col.FILE: "文件",
    col.SHEET: "工作表",
    col.ROW: "行",
    col.COLUMN: "列",
    col.VALUE: "内容",
    col.SOURCE: "出处",
    col.PROBLEM: "问题",
    col.EXPECTED: "应为",
    col.ADVICE: "建议",
    col.SEVERITY: "类别",
    col.OUTCOME: "处理",
    col.TABLE: "识别为",
    col.ROWS_IN: "总行数",
    col.USED: "使用",
    col.SET_ASIDE: "搁置",
    col.FURNITURE: "标题与合计等",
    col.SCHOOL: "学校",
    col.GROUP: "教研组",
    col.TEACHER_ID: "工号",
    col.NAME: "姓名",
    col.PREP_GROUP: "备课组",
    col.RATING: "称号",
    col.COURSEWARE: "课件制作",
    col.TOTAL: "总分",
    col.RANK: "组内名次",
    col.TIER: "等级",
    col.APPRAISAL: "师德考核分",
    col.REPORTED_HOURS: "上报学时",
    col.REMARK: "说明",
    col.RATIO: "比例",
    col.SEATS: "名额",
    col.COUNT: "人数",
    col.CUTOFF: "划线",
    col.GAP: "线下差距",
    col.RATE: "出勤率",
    col.TEACHERS: "教师数",
    col.MONTH: "月份",
    col.TITLE: "培训内容",
    col.STATUS: "考勤",
    col.FROM_TIER: "原等级",
    col.TO_TIER: "新等级",
    col.WHY: "原因",
    col.COMPONENTS: "各项得分的变化",
    col.FROM_TOTAL: "原总分",
    col.TO_TOTAL: "新总分",
    col.MEMBER: "成员",
    col.SCOPE: "范围",
    col.PROPOSED_RATIO: "建议比例",
    col.PROPOSED_SEATS: "建议名额",
    col.LOWEST: "最低",
    col.MEDIAN: "中位",
    col.HIGHEST: "最高",
    col.WISHES: "几人要多少",
    col.POOL: "排名范围",
    col.TERM: "学期",
    col.HOURS: "学时",
    col.SCHOOL_YEAR: "学年",
    col.ELECTION: "评选项目",
    col.CANDIDATE: "候选",
    col.CANDIDATE_ID: "候选人工号",
    col.VOTES: "票数",
    col.SKILL: "展示项目",
    col.ITEM: "考核项目",
    col.SCORE: "得分",
    col.FULL: "满分",
    col.PASSED: "合格",
    col.REQUIRED_ACTIVITIES: "应参加活动（次）",
    col.ATTENDED: "实际参加（次）",
    col.UNEXCUSED_ABSENCES: "无故缺席（次）",
    col.LATE: "迟到（次）",
    col.EARLY_LEAVE: "早退（次）",
    col.EXCUSED: "请假（次）",
    col.UNRECORDED: "未登记（次）",
    col.UNDONE_TASKS: "未完成的必须任务（项）",
    col.ATTENDANCE_HOURS: "校本培训学时",
    col.EXTERNAL_HOURS: "外出学习学时",
    col.RELAY_CREDITS: "二次培训奖励学分",
    col.EXTERNAL_POINTS: "外出学习学时得分",
    col.EXTERNAL_DEDUCTIONS: "外出学习扣分",
    col.NOTE_POINTS: "笔记得分合计",
    col.NOTE_CHECKS: "笔记检查（次）",
    col.ACTIVITY_CREDITS: "活动学分",
    col.READING_DEDUCTIONS: "读书扣分",
    col.CONTEST_POINTS: "竞赛最高分",
    col.COMPETITION_POINTS: "评选最高分",
    col.GROUP_BONUS: "教研组加分",
    col.LABEL: "要求",
    col.PERIOD: "期间",
    col.VERDICT: "结论",
    col.AMOUNT: "已有",
    col.NEEDED: "应有",
    col.SHORT: "还缺",
    col.UNIT: "单位",
    col.REASON: "理由",
    col.OFFERED: "计划还有",
    col.CAN_REACH: "能否达到",
    col.REACHED_BY: "最早达到",
    col.MISSING_EVEN_IF_ALL: "全部参加仍缺",
    col.MAKE_UP: "可补课",
    col.GATE: "条款",
    col.OWED: "应参加",
    col.LIMIT: "最多可缺席",
    col.REMAINING: "其后应参加",
    col.ABSENCES_LEFT: "还可缺席",
    col.DATE: "日期",
    col.INCIDENT: "违纪情况",
    col.PREP_GROUP: "备课组",
    col.SLOT: "时段",
    col.PLANNED: "应开展",
    col.HELD: "已开展",
    col.MOVED: "改期",
    col.MISSED: "未开展",
    col.HONOUR: "荣誉",
    col.CANDIDATE: "候选人",
    col.PLACE: "名次",
    col.CHOSEN: "当选",
    col.FROM_SEATS: "原名额",
    col.TO_SEATS: "新名额",
    col.CHANGE: "增减",
    col.SCENARIO: "方案",
    "half_up": "四舍五入",
    "floor": "不超过",
    "largest_remainder": "最大余数",
    "sainte_lague": "圣拉古",
    "floor_each": "各自不超过",
    "percent_rank": "百分比排位",
    col.AGREE: "各法一致",
    col.LOWEST_RATIO: "名额不变：从（%）",
    col.HIGHEST_RATIO: "名额不变：到（%）",
    col.LOWER_RATIO: "再低到（%）",
    col.HIGHER_RATIO: "再高到（%）",
    col.LOWER_CHANGES: "低到此时的名额",
    col.HIGHER_CHANGES: "高到此时的名额",
    col.MOVERS: "变动人数",
    col.RAISED: "升等",
    col.LOWERED: "降等",
    col.WHO_MOVES: "变动的教师",
    col.ENVIES: "分高等级低（对）",
    col.LOWEST_TOTAL: "对方最低分",
    col.WITHIN_GROUP: "本组内",
    col.POOLED: "全校内",
    col.MERGED: "合并",
    col.POOLS: "排名范围数",
    col.SMALLEST: "最小的人数",
    col.TIGHTEST: "最小差距",
    col.LINE: "划线处",
    col.POINTS_UP: "距上线（分）",
    col.RANKS_UP: "距上线（名）",
    col.POINTS_DOWN: "高出本线（分）",
    col.RANKS_DOWN: "可退（名）",
    col.CATEGORY: "教师类别",
    col.ACTIVITY_ID: "活动",
    col.MADE_UP: "已补课",
    col.EARNED: "计入学时",
}


def points(hundredths: int) -> str:
    """Show hundredths with two decimals.

    >>> points(8725), points(-5)
    ('87.25', '-0.05')
    """
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(int(hundredths)), 100)
    return f"{sign}{whole}.{rest:02d}"


def hours(hundredths: int) -> str:
    """Show hundredths without needless zeros.

    >>> hours(300), hours(250), hours(1225)
    ('3', '2.5', '12.25')
    """
    text = points(hundredths)
    return text.rstrip("0").rstrip(".")


def percent(ratio: Fraction, decimals: int = 1) -> str:
    """Show a ratio as a percentage, rounded half up, without needless zeros.

    >>> percent(Fraction(3, 10)), percent(Fraction(1, 3)), percent(Fraction(1))
    ('30%', '33.3%', '100%')
    """
    scale = 10**decimals
    scaled = (2 * ratio.numerator * 100 * scale + ratio.denominator) // (2 * ratio.denominator)
    whole, rest = divmod(scaled, scale)
    tail = f".{rest:0{decimals}d}".rstrip("0").rstrip(".") if decimals else ""
    return f"{whole}{tail}%"


def rate(part: int, whole: int) -> str:
    """Show a share as tables do, always with one decimal, so that those of a column line up.

    >>> rate(1, 1), rate(1, 3)
    ('100.0%', '33.3%')
    """
    number = percent(Fraction(part, whole)).rstrip("%")
    return f"{number}{'' if '.' in number else '.0'}%"


def people_and_seats(people: int, seats: int) -> str:
    """Show how many are in a tier, with its seats by the rule where these differ.

    >>> people_and_seats(18, 18), people_and_seats(19, 18)
    ('18', '19（名额 18）')
    """
    return f"{people}" if people == seats else f"{people}（{HEADINGS[col.SEATS]} {seats}）"


def moment(iso: str) -> str:
    """Show a time as a clock at this place does: 2026年11月23日 08:12."""
    time = datetime.fromisoformat(iso).astimezone()
    return f"{time.year}年{time.month}月{time.day}日 {time:%H:%M}"


def days(earliest: date, latest: date) -> str:
    """Name a span of days as precisely as it is known: a day, a month, a school year.

    >>> days(date(2021, 9, 3), date(2021, 9, 3)), days(date(2021, 9, 1), date(2021, 9, 30))
    ('2021-09-03', '2021-09')
    >>> days(date(2021, 9, 1), date(2022, 8, 31))
    '2021-2022 学年'
    """
    if earliest == latest:
        return f"{earliest:%Y-%m-%d}"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%Y-%m}"
    return f"{earliest:%Y}-{latest:%Y} 学年"


def month_name(month: str) -> str:
    """Write a month as readers say it.

    >>> month_name("2021-09")
    '2021年9月'
    """
    return f"{month[:4]}年{month_of_year(month)}"


def month_of_year(month: str) -> str:
    """Write a month where the year is known.

    >>> month_of_year("2021-09")
    '9月'
    """
    return f"{int(month[-2:])}月"


def printable(text: str) -> str:
    r"""Show control characters and marks that turn the writing direction as `�`.

    >>> printable("王\x07伟\u202e")
    '王�伟�'
    """
    return _UNSEEN.sub("�", text)


def shell_word(path: object) -> str:
    """Write a path as one word of a command, in double quotes where it has blanks or signs.

    >>> shell_word("乱 学校"), shell_word("学校/2025")
    ('"乱 学校"', '学校/2025')
    """
    text = str(path)
    return f'"{text}"' if _SPLITTING.search(text) else text


def reading_order(text: str) -> bytes:
    """Sort key that puts common Chinese words in pinyin order, as a Chinese Excel does.

    GB 2312 lists its 3 755 everyday characters by pinyin, and GB 18030 keeps their codes.

    >>> sorted(["英语组", "数学组", "语文组"], key=reading_order)
    ['数学组', '英语组', '语文组']
    """
    return text.encode("gb18030")
