"""What was planned for 2021-2022: the whole school's activities and those of the groups.

The twelve whole-school activities are those of a real school's plan (document 000); the group
activities supply the rest of the 30 hours a term that the same plan demands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from xiaoben_analytics.sample.people import GROUPS, Group, Staff, Teacher
from xiaoben_analytics.tables import EVERYBODY

SCHOOL_YEAR = "2021-2022"
TERM_NAMES = {1: "第一学期", 2: "第二学期"}

# term, content, month, department, which leader, the day it was held
WHOLE_SCHOOL = (
    (1, "疫情防控、安全教育培训", "9月", "校长室", 0, date(2021, 9, 10)),
    (1, "师德师风和心理健康培训", "10月", "校长室", 1, date(2021, 10, 15)),
    (1, "教育教学改革培训", "11月", "校长室", 2, date(2021, 11, 12)),
    (1, "“双减”背景下学校工作培训", "12月", "校长室", 0, date(2021, 12, 10)),
    (2, "疫情防控培训", "2月", "校长室", 0, date(2022, 2, 18)),
    (2, "教师基本功竞赛活动", "3月", "教务处", 3, date(2022, 3, 11)),
    (2, "心理健康、安全教育培训", "3月", "校长室", 1, date(2022, 3, 25)),
    (2, "师德师风建设培训", "4月", "校长室", 1, date(2022, 4, 15)),
    (2, "现代教育技术培训", "5月", "教务处", 3, date(2022, 5, 13)),
    (2, "精品课研讨活动", "5月", "教务处", 3, date(2022, 5, 27)),
    (2, "线上教学研讨活动", "6月", "校长室", 2, date(2022, 6, 10)),
    (2, "“行知”校园文化建设培训", "7月", "校长室", 2, date(2022, 7, 1)),
)
ONLINE = "线上教学研讨活动"

# term, Monday of the week
GROUP_WEEKS = (
    (1, date(2021, 9, 13)),
    (1, date(2021, 10, 18)),
    (1, date(2021, 11, 8)),
    (1, date(2021, 11, 22)),
    (1, date(2021, 12, 13)),
    (1, date(2022, 1, 10)),
    (2, date(2022, 3, 14)),
    (2, date(2022, 5, 16)),
)
GROUP_CONTENTS = {
    "语文组": "统编教材单元整体教学研讨 “双减”下语文作业设计 名著阅读课例研讨 古诗文教学同课异构 "
    "作文讲评课观摩 期末命题与质量分析 中考现代文阅读复习研讨 整本书阅读成果交流",
    "数学组": "课程标准学习与教材分析 分层作业设计研讨 几何证明教学课例研讨 函数专题同课异构 "
    "错题资源利用经验交流 期末命题与质量分析 中考压轴题教学研讨 跨学科项目学习设计",
    "英语组": "英语单元整体教学设计 听说课课例研讨 “双减”下英语作业设计 阅读课同课异构 "
    "写作教学支架搭建 期末命题与质量分析 人机对话备考研讨 英语课外阅读指导",
    "理化生组": "实验教学规范与安全 探究课课例研讨 理化生作业设计 实验课同课异构 "
    "数字化实验工具应用 期末命题与质量分析 中考实验操作备考 跨学科实践活动设计",
    "政史地组": "道德与法治议题式教学 史料教学课例研讨 “双减”下文综作业设计 地理读图课同课异构 "
    "时事进课堂经验交流 期末命题与质量分析 中考开卷科目复习研讨 乡土资源开发",
    "体艺信息组": "大课间与体育课规范 合唱教学课例研讨 美术大单元教学设计 编程教学同课异构 "
    "社团活动组织经验交流 期末考核与作品评价 体育中考备考研讨 艺术节方案研讨",
}
GROUP_FORMS = ("研讨", "课例", "讲座", "同课异构", "交流", "研讨", "研讨", "交流")

# group that organises, number, term, content, day, audience: nobody has to come
OPTIONAL = (
    ("语文组", 7, 1, "读书沙龙：一本书的N种读法", date(2021, 12, 22), "语文组、政史地组"),
    ("体艺信息组", 3, 2, "微课制作工作坊", date(2022, 4, 22), "青年教师、新教师"),
)


@dataclass(frozen=True)
class Activity:
    """One planned activity; `time` is what the plan says, `day` when it was held."""

    activity_id: str
    term: int
    title: str
    time: str
    audience: str
    department: str
    lead: str
    day: date
    form: str = "集中培训"
    required: bool = True
    hours: int = 3

    def is_for(self, teacher: Teacher) -> bool:
        names = {EVERYBODY, teacher.group, teacher.prep_group, teacher.category}
        return not names.isdisjoint(self.audience.split("、"))


def make_plan(staff: Staff) -> tuple[Activity, ...]:
    """Plan the year: whole-school activities first, then each group's, then the optional ones."""
    groups = [activity for group in GROUPS for activity in _group_activities(group, staff)]
    return (*_whole_school(staff), *groups, *_optional(staff))


def _whole_school(staff: Staff) -> list[Activity]:
    numbers = {1: 0, 2: 0}
    activities = []
    for term, title, time, department, leader, day in WHOLE_SCHOOL:
        numbers[term] += 1
        activity_id = f"{term}-{numbers[term]:02d}"
        lead = staff.leads[leader]
        activities.append(
            Activity(activity_id, term, title, time, EVERYBODY, department, lead, day)
        )
    return activities


def _group_activities(group: Group, staff: Staff) -> list[Activity]:
    numbers = {1: 0, 2: 0}
    activities = []
    contents = GROUP_CONTENTS[group.name].split()
    for title, form, (term, monday) in zip(contents, GROUP_FORMS, GROUP_WEEKS, strict=True):
        numbers[term] += 1
        day = monday + timedelta(days=group.weekday)
        activities.append(
            Activity(
                activity_id=f"{group.code}-{term}-{numbers[term]}",
                term=term,
                title=title,
                time=_time(day, numbers[term]),
                audience=group.name,
                department="教务处",
                lead=staff.head(group.name),
                day=day,
                form=form,
            )
        )
    return activities


def _time(day: date, number: int) -> str:
    """Write the day as a group head would: mostly in full, sometimes just the month."""
    return (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.month}月")[number % 3]


def _optional(staff: Staff) -> list[Activity]:
    codes = {group.name: group.code for group in GROUPS}
    return [
        Activity(
            activity_id=f"{codes[group]}-{term}-{number}",
            term=term,
            title=title,
            time=day.isoformat(),
            audience=audience,
            department="教务处",
            lead=staff.head(group),
            day=day,
            form="自愿参加",
            required=False,
            hours=2,
        )
        for group, number, term, title, day, audience in OPTIONAL
    ]
