"""Who stands behind a nickname of an online meeting."""

from __future__ import annotations

import re
import unicodedata

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.people import EXPECTED, People, Person, same_group
from xiaoben_analytics.reading.words import key, tidy

_HALVES = re.compile(r"(.*?)[(（](.*)[)）]\s*")
_BETWEEN = re.compile(r"[-—–_&＆+/、,，;；|·.\s]+|和|与")
_TITLE = re.compile(r"(老师|教师|同志|副?校长|主任|组长|书记|的.{1,12})$")


def find_people(nickname: str, people: People) -> tuple[Person, ...]:
    """Find everybody a nickname such as 外名(会中名) names: one person, or two who share a screen.

    The name inside the meeting is looked at first, then the other half. Names glued to a group
    (语文-王伟, 数学组刘洋) or a title (刘洋老师) are taken apart.

    Raises
    ------
    Unclean
        If neither half names anybody, or a name has several bearers.
    """
    halves = _HALVES.fullmatch(tidy(nickname))
    candidates: tuple[Person, ...] = ()
    for half in (halves[2], halves[1]) if halves else (nickname,):
        found = _people_of(half, people)
        if found and all(len(bearers) == 1 for bearers in found):
            return tuple(dict.fromkeys(bearers[0] for bearers in found))
        candidates = candidates or tuple(person for bearers in found for person in bearers)
    if candidates:
        names = "、".join(map(str, candidates))
        raise Unclean(f"昵称“{nickname}”可能是 {names}", EXPECTED, "请把昵称改为工号或组名加姓名")
    near = people.near(_letters(halves[2] or halves[1] if halves else nickname))
    offer = f"是否为 {'、'.join(map(str, near))}？" if near else ""
    raise Unclean(f"昵称“{nickname}”认不出是谁", EXPECTED, f"{offer}请把昵称改为真实姓名")


def _people_of(half: str, people: People) -> list[tuple[Person, ...]]:
    """Return the bearers of every name in one half of a nickname; [] if it names nobody."""
    whole = _bearers(half, "", people)
    if whole:
        return [whole]
    words = [word for word in _BETWEEN.split(half) if _letters(word)]
    group = next((word for word in words if _is_group(word, people)), "")
    found = [_bearers(word, group, people) for word in words if word != group]
    return [bearers for bearers in found if bearers]


def _bearers(word: str, group: str, people: People) -> tuple[Person, ...]:
    """Return everybody whom one word names, as it is, without its title, or without its group."""
    plain = _letters(word)
    if plain in people.by_id:
        return (people.by_id[plain],)
    for name in dict.fromkeys((key(word), plain, _TITLE.sub("", plain))):
        if found := people.named(name, group):
            return found
        for prefix in people.groups:
            if found := people.named(_without_group(name, prefix), prefix):
                return found
    return ()


def _is_group(word: str, people: People) -> bool:
    return any(same_group(word, group) for group in people.groups)


def _without_group(text: str, group: str) -> str:
    """Take a group's name off the front or back of a glued name."""
    short = key(group).removesuffix("组").removesuffix("教研")
    for part in (key(group), f"{short}组", short):
        if part and text.startswith(part):
            return text.removeprefix(part)
        if part and text.endswith(part):
            return text.removesuffix(part)
    return ""


def _letters(text: str) -> str:
    """Drop spaces, emoji and other signs."""
    plain = key(text)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")
