"""What each teacher did besides: study outside school, tasks, notes, reading, awards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from xiaoben_analytics import columns as col
from xiaoben_analytics.sample.attendance import Row
from xiaoben_analytics.sample.chance import chance
from xiaoben_analytics.sample.people import Staff, Teacher

# training, host level, start, return, hours, relay, bonus credits, deduction, note: the cases
# that only a calendar of public holidays decides, and one incident.
STUDY_CASES = (
    # in time on the third working day, 11 October, because of the national holiday
    ("区骨干教师高级研修班", "区级", date(2021, 9, 28), date(2021, 9, 30), 16, date(2021, 10, 11), 3, None, ""),
    # late by one day
    ("区骨干教师高级研修班", "区级", date(2021, 9, 28), date(2021, 9, 30), 16, date(2021, 10, 12), 2, None, ""),
    # 29 and 30 January were make-up workdays before the spring festival
    ("中小学教师信息素养提升培训", "市级", date(2022, 1, 24), date(2022, 1, 28), 24, date(2022, 2, 7), 2, None, ""),
    # the Saturday after the May holiday was a workday
    ("新课程标准解读培训", "省级", date(2022, 4, 27), date(2022, 4, 29), 18, date(2022, 5, 7), 3, None, "线上线下混合"),
    ("新课程标准解读培训", "省级", date(2022, 4, 27), date(2022, 4, 29), 18, date(2022, 5, 9), 1, None, ""),
    # on the day of return
    ("片区教学联盟观摩", "区级", date(2021, 11, 18), date(2021, 11, 18), 4, date(2021, 11, 18), 1, None, ""),
    ("市级学科带头人论坛", "市级", date(2022, 3, 17), date(2022, 3, 18), 8, None, None, 5, "中途离场，被通报"),
)  # fmt: skip
STUDIES = (
    ("区教研室学科培训", "区级", 8),
    ("市优质课观摩", "市级", 8),
    ("省教研室专题研修", "省级", 16),
    ("班主任能力提升培训", "区级", 12),
    ("命题能力提升培训", "市级", 12),
    ("心理健康教育培训", "市级", 16),
)
STUDY_WEEKS = tuple(  # Mondays whose week and the next are free of public holidays
    date(2021, 10, 18) + timedelta(weeks=i) for i in range(9)
) + tuple(date(2022, 2, 21) + timedelta(weeks=i) for i in range(5))  # fmt: skip

PARTS_EACH = (1, 2, 2, 3, 3, 3, 5, 7)
PARTS = ("主讲", "公开课", "任务", "任务", "任务")
CONTENTS = {
    "主讲": ("教研组专题发言", "校本培训主讲", "青年教师沙龙主讲"),
    "公开课": ("校级公开课", "同课异构展示课", "青年教师汇报课"),
    "任务": ("提交培训总结", "提交教学设计", "录制微课一节", "整理组内资料", "完成问卷与反馈"),
}
NOTE_DAYS = (date(2021, 12, 20), date(2022, 6, 20))
READING_DAYS = (date(2022, 1, 7), date(2022, 6, 24))
BOOKS = (
    "《给教师的建议》",
    "《教学勇气》",
    "《静悄悄的革命》",
    "《学习的本质》",
    "《陶行知教育文集》",
)
CONTESTS = ("教师基本功大赛", "课堂教学比赛", "教师能力素质提升大赛", "实验教学说课比赛")
COMPETITIONS = ("教育教学论文评选", "优秀教学设计评选", "教学案例评选", "读书心得征文评选")
CATEGORIES = (("竞赛", CONTESTS, ("竞赛", "比赛")), ("评选", COMPETITIONS, ("评选", "论文")))
RELAYS: Mapping[object, str] = {
    1: "在备课组内转述",
    2: "在教研组内讲座",
    3: "面向全校讲座，材料完整",
}
FAULTS: Mapping[object, str] = {1: "摘抄较多，心得过短", 2: "与书的内容无关"}
"""Why as many credits were given, or taken away."""
LEVELS = (("省", 1), ("省级", 1), ("市", 3), ("市级", 3), ("县", 2), ("区级", 6))
PRIZES = (("特等奖", 1), ("一等奖", 4), ("二等奖", 7), ("三等奖", 8), ("优秀奖", 2))


def make_external(seed: int, staff: Staff) -> list[Row]:
    """List studies outside school, the calendar's cases among them, by day of return."""
    rng = chance(seed, "external")
    count = max(len(STUDY_CASES), min(25, len(staff.teachers) * 5 // 12))
    studies = [*STUDY_CASES, *(_study(rng) for _ in range(count - len(STUDY_CASES)))]
    queue = rng.sample(staff.on_duty, len(staff.on_duty))
    travellers = [queue[i % len(queue)] for i in range(count)]
    rows = [_external_row(who, study) for who, study in zip(travellers, studies, strict=True)]
    return sorted(rows, key=lambda row: str(row[col.RETURN_DATE]))


def make_participation(seed: int, staff: Staff) -> list[Row]:
    """List keynotes, open lessons and tasks: up to seven a teacher, one of them left undone."""
    rng = chance(seed, "participation")
    rows = [_part(rng, teacher) for teacher in staff.on_duty for _ in range(rng.choice(PARTS_EACH))]
    tasks = [i for i, row in enumerate(rows) if row[col.REQUIRED] == "是"]
    if tasks:
        undone = rng.choice(tasks)
        rows[undone] |= {col.CREDITS: None, col.DONE: "否"}
    return sorted(rows, key=lambda row: str(row[col.DATE]))


def make_notes(seed: int, staff: Staff) -> list[Row]:
    """List two checks of every teacher's notes."""
    rng = chance(seed, "notes")
    levels = {teacher.teacher_id: rng.choice((0, 0, 1, 1, 2)) for teacher in staff.on_duty}
    grades = ("优秀", "优秀", "良好", "合格", "不合格")
    return [
        teacher.identity
        | {
            col.DATE: day,
            col.GRADE: grades[levels[teacher.teacher_id] + rng.choice((0, 0, 1, 1, 2))],
        }
        for day in NOTE_DAYS
        for teacher in staff.on_duty
    ]


def make_reading(seed: int, staff: Staff) -> list[Row]:
    """List two pieces of reading work of every teacher."""
    rng = chance(seed, "reading")
    return [_reading_row(rng, teacher, day) for day in READING_DAYS for teacher in staff.on_duty]


def make_awards(seed: int, staff: Staff) -> list[Row]:
    """List awards of both kinds, by day; about half of the teachers have one."""
    rng = chance(seed, "awards")
    count = max(6, len(staff.on_duty) * 2 // 3)
    rows = [_award(rng, rng.choice(staff.on_duty), number) for number in range(1, count + 1)]
    return sorted(rows, key=lambda row: str(row[col.DATE]))


def _study(rng: Random) -> tuple[object, ...]:
    training, level, hours = rng.choice(STUDIES)
    start = rng.choice(STUDY_WEEKS) + timedelta(days=rng.randint(0, 2))
    back = start + timedelta(days=(hours - 1) // 8)
    relayed = rng.random() < 0.6
    relay = back + timedelta(days=1) if relayed else None
    return (
        training,
        level,
        start,
        back,
        hours,
        relay,
        rng.randint(1, 3) if relayed else None,
        None,
        "",
    )


def _external_row(teacher: Teacher, study: tuple[object, ...]) -> Row:
    names = (
        col.TRAINING, col.HOST_LEVEL, col.START_DATE, col.RETURN_DATE, col.HOURS,
        col.RELAY_DATE, col.CREDITS, col.DEDUCTION, col.NOTE,
    )  # fmt: skip
    row = teacher.identity | dict(zip(names, study, strict=True))
    return row | {col.NOTE: row[col.NOTE] or RELAYS.get(row[col.CREDITS], "")}


def _part(rng: Random, teacher: Teacher) -> Row:
    kind = rng.choice(PARTS)
    required = kind == "任务" and rng.random() < 0.4
    done = required or kind != "任务" or rng.random() < 0.95
    return teacher.identity | {
        col.KIND: kind,
        col.CONTENT: rng.choice(CONTENTS[kind]),
        col.DATE: rng.choice(STUDY_WEEKS) + timedelta(days=rng.randint(0, 4)),
        col.CREDITS: rng.randint(1, 3) if done else None,
        col.REQUIRED: "是" if required else "否",
        col.DONE: "是" if done else "否",
    }


def _reading_row(rng: Random, teacher: Teacher, day: date) -> Row:
    completion = rng.choices(("按时", "质量不高", "未交"), (86, 8, 6))[0]
    deduction = rng.randint(1, 2) if completion == "质量不高" else None
    return teacher.identity | {
        col.DATE: day,
        col.BOOK: rng.choice(BOOKS),
        col.COMPLETION: completion,
        col.DEDUCTION: deduction,
        col.NOTE: FAULTS.get(deduction, ""),
    }


def _award(rng: Random, teacher: Teacher, number: int) -> Row:
    _, titles, words = rng.choice(CATEGORIES)
    level = _weighted(rng, LEVELS)
    day = date(2021, 10, 8) + timedelta(days=rng.randint(0, 250))
    return teacher.identity | {
        col.AWARD: f"{'区' if level in {'县', '区级'} else level[0]}{rng.choice(titles)}",
        col.AWARD_CATEGORY: rng.choice(words),
        col.LEVEL: level,
        col.PRIZE: _weighted(rng, PRIZES),
        col.DATE: day,
        col.CERTIFICATE: f"证{day.year}第{number:04d}号",
    }


def _weighted(rng: Random, options: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([word for word, _ in options], [weight for _, weight in options])[0]
