"""Numbers of persons in texts that came from cells: no paper shows them, whoever's they are."""

from __future__ import annotations

import re

from xiaoben_analytics.labels import printable

HIDDEN = "（已隐去）"

_FULL_WIDTH = str.maketrans("０１２３４５６７８９＊－．／", "0123456789*-./")
_YEAR, _DAY = r"(?:19|20)\d\d", r"[01]?\d\s?[-/.月]\s?[0-3]?\d\s?日?"
_DATE = rf"(?:{_YEAR}\s?[-/.年]\s?(?:{_DAY}|[01]?\d\s?月?)|{_YEAR}[01]\d[0-3]\d|{_YEAR}\s?年)"
_PERSONAL = re.compile(
    r"(?<!\d)(?:"
    r"\d{6}[\s-]?\d{8}[\s-]?\d{3}[\dXx]|\d{15}"  # of an identity card, new and old
    r"|(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}"
    r"|\d{2,}\*{2,}\d*[\dXx]"  # masked by whoever wrote it
    r")(?![\dXx])"
    r"|(?:(?<=身份证)|(?<=身份证号)|(?<=身份证号码)|(?<=证件号)|(?<=证件号码))"
    r"[\s:：为是]{0,3}[\d*][\dXx*\s-]{3,}"
    rf"|(?<!\d){_DATE}(?=\s?(?:出生|生(?![物活态产源成命理涯词字长本动])))"
    rf"|(?:(?<=出生)|(?<=出生日期)|(?<=出生年月)|(?<=出生年月日)|(?<=生日)|(?<=生于)|(?<=出生于))"
    rf"[\s:：为是在]{{0,3}}{_DATE}"
)


def without_personal(text: object) -> str:
    """Hide numbers of identity cards, whole or masked, of mobile phones, and dates of birth.

    A date is one of birth where the words beside it say so.

    >>> without_personal("电话 138-0000-0000 重复"), without_personal("1980年1月1日生，2021年9月1日到校")
    ('电话 （已隐去） 重复', '（已隐去）生，2021年9月1日到校')
    """
    shown = printable(str(text))
    if not any(letter.isdigit() for letter in shown):
        return shown
    plain = shown.translate(_FULL_WIDTH)
    if _PERSONAL.search(plain) is None:
        return shown
    return _PERSONAL.sub(HIDDEN, plain)
