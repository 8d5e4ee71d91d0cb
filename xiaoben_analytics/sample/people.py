"""Who teaches at the made-up school: its name, its leaders, its teachers in six groups.

Every name is put together from common surnames and given names; none is taken from a document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.tables import ON_DUTY

FIRST_DAY = date(2021, 9, 1)

SCHOOL_NAMES = ("青禾", "云汀", "松岚", "澄溪", "映川", "拾光", "望岫", "予澄", "霁月", "听澜")

SURNAMES = tuple("陈林黄张李吴刘杨许郑谢郭徐何罗高朱沈韩曹彭董袁邓傅苏卢丁魏薛叶阎余潘戴夏钟田任姜")
WOMEN = (
    "婉清 思雯 雅琴 晓岚 佩瑶 梦洁 静怡 慧敏 若溪 淑贞 诗涵 秋萍 语桐 春燕 冰倩 海棠 "
    "丽娟 月华 芷晴 映雪 嘉宁 彩霞 舒窈 凤仪 可欣 颖 蕾 倩 敏 瑾"
)
MEN = (
    "志远 文博 明哲 建业 俊逸 浩然 海涛 子昂 鸿宇 立群 振华 培林 书恒 少华 家骏 景行 "
    "云飞 泽宇 向东 永康 凯旋 承志 一鸣 思齐 晓峰 磊 珩 朗 岑 砚"
)
MIDDLE_DOT_NAME = "古丽娜·艾沙木"
RARE_CHARACTER = "䶮"


@dataclass(frozen=True)
class Group:
    """A teaching-research group: `weight` is its share of the staff, `weekday` its slot (0 Monday)."""

    name: str
    code: str
    short: str
    weight: int
    weekday: int
    subjects: tuple[tuple[str, str], ...]  # subject, grades taught


GROUPS = (
    Group("语文组", "YW", "语文", 20, 2, (("语文", "七八九"),)),
    Group("数学组", "SX", "数学", 20, 3, (("数学", "七八九"),)),
    Group("英语组", "YY", "英语", 17, 1, (("英语", "七八九"),)),
    Group("理化生组", "LH", "理化生", 15, 0, (("物理", "八九"), ("化学", "九"), ("生物", "七八"))),
    Group("政史地组", "ZS", "政史地", 13, 2, (("道法", "七八九"), ("历史", "七八九"), ("地理", "七八"))),
    Group("体艺信息组", "TY", "体艺", 15, 4, (("体育", "七八九"), ("音乐", "七八"), ("美术", "七八"), ("信息", "七八"))),
)  # fmt: skip

RATINGS = {
    "学科带头人": ("市级学科带头人", "区级学科带头人"),
    "骨干教师": ("市级骨干教师", "区级骨干教师", "区级骨干教师"),
    "普通教师": ("优秀教师", "达标教师", "达标教师", "达标教师"),
    "青年教师": ("区级骨干教师", "达标教师", "达标教师", "达标教师", "达标教师", ""),
    "新教师": ("达标教师", "", ""),
}
YOUNG = 45  # most of those who are younger build their own courseware
DEGREES = ("本科",) * 15 + ("硕士研究生",) * 4 + ("大专",)


@dataclass(frozen=True)
class Teacher:
    """One person on the roster; the fields are the columns of the roster."""

    teacher_id: str
    name: str
    group: str
    prep_group: str
    subject: str
    category: str
    sex: str
    birth_date: date
    degree: str
    join_date: date
    state: str = ON_DUTY
    rating: str = ""
    courseware: str = "是"

    @property
    def identity(self) -> dict[str, object]:
        """The cells that say who it is, in every table about people."""
        return {col.TEACHER_ID: self.teacher_id, col.NAME: self.name}


@dataclass(frozen=True)
class Staff:
    """The school's people; `leads` are the leaders who organise whole-school activities."""

    school: str
    leads: tuple[str, ...]
    teachers: tuple[Teacher, ...]

    @property
    def on_duty(self) -> tuple[Teacher, ...]:
        return tuple(teacher for teacher in self.teachers if teacher.state == ON_DUTY)

    @property
    def homonym(self) -> str:
        """The name that two teachers share."""
        names = [teacher.name for teacher in self.teachers]
        return next(name for name in names if names.count(name) == 2)

    def head(self, group: str) -> str:
        """Name the group's head: whoever on duty has served longest."""
        return next(teacher.name for teacher in self.on_duty if teacher.group == group)

    def stranger(self) -> str:
        """Name somebody who is not on the roster."""
        known = {teacher.name for teacher in self.teachers} | set(self.leads)
        return next(name for name in ("白若谷", "白若愚") if name not in known)


