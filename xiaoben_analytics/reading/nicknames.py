"""Who stands behind a nickname of an online meeting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.people import EXPECTED, SETTLE, People, Person
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.words import key, tidy

_HALVES = re.compile(r"(.*?)[(（](.*)[)）]\s*")
_BETWEEN = re.compile(r"[-—–_&＆+/、,，;；|\s()（）\[\]【】<>《》#@:：]+")
_BETWEEN_NAMES = re.compile(r"[·.]+|和|与")
"""What may stand between two names, and inside one."""
_JOINED = re.compile(r"[&＆+、]|和|与")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_TITLE = re.compile(
    r"^(?:班?主任|副?校长|老师|教师)|"
    r"(?:老师|教师|同志|副?校长|班?主任|组长|书记|的.{1,12})$"
)
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff·]")


def find_people(nickname: str, people: People, *, outer_first: bool = False) -> tuple[Person, ...]:
    """Find everybody a nickname such as 外名(会中名) names: one person, or two who share a screen.

    The half that is the name inside the meeting is looked at first, then the other. Names glued
    to a group (语文-王伟, 数学组刘洋), a title (刘洋老师), a device or a number (李娜iPad) are taken
    apart; an id or a group beside a name tells namesakes apart.

    Raises
    ------
    Unclean
        If neither half names anybody, a name has several bearers, or of people who share a
        screen one is unknown.
    """
    if settled := people.settled_as(nickname):
        return settled
    halves = _halves(nickname)
    ordered = halves if outer_first else halves[::-1]
    half = next((half for half in ordered if _people_of(half, nickname, people)), "")
    found = _people_of(half, nickname, people)
    shown = mask(nickname)
    if stranger := next(_strangers(half, people), ""):
        advice = f"请把昵称改为真实姓名、把此人补入花名册，或{SETTLE}"
        raise Unclean(f"昵称“{shown}”中的“{stranger}”认不出是谁", EXPECTED, advice)
    if found and all(len(bearers) == 1 for bearers in found):
        return tuple(dict.fromkeys(bearers[0] for bearers in found))
    if found:
        names = "、".join(dict.fromkeys(str(person) for bearers in found for person in bearers))
        raise Unclean(
            f"昵称“{shown}”可能是 {names}", EXPECTED, f"请把昵称改为工号或组名加姓名，或{SETTLE}"
        )
    near = "、".join(map(str, dict.fromkeys(_near(halves, people))))
    offer = f"是否为 {near}？" if near else ""
    raise Unclean(f"昵称“{shown}”认不出是谁", EXPECTED, f"{offer}请把昵称改为真实姓名，或{SETTLE}")


def _halves(nickname: str) -> tuple[str, ...]:
    found = _HALVES.fullmatch(tidy(nickname))
    return (found[1], found[2]) if found else (nickname,)


def _people_of(half: str, nickname: str, people: People) -> list[tuple[Person, ...]]:
    """Return the bearers of every name in one half of a nickname; [] if it names nobody.

    An id or a group anywhere in the nickname tells namesakes apart.
    """
    whole = _bearers(half, "", people)
    if len(whole) == 1:
        return [whole]
    beside = list(_words(nickname, people))
    group = next((group for word in beside for group in _groups_in(word, people)), "")
    alone = (_bearers(word, "", people) for word in beside)
    certain = {bearers[0] for bearers in alone if len(bearers) == 1}
    found = (_bearers(word, group, people) for word in _words(half, people))
    return [
        tuple(person for person in bearers if person in certain) or bearers
        for bearers in found
        if bearers
    ]


def _strangers(half: str, people: People) -> Iterator[str]:
    """Name those whom a half joins to somebody known, as in 李娜&赵六, but nobody knows."""
    parts = [] if _bearers(half, "", people) else _JOINED.split(half)
    for part in parts if len(parts) > 1 else ():
        words = list(_words(part, people))
        known = any(_bearers(word, "", people) for word in words)
        group = any(True for word in words for _ in _groups_in(word, people))
        if _CHINESE_NAME.fullmatch(key(part)) and not known and not group:
            yield part.strip()


def _words(half: str, people: People) -> Iterator[str]:
    """Split into words; what is no name as a whole is split between names as well."""
    for word in _BETWEEN.split(half):
        whole = not _letters(word) or _bearers(word, "", people)
        yield from (word,) if whole else _BETWEEN_NAMES.split(word)


def _groups_in(word: str, people: People) -> Iterator[str]:
    """Name the groups that a word names, alone or as in 七年级语文; a person is no group."""
    if not _bearers(word, "", people):
        yield from (group for group in people.groups if group and _short(group) in key(word))


def _bearers(word: str, group: str, people: People) -> tuple[Person, ...]:
    """Return everybody whom one word names, as it is, or without what is glued to the name."""
    plain = _letters(word)
    if plain in people.by_id:
        return (people.by_id[plain],)
    beside = people.by_id.get("".join(sign for sign in plain if sign.isdecimal()))
    for name in _names_in(word, plain):
        for prefix in ("", *people.groups):
            bare = _without_group(name, prefix) if prefix else name
            if found := people.named(bare, prefix or group):
                return _with_id(found, beside)
    return ()


def _names_in(word: str, plain: str) -> Iterable[str]:
    chinese = _NOT_CHINESE.sub("", key(word))
    names = (key(word), plain, chinese)
    return dict.fromkeys(name for name in (*names, *(_TITLE.sub("", n) for n in names)) if name)


def _with_id(found: tuple[Person, ...], beside: Person | None) -> tuple[Person, ...]:
    """Let an id beside a name decide between namesakes, and contradict any other name."""
    if beside is None:
        return found
    return (beside,) if beside in found else (beside, *found)


def _without_group(text: str, group: str) -> str:
    """Take a group's name off the front or back of a glued name."""
    short = _short(group)
    for part in (key(group), f"{short}组", short):
        if part and text.startswith(part):
            return text.removeprefix(part)
        if part and text.endswith(part):
            return text.removesuffix(part)
    return ""


def _short(group: str) -> str:
    return key(group).removesuffix("组").removesuffix("教研") or key(group)


def _letters(text: str) -> str:
    """Drop spaces, emoji and other signs."""
    plain = key(text)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def _near(halves: Iterable[str], people: People) -> Iterator[Person]:
    """Offer the people whose names a nickname holds or resembles."""
    for half in halves:
        plain = _letters(half)
        for name, bearers in people.by_name.items():
            yield from bearers if len(name) > 1 and name in plain else ()
        yield from people.near(plain)
