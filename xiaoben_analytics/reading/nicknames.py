"""Who stands behind a nickname of an online meeting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from xiaoben_analytics.reading.belonging import is_other_school, within_group
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.people import EXPECTED, SETTLE, People, Person
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.reading.words import key, tidy

LONGEST = 100  # signs of a nickname
MOST_WORDS = 16  # of a nickname

_HALVES = re.compile(r"(.*?)[(（](.*)[)）]\s*")
_BETWEEN = re.compile(r"[-—–_&＆+/、,，;；|\s()（）\[\]【】<>《》#@:：]+")
_BETWEEN_NAMES = re.compile(r"[·.]+|和|与")
"""What may stand between two names, and inside one."""
_JOINED = re.compile(r"[&＆+、]")
_LOOSELY = re.compile(r"[&＆+、,，;；/]|和|与")
"""What always joins two names, and what does so where a name follows."""
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_DEVICE = (
    r"(?:手机|平板|电脑|笔记本|台式机|主机|设备|华为|荣耀|小米|红米|苹果|联想|三星|魅族|一加|华硕|戴尔|"
    r"i?phone|i?pad|i?mac|mate|huawei|honor|xiaomi|redmi|oppo|vivo|iqoo|samsung|galaxy|oneplus|realme|"
    r"lenovo|thinkpad|dell|asus|surface|laptop|desktop|windows|android|ios|pc|hp|mi)"
    r"(?:\d[a-z0-9]{0,9}|[a-z]\d{1,4}|pro|air|mini|max|plus|ultra|book|pad|note){0,4}"
)
_DEVICES = re.compile(rf"(?:{_DEVICE}){{1,3}}")
_TITLE = re.compile(
    r"^(?:班?主任|副?校长|老师|教师)|"
    rf"(?:老师|教师|同志|副?校长|班?主任|组长|书记|的(?:{_DEVICE}){{1,3}})$"
)
_KIN = re.compile(
    r"(?:家长|学生|妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|爱人|丈夫|妻子|老公|老婆|儿子|女儿|孩子)$"
)
_WORDS_AWAY = r"[病事公产婚丧请]假|缺席|缺勤|旷会|未到|不在|没来|代签|补签|(?<![职教])[代替]会"
_MAY_BE_AWAY = re.compile(rf"{_WORDS_AWAY}|[代替帮找]")
_AWAY = re.compile(rf"{_WORDS_AWAY}|[代替帮找]\0|\0[代替]|\([代替]\)")
"""What is said of somebody away; around known names, which stand as a sign, of a stand-in."""
_OF_A_PLACE = re.compile(r"[级班组校处室部办]$")
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff·]")


def find_people(nickname: str, people: People, *, outer_first: bool = False) -> tuple[Person, ...]:
    """Find everybody a nickname such as 外名(会中名) names: one person, or two who share a screen.

    The half that is the name inside the meeting is looked at first, then the other. Names glued
    to a group (语文-王伟, 数学组刘洋), a title (刘洋老师), a device or a number (李娜iPad) are taken
    apart; an id or a group beside a name tells namesakes apart. An id counts alone or beside its
    bearer's name: any other number may be one by chance.

    Raises
    ------
    Unclean
        If neither half names anybody, a name has several bearers, or of people who share a
        screen one is unknown.
    """
    if settled := people.settled_as(nickname):
        return settled
    if len(nickname) > LONGEST or len(_BETWEEN.split(nickname)) > MOST_WORDS:
        shown = f"{mask(nickname[:LONGEST])}…"
        raise Unclean(f"昵称“{shown}”过长，认不出是谁", EXPECTED, "请把昵称改为真实姓名")
    _fail_if_another(nickname, people)
    _fail_if_away(nickname, people)
    halves = _halves(nickname)
    ordered = halves if outer_first else halves[::-1]
    half = next((half for half in ordered if _people_of(half, nickname, people)), "")
    found = _people_of(half, nickname, people)
    shown = mask(nickname)
    settle = f"，或{SETTLE}" if shown == nickname and not shown.isdecimal() else ""
    if stranger := next(_strangers(half, people), ""):
        advice = f"请把昵称改为真实姓名、把此人补入花名册{settle}"
        raise Unclean(f"昵称“{shown}”中的“{mask(stranger)}”认不出是谁", EXPECTED, advice)
    if found and all(len(bearers) == 1 for bearers in found):
        persons = tuple(dict.fromkeys(bearers[0] for bearers in found))
        _fail_if_elsewhere(nickname, persons, people)
        return persons
    if found:
        names = "、".join(dict.fromkeys(str(person) for bearers in found for person in bearers))
        raise Unclean(
            f"昵称“{shown}”可能是 {names}", EXPECTED, f"请把昵称改为工号或组名加姓名{settle}"
        )
    likely = "、".join(map(str, likely_people(nickname, people)))
    offer = f"是否为 {likely}？" if likely else ""
    raise Unclean(f"昵称“{shown}”认不出是谁", EXPECTED, f"{offer}请把昵称改为真实姓名{settle}")


def likely_people(nickname: str, people: People) -> tuple[Person, ...]:
    """Return the people whom a nickname may name, for offering only."""
    each = (person for half in _halves(nickname) for person in people.likely(_letters(half)))
    return tuple(dict.fromkeys(each))


def is_borrowed(nickname: str, person: Person) -> bool:
    """Tell a nickname that beside somebody's name holds a device or a private number."""
    rest = _letters(nickname).replace(key(person.name), "")
    return mask(nickname) != nickname or _DEVICES.search(rest) is not None


