"""What the columns of an entry form mean, in a teacher's words, each with an example.

The examples of all forms belong together: one teacher, one activity and what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables import (
    ATTENDANCE,
    AWARDS,
    EVERYBODY,
    EXTERNAL,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    HISTORY,
    NOTES,
    ON_DUTY,
    PARTICIPATION,
    PLAN,
    PRACTICE,
    READING,
    RESULTS,
    ROSTER,
    SKILLS,
    VOTES,
)


@dataclass(frozen=True)
class Guide:
    """What a column means, what somebody might write there, the unit of a number.

    `offers` are usual answers to choose from; others are as good.
    """

    meaning: str
    example: str
    unit: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What one row of a form records, and what each of its columns means."""

    row: str
    guides: Mapping[str, Guide]


_ID = Guide("与花名册相同的工号", "0001")
_NAME = Guide("与花名册相同的姓名", "王伟")
_PERSON = {col.TEACHER_ID: _ID, col.NAME: _NAME}
_NOTE = Guide("需要说明的情况，不参与计分", "")
_GROUP = Guide("与花名册相同的教研组名称", "语文组")
_LEVELS = ("国家", "省", "市", "县", "校")
_FORMS = ("线下", "线上", "线上线下结合")

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        ROSTER.name: Form(
            "每位教师一行",
            {
                col.TEACHER_ID: Guide("教师的编号，每人一个，不重复", "0001"),
                col.NAME: Guide("教师的姓名", "王伟"),
                col.GROUP: Guide("所在教研组，全校用同一种写法；在组内排名", "语文组"),
                col.PREP_GROUP: Guide("所在备课组", "七年级语文"),
                col.SUBJECT: Guide("任教的学科", "语文"),
                col.CATEGORY: Guide("教师的梯队，可用作培训对象", "青年教师"),
                col.SEX: Guide("男或女", "女", offers=("男", "女")),
                col.BIRTH_DATE: Guide("出生的年、月、日", "1990-05-17"),
                col.DEGREE: Guide("最高学历", "本科", offers=("大专", "本科", "硕士", "博士")),
                col.JOIN_DATE: Guide("参加工作的年、月、日", "2012-08-25"),
                col.STATE: Guide(
                    f"{ON_DUTY}的教师参评，其他状态不参评",
                    ON_DUTY,
                    offers=(ON_DUTY, "产假", "长病假", "借调", "退休"),
                ),
                col.RATING: Guide(
                    "获得的教师称号，如骨干教师、优秀教师，没有则空",
                    "区级骨干教师",
                ),
                col.COURSEWARE: Guide("会不会制作多媒体课件", "是"),
                col.SCHOOL: Guide("学校的全称，各行相同", "春晖中学"),
            },
        ),
        PLAN.name: Form(
            "每项活动一行",
            {
                col.ACTIVITY_ID: Guide("活动的编号，不重复；考勤用它指明活动", "P01"),
                col.TERM: Guide("1 为第一学期，2 为第二学期", "1"),
                col.TITLE: Guide("培训的题目", "师德专题培训"),
                col.TIME: Guide("哪天或哪月；只写月份时，学年按本表标题", "2025-09-10"),
                col.AUDIENCE: Guide(
                    "应参加的人：全体教师、教研组、备课组或教师类别，几个之间用顿号",
                    EVERYBODY,
                    offers=(EVERYBODY,),
                ),
                col.DEPARTMENT: Guide("负责组织的部门", "教务处"),
                col.LEAD: Guide("负责组织的人", "李娜"),
                col.HOURS: Guide("参加一次得到的学时", "3", "学时"),
                col.FORM: Guide("怎样进行", "线下", offers=_FORMS),
                col.REQUIRED: Guide("是否必须参加", "是"),
                col.TOPIC: Guide("当月或本期的主题", "立德树人"),
            },
        ),
        ATTENDANCE.name: Form(
            "每人每次活动一行",
            {
                **_PERSON,
                col.ACTIVITY_ID: Guide("活动计划中的编号，也可以写培训内容", "P01"),
                col.DATE: Guide("活动的日期", "2025-09-10"),
                col.STATUS: Guide("到场的情况", "病假"),
                col.HOURS: Guide("与计划不同时才填，空白按计划的学时", "3", "学时"),
                col.MADE_UP: Guide("缺席或请假的，是否已经补课", "是"),
                col.NOTE: _NOTE,
            },
        ),
        EXTERNAL.name: Form(
            "每人每次外出学习一行",
            {
                **_PERSON,
                col.TRAINING: Guide("外出学习的题目", "省级骨干教师研修"),
                col.HOST_LEVEL: Guide("哪一级主办", "省", offers=_LEVELS),
                col.START_DATE: Guide("离校的日期", "2025-10-13"),
                col.RETURN_DATE: Guide("返校的日期，二次培训的期限从次日算起", "2025-10-17"),
                col.HOURS: Guide("这次学习的学时", "24", "学时"),
                col.RELAY_DATE: Guide("回校后向同事做二次培训的日期，没有则空", "2025-10-21"),
                col.CREDITS: Guide("二次培训的奖励", "2", "学分"),
                col.DEDUCTION: Guide("违纪等扣的分，写正数", "", "分"),
                col.NOTE: Guide("为什么奖励或扣这么多", "面向全校讲座，材料完整"),
            },
        ),
        PARTICIPATION.name: Form(
            "每人每项主讲、公开课或任务一行",
            {
                **_PERSON,
                col.KIND: Guide("参与的是哪一种", "公开课"),
                col.CONTENT: Guide("讲了什么、做了什么", "《背影》公开课"),
                col.DATE: Guide("哪一天", "2025-11-05"),
                col.CREDITS: Guide("得到的活动学分", "2", "学分"),
                col.REQUIRED: Guide("是否必须完成的任务", "否"),
                col.DONE: Guide("任务是否按时完成", "是"),
            },
        ),
        NOTES.name: Form(
            "每人每次检查一行",
            {
                **_PERSON,
                col.DATE: Guide("检查笔记的日期", "2025-12-20"),
                col.GRADE: Guide("检查评定的等级", "优秀"),
            },
        ),
        READING.name: Form(
            "每人每份读书作业一行",
            {
                **_PERSON,
                col.DATE: Guide("上交或检查的日期", "2025-12-20"),
                col.BOOK: Guide("读的书", "《给教师的建议》"),
                col.COMPLETION: Guide("上交的情况", "质量不高"),
                col.DEDUCTION: Guide("质量不高时酌情扣的分，写正数", "1", "分"),
                col.NOTE: Guide("为什么扣这么多", "摘抄较多，心得过短"),
            },
        ),
        AWARDS.name: Form(
            "每人每个奖项一行",
            {
                **_PERSON,
                col.AWARD: Guide("奖项的全称", "教师教学基本功大赛"),
                col.AWARD_CATEGORY: Guide("竞赛：比赛类；评选：论文、案例、教学设计等", "竞赛"),
                col.LEVEL: Guide("颁奖单位的级别，区与县相同", "市"),
                col.PRIZE: Guide("得的是几等奖", "一等奖"),
                col.DATE: Guide("颁奖的日期", "2025-11-28"),
                col.CERTIFICATE: Guide("证书上的编号，用来查对重复", "2025-0317"),
            },
        ),
        PRACTICE.name: Form(
            "每人每项教学实践一行",
            {
                **_PERSON,
                col.KIND: Guide("做的是哪一种", "听课"),
                col.DATE: Guide("哪一天；合计一学期的，写最后一天", "2025-11-12"),
                col.AMOUNT: Guide("多少节、次、篇、本；业务笔记写字数", "2", "节、次、篇、本或字"),
                col.SUBJECT: Guide("哪个学科的", "语文"),
                col.NOTE: _NOTE,
            },
        ),
        GROUP_MEETINGS.name: Form(
            "每次教研组或备课组活动一行",
            {
                col.GROUP: _GROUP,
                col.PREP_GROUP: Guide("备课组的活动填这一项，与花名册写法相同", "七年级语文"),
                col.DATE: Guide("活动的日期", "2025-09-17"),
                col.TOPIC: Guide("研讨的题目", "单元整体教学设计"),
                col.FORM: Guide("怎样进行", "线下", offers=_FORMS),
            },
        ),
        GROUP_REVIEW.name: Form(
            "每个教研组一行",
            {
                col.GROUP: _GROUP,
                col.REVIEW_SCORE: Guide("对教研组的考核得分", "92.5", "分"),
                col.GROUP_BONUS: Guide("优秀教研组每位成员的加分", "1", "分"),
                col.GROUP_RATIO: Guide(
                    "本组与全校不同时才填：优秀的比例，或各等级的比例", "35/40/25"
                ),
                col.NOTE: _NOTE,
            },
        ),
        VOTES.name: Form(
            "每次评选的每个候选一行",
            {
                col.ELECTION: Guide("评的是哪一项", "优秀个人"),
                col.CANDIDATE: Guide("候选的教研组、备课组或教师，与花名册写法相同", "王伟"),
                col.CANDIDATE_ID: Guide("候选的是教师时，教师的工号", "0001"),
                col.VOTES: Guide("这个候选得到的票", "36", "票"),
                col.TERM: Guide("哪个学期末的评选：1 为第一学期，2 为第二学期", "1"),
                col.NOTE: Guide("需要说明的情况", ""),
            },
        ),
        SKILLS.name: Form(
            "每位新教师每项技能展示一行",
            {
                **_PERSON,
                col.SKILL: Guide("展示的是哪一项技能", "上课"),
                col.DATE: Guide("展示的日期", "2025-12-03"),
                col.SCORE: Guide("评委给的分", "88", "分"),
                col.PASSED: Guide("这次展示是否合格", "是"),
            },
        ),
        RESULTS.name: Form(
            "每人每项考核一行",
            {
                **_PERSON,
                col.ITEM: Guide("考的是什么", "教育理论考试"),
                col.SCORE: Guide("得到的成绩", "86", "分"),
                col.FULL: Guide("这一项的满分，空白为 100", "100", "分"),
                col.DATE: Guide("考核的日期", "2026-01-08"),
            },
        ),
        HISTORY.name: Form(
            "每人每个往年学年一行",
            {
                **_PERSON,
                col.SCHOOL_YEAR: Guide("以前的哪个学年，不写本学年", "2024-2025"),
                col.HOURS: Guide("那个学年的学时合计", "62", "学时"),
                col.NOTE: Guide("需要说明的情况", ""),
            },
        ),
    }
)
"""The form of each canonical table."""
