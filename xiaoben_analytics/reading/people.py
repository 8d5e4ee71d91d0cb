"""Who is meant: the person on the roster whom an id, a name, or both name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, PROBLEM, Problem
from xiaoben_analytics.reading.belonging import OWN, is_other_school, same_group, within_group
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.near import near
from xiaoben_analytics.reading.record import Record, Records, look_up
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key, tidy_name
from xiaoben_analytics.tables import ROSTER

EXPECTED = "花名册中的一位教师"
SETTLE = "在 people.toml 中写明（people 命令会列好）"
VARIANT = "姓名写法与花名册不同"
LOST_ZEROS = "工号与花名册只差前导零，按花名册的写法使用"


@dataclass(frozen=True)
class Person:
    """A teacher as the roster has it."""

    teacher_id: str
    name: str
    group: str

    def __str__(self) -> str:
        return f"{self.name}（{self.teacher_id}，{self.group}）"


@dataclass(frozen=True)
class People:
    """Everybody on the roster, by id and by the key of the name; without anybody it is false.

    `settled` says who is meant by a name or nickname that does not tell by itself.
    """

    by_id: Mapping[str, Person]
    by_name: Mapping[str, tuple[Person, ...]]
    settled: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    schools: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_id)

    @classmethod
    def of(cls, roster: Records) -> People:
        """Index the records of the roster."""
        columns = (roster.column(name) for name in (col.TEACHER_ID, col.NAME, col.GROUP))
        schools = tuple(school for school in roster.column(col.SCHOOL).distinct if school)
        return replace(cls.of_persons(map(Person, *columns)), schools=schools)

    @classmethod
    def nobody(cls) -> People:
        return cls.of_persons(())

    @classmethod
    def of_persons(cls, persons: Iterable[Person]) -> People:
        """Index people."""
        people = list(persons)
        return cls(
            {person.teacher_id: person for person in people},
            _grouped((key(person.name), person) for person in people),
        )

    @cached_property
    def by_number(self) -> Mapping[str, tuple[Person, ...]]:
        """Everybody by the id without leading zeros."""
        return _grouped((number.lstrip("0"), person) for number, person in self.by_id.items())

    @cached_property
    def exact(self) -> frozenset[tuple[str, str]]:
        """Everybody's id and name, as the roster writes them."""
        return frozenset((person.teacher_id, person.name) for person in self.by_id.values())

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(person.group for person in self.by_id.values()))

    def settle(self, names: Mapping[str, str]) -> People:
        """Take over what a school has settled: by name, or group and name, the ids that are meant."""
        settled = {key(name): self.identified(ids) for name, ids in names.items()}
        return replace(self, settled={name: of for name, of in settled.items() if of})

    def identified(self, ids: str) -> tuple[Person, ...]:
        """Find people by their ids, joined by 、; leading zeros may be missing; () if one is unknown."""
        found = []
        for one in re.split(r"[、,，;；&+\s]+", ids.strip()):
            numbered = self.by_number.get(one.lstrip("0"), ())
            person = self.by_id.get(one) or (numbered[0] if len(numbered) == 1 else None)
            if person is None:
                return ()
            found.append(person)
        return tuple(found)

    def settled_as(self, name: str, group: str = "") -> tuple[Person, ...]:
        return self.settled.get(key(group + name)) or self.settled.get(key(name)) or ()

    def named(self, name: str, group: str = "") -> tuple[Person, ...]:
        """Return everybody of a name, or only those of the group if it has somebody of the name."""
        found = self.by_name.get(key(name), ())
        inside = tuple(person for person in found if group and same_group(person.group, group))
        return inside or found

    def is_only_one_in(self, name: str, group: str) -> bool:
        """Tell whether a group has exactly one person of a name, so that nothing needs settling."""
        found = self.by_name.get(key(name), ())
        return sum(bool(group) and same_group(person.group, group) for person in found) == 1

    def likely(self, text: str) -> tuple[Person, ...]:
        """Return the people whose name a text is, holds or looks like, for offering only."""
        plain = key(text)
        held = (one for one in self.by_name if len(one) > 1 and one in plain)
        names = [plain] if plain in self.by_name else [*held, *near(plain, self.by_name)]
        return tuple(person for name in dict.fromkeys(names) for person in self.by_name[name])


def find_person(people: People, teacher_id: str, name: str, group: str) -> tuple[Person, str]:
    """Find who is meant, and say what a reader should know about how ("" if nothing).

    Raises
    ------
    Unclean
        If nobody or more than one person may be meant, or id and name disagree.
    """
    if teacher_id:
        return _by_id(people, teacher_id, name)
    settled = people.settled_as(name, group)
    if inside := _in_brackets(people, name):
        return inside, "" if settled else f"按括号中的教研组作为 {inside} 使用"
    if len(settled) == 1 and not people.is_only_one_in(name, group):
        return settled[0], f"按 people.toml 作为 {settled[0]} 使用"
    return _by_name(people, name, group)


def resolve_people(records: Records, people: People) -> tuple[Records, list[Problem]]:
    """Give each record the roster's id and spelling; records of nobody are left out and listed."""
    ids, names = records.column(col.TEACHER_ID), records.column(col.NAME)
    if people.exact.issuperset(ids.zip(names).distinct):
        return records, []
    telling = records.sheets.map(_sheets_of_groups(records, people).__contains__)
    told = ids.zip(names, records.column(col.GROUP), records.column(col.SCHOOL), telling)
    found, unclean = look_up(told.distinct, lambda words: _find(people, Written(*words)))
    remarks = {words: Unclean(remark) for words, (_, remark) in found.items() if remark}
    problems = [
        _state(records[at], of[told[at]], severity)
        for of, severity in ((unclean, PROBLEM), (remarks, NOTICE))
        for at in told.places(of.__contains__).tolist()
    ]
    problems = [*_once_a_sheet(problems)]
    persons = told.map(lambda words: found[words][0] if words in found else None)
    resolved = records.with_values(
        teacher_id=persons.map(lambda person: person and person.teacher_id),
        name=persons.map(lambda person: person and person.name),
    )
    return resolved.without(told.places(unclean.__contains__)), problems