def _halves(nickname: str) -> tuple[str, ...]:
    found = _HALVES.fullmatch(tidy(nickname))
    return (found[1], found[2]) if found else (nickname,)


def _fail_if_another(nickname: str, people: People) -> None:
    """Refuse somebody's family or pupils, and a number that is the id of somebody else.

    Raises
    ------
    Unclean
        If the nickname holds either.
    """
    words = [word for word in _words(nickname, people) if _letters(word)]
    bearers = {word: people.by_id.get(_letters(word)) for word in words}
    named = {one for word in words if not bearers[word] for one in _bearers(word, "", people)}
    for word, bearer in bearers.items():
        if bearer and bearer not in named and {*bearers.values()} != {bearer}:
            problem = f"昵称“{mask(nickname)}”中的“{word}”是工号，旁边没有其本人的姓名"
            raise Unclean(problem, EXPECTED, f"是否为 {bearer}？请把昵称改为真实姓名，或{SETTLE}")
        if _KIN.search(key(word)) and not _bearers(word, "", people):
            problem = f"昵称“{mask(nickname)}”中的“{mask(word)}”不是教师本人"
            raise Unclean(problem, EXPECTED, f"如是本人，请把昵称改为真实姓名，或{SETTLE}")


def _fail_if_away(nickname: str, people: People) -> None:
    """Refuse what says that somebody is away, or there in somebody's place.

    Raises
    ------
    Unclean
        If the nickname says so.
    """
    written = key(nickname)
    if _MAY_BE_AWAY.search(written):
        for name in people.by_name:
            written = written.replace(name, "\0") if len(name) > 1 else written
        if _AWAY.search(written):
            problem = f"昵称“{mask(nickname)}”写的像是请假或代人参加，没有使用"
            raise Unclean(
                problem, EXPECTED, f"请核对谁参加了会议；请把昵称改为真实姓名，或{SETTLE}"
            )


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


_SUBJECT_GROUP = re.compile(
    r"(?:语文|数学|英语|外语|物理|化学|生物|政治|道法|历史|地理|音乐|体育|美术|艺术|信息|科学|心理|劳技)(?:教研)?组"
)
_SCHOOL = re.compile(r"[\u3400-\u9fff]{0,12}(?:中学|小学|学校|幼儿园)")


def _fail_if_elsewhere(nickname: str, persons: Sequence[Person], people: People) -> None:
    """Refuse namesakes: a nickname with a group of none of these persons, or of another school.

    Raises
    ------
    Unclean
        If that is so.
    """
    rest = key(nickname)
    for person in persons:
        rest = rest.replace(key(person.name), "")
    groups = [group for group in people.groups if len(_short(group)) > 1 and _short(group) in rest]
    groups = groups or _SUBJECT_GROUP.findall(rest)
    foreign = groups and not any(within_group(one.group, g) for one in persons for g in groups)
    school = _SCHOOL.search(rest)
    if foreign or (school and is_other_school(school[0], people.schools)):
        known = "、".join(map(str, persons))
        advice = f"如是 {known}，请改正昵称，或{SETTLE}" + (
            "" if foreign else "；学校可写在花名册中"
        )
        raise Unclean(f"昵称“{mask(nickname)}”的单位与 {known} 不符", EXPECTED, advice)


def _strangers(half: str, people: People) -> Iterator[str]:
    """Name those whom a half joins to somebody known, as in 李娜&赵六, but nobody knows."""
    joined = _JOINED.split(half)
    yield from (part.strip() for part in joined[len(joined) == 1 :] if _is_strange(part, people))
    loosely = [] if _bearers(half, "", people) else _LOOSELY.split(half)
    for part in loosely[len(loosely) == 1 :]:
        if _CHINESE_NAME.fullmatch(key(part)) and _is_strange(part, people):
            yield part.strip()


def _is_strange(part: str, people: People) -> bool:
    """Tell a part that may be a person from known people, groups, classes, devices and numbers."""
    plain = _letters(part)
    if not plain or plain.isdecimal() or _DEVICES.fullmatch(plain) or _OF_A_PLACE.search(plain):
        return False
    words = list(_words(part, people))
    known = any(_bearers(word, "", people) for word in words)
    return not known and not any(True for word in words for _ in _groups_in(word, people))


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
    for part in _spellings(group):
        if part and text.startswith(part):
            return text.removeprefix(part)
        if part and text.endswith(part):
            return text.removesuffix(part)
    return ""


@cache
def _spellings(group: str) -> tuple[str, ...]:
    short = _short(group)
    return key(group), f"{short}组", short


def _short(group: str) -> str:
    return key(group).removesuffix("组").removesuffix("教研") or key(group)


def _letters(text: str) -> str:
    """Drop spaces, emoji and other signs."""
    plain = key(text)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")
