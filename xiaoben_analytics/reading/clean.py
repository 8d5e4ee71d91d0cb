"""One cleaner per kind of column: a cell in, a value of the canonical table out.

What cannot be read raises `Unclean`, which says what was found, what was expected and what to
do; nothing is guessed and nothing becomes zero. Amounts are exact integers in hundredths.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy import parse_ratios, ratio
from xiaoben_analytics.problems import NOTICE, PROBLEM
from xiaoben_analytics.reading.days import Period, doubt_in, is_only_month, read_date, read_period
from xiaoben_analytics.reading.lines import Cell, Unreadable
from xiaoben_analytics.reading.privacy import is_private_number, mask
from xiaoben_analytics.reading.words import key, plain, tidy, tidy_name
from xiaoben_analytics.tables import EVERYBODY, Column

MOST_HOURS = 240  # of one activity or one study
MOST = {
    col.AMOUNT: 100_000,  # characters of notes are counted as well
    col.VOTES: 100_000,
    col.SCORE: 1_000,
    col.FULL: 1_000,
}
DAMAGED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
"""A long number as a workbook shows it once its last digits are lost."""
EXACT_DIGITS = 15  # what a number cell of a workbook can hold


class Unclean(Exception):  # noqa: N818 not an error of the program but a finding
    """A cell that cannot be read: what is wrong, what was expected, what to do, and how grave it is."""

    def __init__(
        self, problem: str, expected: str = "", advice: str = "", severity: str = PROBLEM
    ) -> None:
        super().__init__(problem)
        self.problem, self.expected, self.advice = problem, expected, advice
        self.severity = severity


@dataclass(frozen=True)
class Given:
    """A cell that is not blank, its column, and the school year that a bare 9月 belongs to."""

    cell: Cell
    column: Column
    school_year: str


Value = str | int | bool | dt.date | Period | None


def clean(column: Column, cell: Cell, school_year: str) -> Value:
    """Return the value of a cell; a blank takes the column's default.

    Raises
    ------
    Unclean
        If the cell cannot be read as the column's kind.
    """
    if isinstance(cell, Unreadable):
        advice = "请用 Excel 或 WPS 打开，改正公式；没有计算结果的，打开后保存一次"
        raise Unclean(str(cell), "一个值", advice)
    if cell is None or cell == "":
        return column.default
    return _CLEANERS[column.kind](Given(cell, column, school_year))


def show(cell: Cell) -> str:
    """Write a cell as a person would see it in the sheet.

    >>> show(3.0), show(dt.datetime(2021, 9, 10)), show(" 王 伟 ")
    ('3', '2021-09-10', '王 伟')
    """
    if isinstance(cell, Unreadable):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return "" if cell is None else tidy(str(cell))


def most_of(column: Column) -> int:
    """Return the largest number that a column of amounts may hold."""
    return MOST.get(column.name, MOST_HOURS)


def _text(given: Given) -> str:
    return mask(show(given.cell))


def _name(given: Given) -> str:
    return tidy_name(show(given.cell))


def _id(given: Given) -> str:
    text = _number_as_text(given)
    if given.column.name == col.TEACHER_ID and is_private_number(text):
        raise Unclean("工号写成了身份证号或手机号，没有使用", "学校自己的工号", "请改用工号")
    return mask(text) if is_private_number(text) else text


def _number_as_text(given: Given) -> str:
    expected = "文本格式的编号"
    if isinstance(given.cell, dt.date):
        raise Unclean("编号被表格软件改成了日期", expected, "请把该列设为文本格式后重新填写")
    if isinstance(given.cell, str) and given.cell.isascii() and given.cell.isalnum():
        return given.cell
    text = re.sub(r"\s", "", plain(show(given.cell))).lstrip("'`")
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    if given.column.name == col.ACTIVITY_ID and not text.isascii():
        text = mask(text)  # a title, as the plan has it
    damaged = isinstance(given.cell, int | float) and len(text) > EXACT_DIGITS
    if damaged or DAMAGED.fullmatch(text):
        advice = "请从原始名单重新粘贴为文本"
        raise Unclean("长编号存成了数字，后几位已丢失", expected, advice)
    return text


def _choice(given: Given) -> str:
    spellings = _spellings(tuple(given.column.choices.items()))
    value = spellings.get(key(show(given.cell)))
    if value is None:
        allowed = "、".join(given.column.choices)
        if given.column.name == col.STATUS and key(show(given.cell)) == "请假":
            raise Unclean("没有写明是什么假", allowed, "请写明病假、事假或公假")
        raise Unclean("不是可用的内容", allowed, f"请改为其中之一：{allowed}")
    return value


@cache
def _spellings(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    return MappingProxyType(
        {key(word): value for value, spellings in choices for word in (value, *spellings)}
    )


def _date(given: Given) -> dt.date:
    found = read_date(given.cell, given.school_year)
    if found is None:
        text = plain(show(given.cell))
        only_month = not given.column.required and is_only_month(text)
        problem = "只写了年月，日期按没有填写处理" if only_month else doubt_in(text)
        severity = NOTICE if only_month else PROBLEM
        raise Unclean(
            problem or "日期无法识别", "形如 2021-09-10 的日期", "请写全年、月、日", severity
        )
    return found


def _period(given: Given) -> Period:
    shown = show(given.cell)
    found = read_period(given.cell, shown, given.school_year)
    if found is None:
        problem = doubt_in(plain(shown)) or "培训时间无法识别"
        raise Unclean(
            problem, "月份或日期，如 2021年10月、2021-09-10", "请写明年、月，或年、月、日"
        )
    return found


_UNITS: Mapping[str, re.Pattern[str]] = {
    "hours": re.compile(r"(个?(?:学时|课时|小时|小時)|节课?|h)$"),
    "amount": re.compile(r"(学分|分)$"),
}
"""What may stand behind a number, by the kind of its column."""
_COUNTED: Mapping[str, re.Pattern[str]] = {
    col.AMOUNT: re.compile(r"(节课?|课时|次|篇|本|个|字)$"),
    col.VOTES: re.compile(r"(票|张|人)$"),
}
"""The same of columns that count things."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CHINESE_NUMBER = re.compile(r"([一二两三四五六七八九]?)(十?)([一二三四五六七八九]?)")
_HUGE = 10**12
_DIGITS = "零一二三四五六七八九"