def _once_a_sheet(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Say of ids that lost their zeros once for a sheet how many they are."""
    lost: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.problem == LOST_ZEROS:
            lost[problem.file, problem.sheet].append(problem)
        else:
            yield problem
    for same in lost.values():
        found = f"有 {len(same)} 个{LOST_ZEROS}"
        one = len(same) == 1
        yield same[0] if one else replace(same[0], row=None, problem=found)


@dataclass(frozen=True)
class Written:
    """Who is meant, as a row says; `telling` groups are those that research groups stand among."""

    teacher_id: str | None
    name: str | None
    group: str | None
    school: str | None
    telling: bool


def _sheets_of_groups(records: Records, people: People) -> set[Sheet]:
    """Find the sheets whose groups are the roster's, and not of years or departments."""
    pairs = records.sheets.zip(records.column(col.GROUP)).distinct
    known = {
        sheet
        for sheet, group in pairs
        if group and any(same_group(group, one) for one in people.groups)
    }
    return {one for one in known if heading_key(one.headings.get(col.GROUP, "")) in _HEADINGS}


_HEADINGS = frozenset(map(heading_key, ROSTER.column(col.GROUP).headings))


def _find(people: People, written: Written) -> tuple[Person, str]:
    """Find a person who is no namesake from elsewhere.

    Raises
    ------
    Unclean
        If nobody or more than one person may be meant, or group or school are of somebody else.
    """
    name, group, school = written.name or "", written.group or "", written.school or ""
    person, remark = find_person(people, written.teacher_id or "", name, group)
    if written.teacher_id or (group and key(group + name) in people.settled):
        return person, remark
    advice = f"如是 {person}，请改正或补填工号；如不是，请删去这一行"
    if group and written.telling and not within_group(person.group, group):
        raise Unclean(f"{group}没有“{name}”，花名册中是 {person}", EXPECTED, advice)
    if people.schools and is_other_school(school, (*people.schools, *OWN)):
        raise Unclean(f"是“{school}”的“{name}”，花名册中是 {person}", EXPECTED, advice)
    return person, remark


def _state(record: Record, finding: Unclean, severity: str) -> Problem:
    """State a finding about a person, at the id if there is one, else at the name."""
    column = col.TEACHER_ID if record.get(col.TEACHER_ID) else col.NAME
    return record.problem(column, record.get(column) or "", finding, severity)


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, tuple[Person, ...]]:
    groups: defaultdict[str, list[Person]] = defaultdict(list)
    for name, person in pairs:
        groups[name].append(person)
    return {name: tuple(found) for name, found in groups.items()}


def _by_id(people: People, teacher_id: str, name: str) -> tuple[Person, str]:
    person, remark = people.by_id.get(teacher_id), ""
    if person is None:
        numbers = people.by_number.get(teacher_id.lstrip("0"), ())
        if not teacher_id.isdecimal() or len(numbers) != 1:
            advice = f"{_ask(people, name)}请改正工号，或把此人补入花名册"
            raise Unclean(f"花名册中没有工号 {teacher_id}", EXPECTED, advice)
        person = numbers[0]
        remark = LOST_ZEROS
    if name and key(name) == key(person.name) and tidy_name(name) != person.name:
        remark = f"{remark}；{VARIANT}" if remark else f"{VARIANT}，按 {person} 使用"
    if name and key(name) != key(person.name):
        advice = f"请核对是 {person}，还是{_offer(people, name)}"
        raise Unclean(
            f"工号与姓名不符：工号 {teacher_id} 是{person.name}，姓名写的是{name}", EXPECTED, advice
        )
    return person, remark


def _by_name(people: People, name: str, group: str) -> tuple[Person, str]:
    if not name:
        raise Unclean("没有工号和姓名", EXPECTED, "请补填工号或姓名")
    found = people.named(name, group)
    spelled = tuple(person for person in found if person.name == tidy_name(name))
    found = spelled or found
    if len(found) == 1:
        return found[0], "" if spelled else f"{VARIANT}，按 {found[0]} 使用"
    if found:
        candidates = "、".join(map(str, found))
        raise Unclean(
            f"有 {len(found)} 位同名教师：{candidates}", EXPECTED, "请在表中补填工号或教研组"
        )
    advice = f"{_ask(people, name)}请改正、把此人补入花名册，或{SETTLE}"
    raise Unclean(f"花名册中没有“{name}”", EXPECTED, advice)


def _in_brackets(people: People, name: str) -> Person | None:
    """Find the one of several namesakes whose group stands in brackets, as in 王伟（语文）."""
    found = _BRACKETS.fullmatch(tidy_name(name))
    if not found or not people.is_only_one_in(found[1], found[2]):
        return None
    return people.named(found[1], found[2])[0]


_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)")


def _ask(people: People, name: str) -> str:
    likely = people.likely(name)
    return f"是否为 {'、'.join(map(str, likely))}？" if likely else ""


def _offer(people: People, name: str) -> str:
    found = people.named(name)
    return f" {'、'.join(map(str, found))}" if found else f"花名册外的“{name}”"