def make_staff(seed: int, teachers: int) -> Staff:
    """Make up a school of that many teachers, listed by group and 工号."""
    rng = chance(seed, "people")
    names = _names(rng, teachers + 4)
    leads = tuple(name for name, _ in names[:4])
    newcomers = iter(names[4:])
    hired = [
        _teacher(rng, group, next(newcomers))
        for group, size in zip(GROUPS, _sizes(teachers), strict=True)
        for _ in range(size)
    ]
    return Staff(
        school=f"{rng.choice(SCHOOL_NAMES)}初级中学",
        leads=leads,
        teachers=_rated(seed, _numbered(_with_special_cases(hired))),
    )


def _names(rng: Random, count: int) -> list[tuple[str, str]]:
    given = [(name, "女") for name in WOMEN.split()] + [(name, "男") for name in MEN.split()]
    chosen = rng.sample(range(len(SURNAMES) * len(given)), count)
    pairs = [(SURNAMES[i // len(given)], given[i % len(given)]) for i in chosen]
    return [(surname + name, sex) for surname, (name, sex) in pairs]


def _sizes(teachers: int) -> list[int]:
    """Divide the staff among the groups by largest remainder."""
    whole = sum(group.weight for group in GROUPS)
    quotas = [divmod(teachers * group.weight, whole) for group in GROUPS]
    by_rest = sorted(range(len(GROUPS)), key=lambda i: -quotas[i][1])
    extra = set(by_rest[: teachers - sum(seats for seats, _ in quotas)])
    return [seats + (i in extra) for i, (seats, _) in enumerate(quotas)]


def _teacher(rng: Random, group: Group, person: tuple[str, str]) -> Teacher:
    name, sex = person
    subject, grades = rng.choice(group.subjects)
    age_at_entry = rng.randint(22, 26)
    years_served = min(rng.randint(0, 36), rng.randint(0, 36)) if rng.random() < 0.9 else 0
    joined = date(FIRST_DAY.year - years_served, 9, 1)
    birth_year = joined.year - age_at_entry
    return Teacher(
        teacher_id="",
        name=name,
        group=group.name,
        prep_group=f"{rng.choice(grades)}年级{subject}",
        subject=subject,
        category=_category(rng, years_served, FIRST_DAY.year - birth_year),
        sex=sex,
        birth_date=date(birth_year, rng.randint(1, 12), rng.randint(1, 28)),
        degree=rng.choice(DEGREES),
        join_date=joined,
    )


def _category(rng: Random, years_served: int, age: int) -> str:
    if years_served < 3:
        return "新教师"
    if age < 35:
        return "青年教师"
    return rng.choice(("骨干教师", "骨干教师", "学科带头人", "普通教师", "普通教师"))


def _with_special_cases(hired: list[Teacher]) -> list[Teacher]:
    """Put in what every staff has: a shared name, unusual names, somebody on leave and on loan."""
    places: dict[str, list[int]] = {group.name: [] for group in GROUPS}
    for i, teacher in enumerate(hired):
        places[teacher.group].append(i)
    first, last = ({name: found[end] for name, found in places.items()} for end in (0, -1))
    shared = hired[first["语文组"]]
    changes: dict[int, dict[str, Any]] = {
        first["数学组"]: {"name": shared.name, "sex": shared.sex},
        first["英语组"]: {"name": MIDDLE_DOT_NAME, "sex": "女"},
        first["理化生组"]: {"name": hired[first["理化生组"]].name[0] + RARE_CHARACTER},
        last["英语组"]: {"state": "产假", "sex": "女"},
        last["政史地组"]: {"state": "借调"},
    }
    return [replace(teacher, **changes.get(i, {})) for i, teacher in enumerate(hired)]


def _numbered(hired: list[Teacher]) -> tuple[Teacher, ...]:
    """Give 工号 in the order of joining, and list by group."""
    by_service = sorted(hired, key=lambda teacher: (teacher.join_date, teacher.birth_date))
    numbered = [replace(teacher, teacher_id=f"{i:04d}") for i, teacher in enumerate(by_service, 1)]
    order = [group.name for group in GROUPS]
    return tuple(sorted(numbered, key=lambda one: (order.index(one.group), one.teacher_id)))


def _rated(seed: int, teachers: tuple[Teacher, ...]) -> tuple[Teacher, ...]:
    """Say who holds which title, and who builds courseware."""
    rng = chance(seed, "ratings")
    return tuple(
        replace(
            teacher,
            rating=rng.choice(RATINGS[teacher.category]),
            courseware="是" if rng.random() < _skill_at(teacher) else "否",
        )
        for teacher in teachers
    )


def _skill_at(teacher: Teacher) -> float:
    """Return the share of people of this age who build courseware."""
    return 0.85 if FIRST_DAY.year - teacher.birth_date.year < YOUNG else 0.4