def _amount(given: Given) -> int:
    most = most_of(given.column)
    expected = f"0 到 {most} 的数字，如 3"
    units = _COUNTED.get(given.column.name) or _UNITS[given.column.kind]
    number = _number(given.cell, units)
    if number is None:
        raise Unclean("不是数字", expected, "请只写一个数字")
    if number < 0 or number > most:
        raise Unclean("数字超出合理范围", expected, "请核对后改正")
    scaled = number * 100
    if scaled != scaled.to_integral_value():
        raise Unclean("多于两位小数", expected, "请保留两位小数")
    return int(scaled)


def _number(cell: Cell, units: re.Pattern[str]) -> Decimal | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):  # formulas leave noise such as 2.9999999999999996
        sane = abs(cell) < _HUGE  # neither infinite nor NaN
        return Decimal(repr(cell)).quantize(Decimal("0.000001")) if sane else Decimal(_HUGE)
    text = units.sub("", plain(cell)).strip() if isinstance(cell, str) else ""
    counted = text.removesuffix("万").rstrip()
    number = counted if _NUMBER.fullmatch(counted) else _chinese(counted)
    return None if number is None else Decimal(number) * (1 if counted == text else 10_000)


def _chinese(text: str) -> int | None:
    """Read a Chinese number below a hundred.

    >>> _chinese("三"), _chinese("十二"), _chinese("二十四"), _chinese("半")
    (3, 12, 24, None)
    """
    found = _CHINESE_NUMBER.fullmatch(text.replace("两", "二"))
    if text == "零" or not text or found is None or (not found[2] and found[1] and found[3]):
        return 0 if text == "零" else None
    tens = (_DIGITS.find(found[1]) if found[1] else 1) if found[2] else 0
    ones = found[3] or ("" if found[2] else found[1])
    return 10 * tens + (_DIGITS.find(ones) if ones else 0)


