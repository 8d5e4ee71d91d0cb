"""One cleaner per kind of column: a cell in, a value of the canonical table out.

What cannot be read raises `Unclean`, which says what was found, what was expected and what to
do; nothing is guessed and nothing becomes zero. Amounts are exact integers in hundredths.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy import parse_ratios, ratio
from xiaoben_analytics.problems import NOTICE, PROBLEM
from xiaoben_analytics.reading.lines import Cell, Unreadable
from xiaoben_analytics.reading.words import key, tidy, tidy_name
from xiaoben_analytics.tables import EVERYBODY, Column

MOST_HOURS = 240  # of one activity or one study
MOST = {
    col.AMOUNT: 100_000,  # characters of notes are counted as well
    col.VOTES: 100_000,
    col.SCORE: 1_000,
    col.FULL: 1_000,
}
SERIALS = range(20_000, 80_000)  # days since 1900 that fall into 1954-2119
YEARS = range(1900, 2101)
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
class Period:
    """When an activity is planned: as written, its month "2021-09", and its day if one is given.

    Of `several` months it is the first.
    """

    text: str
    month: str
    date: dt.date | None = None
    several: bool = False


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


def term_in(date: dt.date) -> int:
    """Return the term of a day: August to January is the first, February to July the second."""
    return 2 if 2 <= date.month <= 7 else 1


def school_year_of(date: dt.date) -> str:
    """Return the school year of a day; it begins in August.

    >>> school_year_of(dt.date(2022, 7, 31)), school_year_of(dt.date(2022, 8, 1))
    ('2021-2022', '2022-2023')
    """
    first = date.year if date.month >= 8 else date.year - 1
    return f"{first}-{first + 1}"


def read_date(cell: Cell, school_year: str) -> dt.date | None:
    """Read a day in any of its usual spellings, or return None.

    A number is a day only as a serial of a workbook: 9.1 may have been 9.10 or 9.1.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _date_from_number(cell)
    return _date_from_text(_plain(cell), school_year) if isinstance(cell, str) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", tidy(text)).strip()


def _text(given: Given) -> str:
    return show(given.cell)


def _name(given: Given) -> str:
    return tidy_name(show(given.cell))


def _id(given: Given) -> str:
    expected = "文本格式的编号"
    if isinstance(given.cell, dt.date):
        raise Unclean("编号被表格软件改成了日期", expected, "请把该列设为文本格式后重新填写")
    if isinstance(given.cell, str) and given.cell.isascii() and given.cell.isalnum():
        return given.cell
    text = re.sub(r"\s", "", _plain(show(given.cell))).lstrip("'`")
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
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


_DAY = r"\s*(?:日|号)?\s*(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?\s*(?:T?\s*\d{1,2}[:时].*)?"
_ONLY_MONTH = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*(?:0?[1-9]|1[0-2])\s*月?")
_FULL_DATE = re.compile(r"(\d{4}|\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})" + _DAY)
_COMPACT_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SHORT_DATE = re.compile(r"(\d{1,2})\s*(?:月|[-/](?=\d)|\.(?=\d\d))\s*(\d{1,2})" + _DAY)


def _date(given: Given) -> dt.date:
    found = read_date(given.cell, given.school_year)
    if found is None:
        text = _plain(show(given.cell))
        only_month = not given.column.required and _ONLY_MONTH.fullmatch(text)
        problem = "只写了年月，日期按没有填写处理" if only_month else "日期无法识别"
        severity = NOTICE if only_month else PROBLEM
        raise Unclean(problem, "形如 2021-09-10 的日期", "请写全年、月、日", severity)
    return found


def _date_from_number(number: float) -> dt.date | None:
    if SERIALS.start <= number < SERIALS.stop:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
    return _date_from_text(show(number), "")


def _date_from_text(text: str, school_year: str) -> dt.date | None:
    full = _FULL_DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if full:
        year, month, day = map(int, full.groups())
        ambiguous = len(full[1]) == 2 and "-" not in text and "年" not in text
        return None if ambiguous else _day(year + 2000 if year < 100 else year, month, day)
    short = _SHORT_DATE.fullmatch(text)
    if short and school_year:
        month, day = map(int, short.groups())
        return _day(_year_of(month, school_year), month, day)
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _year_of(month: int, school_year: str) -> int:
    return int(school_year[:4]) + (month < 8)


_MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})(\s*月.*|\s*[-~—–至、]\s*\d{1,2}\s*月.*)?")
"""A month, or the first of several, such as 9-10月."""
_SEVERAL = re.compile(r"\d\s*月?\s*[-~—–至、]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月")
_CHINESE_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(月.*)")


def _period(given: Given) -> Period:
    text = show(given.cell)
    date = read_date(given.cell, given.school_year) or _first_day(text, given.school_year)
    if date:
        shown = date.isoformat() if isinstance(given.cell, int | float) else text
        return Period(shown, f"{date:%Y-%m}", date)
    plain = _CHINESE_MONTH.sub(lambda found: f"{_chinese(found[1])}{found[2]}", _plain(text))
    found = _MONTH.fullmatch(plain)
    if found is None or int(found[2]) not in range(1, 13):
        raise Unclean("培训时间无法识别", "月份或日期，如 9月、2021-09-10", "请写明月份")
    month = int(found[2])
    year = int(found[1]) if found[1] else _year_of(month, given.school_year)
    return Period(text, f"{year}-{month:02d}", several=bool(_SEVERAL.search(plain)))


def _first_day(text: str, school_year: str) -> dt.date | None:
    """Read the first day of a span such as 9月10日-12日 or 2021.9.10~9.12."""
    head = re.split(r"[~～—–至]|(?<=[日号])\s*[-、,，]", _plain(text), maxsplit=1)[0]
    return None if head == _plain(text) else _date_from_text(head, school_year)


_UNITS = re.compile(r"(个?(?:学时|课时|小时|小時)|学分|分|节课?|次|篇|本|个|字|票|h)$")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CHINESE_NUMBER = re.compile(r"([一二两三四五六七八九]?)(十?)([一二三四五六七八九]?)")
_HUGE = 10**12
_DIGITS = "零一二三四五六七八九"


def _amount(given: Given) -> int:
    most = most_of(given.column)
    expected = f"0 到 {most} 的数字，如 3"
    number = _number(given.cell)
    if number is None:
        raise Unclean("不是数字", expected, "请只写一个数字")
    if number < 0 or number > most:
        raise Unclean("数字超出合理范围", expected, "请核对后改正")
    scaled = number * 100
    if scaled != scaled.to_integral_value():
        raise Unclean("多于两位小数", expected, "请保留两位小数")
    return int(scaled)


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):  # formulas leave noise such as 2.9999999999999996
        sane = abs(cell) < _HUGE  # neither infinite nor NaN
        return Decimal(repr(cell)).quantize(Decimal("0.000001")) if sane else Decimal(_HUGE)
    text = _UNITS.sub("", _plain(cell)).strip() if isinstance(cell, str) else ""
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
    found = _YEARS.fullmatch(_plain(show(given.cell)))
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
    text = _plain(show(given.cell))
    share = ratio(text) if _NUMBER.fullmatch(text.rstrip("%")) else Fraction(-1)
    share = share / 100 if share > 1 else share
    if 0 <= share <= 1:
        return percent(share, 2)
    try:
        parse_ratios(text)
    except PolicyError:
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
