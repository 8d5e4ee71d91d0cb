"""Numbers and addresses of persons: they are never ids, and are not shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from xiaoben_analytics.reading.words import key

_NUMBER = re.compile(
    r"(?<!\d)(?:"
    r"(?:(?:\+|00)?86[\s-]{0,2})?(?P<phone>1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})"
    r"|\d{6}[\s-]?\d{8}[\s-]?\d{3}[\dXx]|\d{15}"  # of an identity card, new and old
    r")(?!\d)"
)
_SHORTEST = 11  # a mobile phone
_PRIVATE = re.compile(
    r"(?:(?:\+|00)?86)?1[3-9]\d{9}"
    r"|[1-9]\d{5}(?:19\d\d|200\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+"
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"  # of a computer
    r"|wxid_[A-Za-z0-9_-]+"
)
_GONE = "\0"
_AROUND = re.compile(rf"[\s_:：(（+-]{{0,8}}{_GONE}[\s_)）-]{{0,8}}")
_HEADING = re.compile(
    r"身份证|证件号|手机|电话|联系方式|邮箱|邮件|e-?mail|微信|qq|[账帐]号|openid|住址|银行卡"
    r"|(?<![a-z])ip(?![a-z])"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－＠．", "0123456789+-@.")


def mask(text: str) -> str:
    """Hide numbers of identity cards and mobile phones, and addresses of mail, net and account.

    >>> mask("13800000003(张敏)"), mask("a.b@example.org")
    ('138****0003(张敏)', '***')
    """
    return _replaced(text, _ends, "***")


def without_personal(text: str) -> str:
    """Leave out such numbers and addresses, and what joins them to a name.

    >>> without_personal("李娜（+86 138-0000-0003）")
    '李娜'
    """
    return _AROUND.sub(" ", _replaced(text, lambda _: _GONE, _GONE)).strip()


def is_private_number(text: str) -> bool:
    """Tell the number of a mobile phone, or of an identity card: a day of birth stands in it.

    >>> is_private_number("320102198001011234"), is_private_number("320102202113011234")
    (True, False)
    """
    if len(text) < _SHORTEST:
        return False
    plain = re.sub(r"[\s-]", "", text.translate(_FULL_WIDTH))
    return bool(_PRIVATE.fullmatch(plain))


def is_personal(heading: str) -> bool:
    """Tell by its heading whether a column holds such numbers or addresses.

    >>> is_personal("手机号（必填）"), is_personal("IP 地址"), is_personal("姓名")
    (True, True, False)
    """
    return bool(_HEADING.search(key(heading)))


def _replaced(text: str, number: Callable[[re.Match[str]], str], address: str) -> str:
    plain = text.translate(_FULL_WIDTH)
    found = _NUMBER.sub(number, _ADDRESS.sub(address, plain))
    return text if found == plain else found


def _ends(number: re.Match[str]) -> str:
    """Keep as much of a number as its owner needs to find it again."""
    signs = re.sub(r"[\s-]", "", number["phone"] or number[0])
    return f"{signs[:3]}****{signs[-4:]}"
