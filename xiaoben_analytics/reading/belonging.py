"""Whether a group or a school written beside a name is the one that its bearer belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xiaoben_analytics.reading.words import key

OWN = ("本校", "我校", "校本部")

_SCHOOL = re.compile(
    r"中学|小学|学校|幼儿园|[附实外]中$|[一二三四五六七八九十\d]中$|[附实]小$|集团$"
)


def same_group(left: str, right: str) -> bool:
    """Compare group names; 语文 is 语文组 and 语文教研组.

    >>> same_group("语文组", "语文"), same_group("语文组", "数学组")
    (True, False)
    """
    return group_key(left) == group_key(right)


def group_key(name: str) -> str:
    return key(name).removesuffix("组").removesuffix("教研")


def within_group(group: str, written: str) -> bool:
    """Tell whether what is written may be a group, a part of it, or several with it among them.

    >>> within_group("语文组", "七年级语文"), within_group("语文组", "体育组")
    (True, False)
    """
    return group_key(group) in key(written) or group_key(written) in key(group)


def is_other_school(written: str, schools: Iterable[str]) -> bool:
    """Tell the name of a school that is none of these; short names are those of long ones.

    >>> is_other_school("市一中", ["常州市第一中学"]), is_other_school("第二中学", ["第一中学"])
    (False, True)
    >>> is_other_school("教导处", ["第一中学"])
    False
    """
    return is_school(written) and not any(_is_short_for(written, school) for school in schools)


def is_school(written: str) -> bool:
    return bool(_SCHOOL.search(key(written)))


def _is_short_for(left: str, right: str) -> bool:
    """Tell whether one name holds the signs of the other in their order."""
    short, long = sorted((key(left), key(right)), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)