_YES = frozenset((
    "是", "有", "已", "对", "√", "✓", "✔", "y", "yes", "true", "1", "已补", "已补课", "补", "已完成",
    "完成", "按时", "必须", "必修", "合格", "通过", "会",
))  # fmt: skip
_NO = frozenset((
    "否", "无", "未", "不", "×", "✗", "✘", "x", "n", "no", "false", "0", "未补", "未补课", "未完成",
    "选修", "可选", "不必", "不合格", "未通过", "不会",
))  # fmt: skip


def _yes_no(given: Given) -> bool:
    word = key(show(given.cell))
    if word in _YES or word in _NO:
        return word in _YES
    if given.column.name == col.MADE_UP and read_date(given.cell, given.school_year):
        return True
    raise Unclean("不是“是”或“否”", "是 或 否", "请改为“是”或“否”")


_TERMS = {
    1: ("1", "一", "上", "秋", "第一学期", "第1学期", "上学期", "秋季", "秋季学期"),
    2: ("2", "二", "下", "春", "第二学期", "第2学期", "下学期", "春季", "春季学期"),
}


def _term(given: Given) -> int:
    word = re.sub(r"^\d{4}-\d{4}(学年)?-?", "", key(show(given.cell)))
    for term, words in _TERMS.items():
        if word in words:
            return term
    raise Unclean("学期无法识别", "1 或 2", "请写 1（第一学期）或 2（第二学期）")


_YEARS = re.compile(r"(20\d\d)\s*(?:[-—–~～至/]{1,2}\s*(20\d\d)\s*(?:学年度?)?|学年度?)")


def _school_year(given: Given) -> str:
    found = _YEARS.fullmatch(plain(show(given.cell)))
    first = int(found[1]) if found else 0
    if found is None or int(found[2] or first + 1) != first + 1:
        raise Unclean("学年无法识别", "形如 2020-2021 的学年", "请写明学年的两个年份")
    return f"{first}-{first + 1}"


_EVERYBODY = frozenset(
    ("全体教师", "全体教职工", "全体教职员工", "全校教师", "全体老师", "全体", "所有教师")
)


def _audience(given: Given) -> str:
    parts = [tidy_name(part) for part in re.split(r"[、,，;；/\r\n]", str(given.cell))]
    named = [EVERYBODY if part in _EVERYBODY else part for part in parts if part]
    return "、".join(dict.fromkeys(named))


def _ratios(given: Given) -> str:
    """Read the ratio of the best tier alone (35%, 35, 0.35), or those of all tiers (35/40/25)."""
    text = plain(show(given.cell))
    try:
        if _NUMBER.fullmatch(text.rstrip("%")):
            share = ratio(text)
            share = share / 100 if share > 1 else share
            if share <= 1:
                return percent(share, 2)
        parse_ratios(text)
    except (PolicyError, ValueError):
        advice = "请写优秀的比例，或各等级的比例（合计 100）"
        raise Unclean("比例无法识别", "形如 35% 或 35/40/25", advice) from None
    return text


_CLEANERS: Mapping[str, Callable[[Given], Value]] = {
    "text": _text,
    "id": _id,
    "name": _name,
    "choice": _choice,
    "date": _date,
    "period": _period,
    "hours": _amount,
    "amount": _amount,
    "yes_no": _yes_no,
    "term": _term,
    "audience": _audience,
    "ratios": _ratios,
    "school_year": _school_year,
}
