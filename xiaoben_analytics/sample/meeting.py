"""The export of an online meeting, as the meeting service writes it: all text, nicknames and all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import GROUPS, Teacher
from xiaoben_analytics.sample.workbook import Sheet
from xiaoben_analytics.sample.year import Year
from xiaoben_analytics.tables import ABSENT, EARLY_LEAVE, LATE, PRESENT

SHEET = "成员参会概况"
HEADINGS = (
    "用户昵称（入会昵称）",
    "首次入会时间",
    "最后退会时间",
    "入会次数",
    "累计参会时长",
    "身份",
)
START, LENGTH = timedelta(hours=14), timedelta(hours=2)
DEVICE = "HUAWEI MatePad(HUAWEI MatePad)"
TOGETHER = "{0}&{1}({0}＆{1})"

# How people call themselves: account name, then in brackets the name in the meeting
FORMAL = "{name}({short}-{name})"
NICKNAMES = {
    FORMAL: 8,
    "{name}({name})": 8,
    "{name}老师({group}{name})": 4,
    "({name})": 2,
    "138****{number}({name})": 1,
    "iPhone({name}的iPhone)": 1,
    "{name}(teacher{number})": 1,
    "{spaced}({wide})": 1,
    "{name}😊({name}😊)": 1,
}

# status, least and greatest share of the meeting
SHARES = {PRESENT: (0.92, 1.0), LATE: (0.83, 0.88), EARLY_LEAVE: (0.56, 0.7), ABSENT: (0.1, 0.3)}
REJOINED = 0.12


@dataclass(frozen=True)
class Visit:
    """One row of the export."""

    nickname: str
    joined: datetime
    left: datetime
    times: int
    stayed: timedelta


def meeting_sheet(year: Year) -> Sheet:
    """Lay out the export of the year's online activity; who was on leave is not in it."""
    rng = chance(year.seed, "meeting")
    start = datetime.combine(year.online.day, datetime.min.time()) + START
    visits = sorted(_visits(rng, year, start), key=lambda visit: visit.joined)
    return Sheet(
        name=SHEET,
        headings=HEADINGS,
        rows=[_cells(visit, "普通参会者" if i else "主持人") for i, visit in enumerate(visits)],
        above=_facts(year, start, len(visits)),
    )


def _facts(year: Year, start: datetime, visits: int) -> tuple[tuple[str, ...], ...]:
    return (
        ("会议主题:", year.online.title),
        ("会议号:", "000 000 000"),
        ("会议创建者:", "教务处"),
        ("预定开始时间:", str(start)),
        ("预定结束时间:", str(start + LENGTH)),
        ("累计会议时长:", "02:04:36"),
        ("参会用户总数:", str(visits)),
        ("", ""),
    )


def _visits(rng: Random, year: Year, start: datetime) -> list[Visit]:
    """Let everybody join who did; two share a computer, and one device tells no name."""
    people = {teacher.teacher_id: teacher for teacher in year.staff.teachers}
    joined = [
        (people[str(row[col.TEACHER_ID])], str(row[col.STATUS]))
        for row in year.attendance(year.online.activity_id)
        if row[col.STATUS] in SHARES
    ]
    sharing = _two_together(rng, joined, year.staff.homonym)
    pair = TOGETHER.format(*(teacher.name for teacher in sharing))
    visits = [_visit(rng, pair, start, 1.0), _visit(rng, DEVICE, start, 0.95)]
    for teacher, status in joined:
        if teacher not in sharing:
            nickname = _nickname(rng, teacher, year.staff.homonym)
            share = rng.uniform(*SHARES[status])
            delay = LENGTH * (1 - share) if status == LATE else timedelta(0)
            visits += _stays(rng, nickname, start + delay, share)
    return visits


def _two_together(
    rng: Random, joined: list[tuple[Teacher, str]], homonym: str
) -> tuple[Teacher, Teacher]:
    present = [one for one, status in joined if status == PRESENT and one.name != homonym]
    first = rng.choice(present)
    others = [one for one in present if one is not first]
    return first, rng.choice([one for one in others if one.group == first.group] or others)


def _nickname(rng: Random, teacher: Teacher, homonym: str) -> str:
    style = rng.choices(list(NICKNAMES), list(NICKNAMES.values()))[0]
    style = FORMAL if teacher.name == homonym else style
    group = next(group for group in GROUPS if group.name == teacher.group)
    return style.format(
        name=teacher.name,
        group=group.name,
        short=group.short,
        number=teacher.teacher_id,
        spaced=" ".join(teacher.name),
        wide="\u3000".join(teacher.name),
    )


def _stays(rng: Random, nickname: str, start: datetime, share: float) -> list[Visit]:
    """One row, or two of somebody who came back under the same nickname."""
    if rng.random() > REJOINED:
        return [_visit(rng, nickname, start, share)]
    return [
        _visit(rng, nickname, start, share * 0.6),
        _visit(rng, nickname, start + LENGTH * 0.65, share * 0.4),
    ]


def _visit(rng: Random, nickname: str, start: datetime, share: float) -> Visit:
    """Come in a few minutes early, or a minute late; who was cut off came in several times."""
    stayed = timedelta(seconds=int(LENGTH.total_seconds() * share))
    joined = start + timedelta(seconds=rng.randint(-360, 60))
    joined -= timedelta(microseconds=joined.microsecond)
    times = rng.choice((1, 1, 1, 2, 3))
    left = joined + stayed + timedelta(seconds=20 * (times - 1))
    return Visit(nickname, joined, left, times, stayed)


def _cells(visit: Visit, role: str) -> tuple[object, ...]:
    return (
        visit.nickname,
        str(visit.joined),
        str(visit.left),
        str(visit.times),
        str(visit.stayed),
        role,
    )
