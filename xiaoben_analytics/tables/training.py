"""What is always needed: who teaches, what was planned, who was there."""

from __future__ import annotations

from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables.model import Column, Table
from xiaoben_analytics.tables.shared import DATE, ID, NAME, NOTE, choices_of, words

EVERYBODY = "全体教师"
ON_DUTY = "在岗"

PRESENT, LATE, EARLY_LEAVE, ABSENT = "出席", "迟到", "早退", "缺席"
SICK_LEAVE, PERSONAL_LEAVE, OFFICIAL_LEAVE = "病假", "事假", "公假"
ATTENDING = (PRESENT, LATE, EARLY_LEAVE)
"""Statuses of somebody who was there (实到)."""
EXCUSED = (SICK_LEAVE, PERSONAL_LEAVE, OFFICIAL_LEAVE)
UNRECORDED = "未登记"
STATUSES = (PRESENT, LATE, EARLY_LEAVE, *EXCUSED, ABSENT)
OTHER_LEAVES = words(
    "产假 陪产假 产检假 流产假 哺乳假 育儿假 护理假 陪护假 婚假 丧假 年假 年休假 探亲假 工伤假 节育假"
)
"""Leave of which the regulations do not speak; nobody who has it is absent without leave."""

ROSTER = Table(
    "roster",
    "花名册",
    "one teacher",
    (
        Column(col.TEACHER_ID, "工号", "id", ID.aliases, key=True, required=True),
        Column(col.NAME, "姓名", "name", NAME.aliases, key=True, required=True),
        Column(
            col.GROUP,
            "教研组",
            "name",
            ("所属教研组", "学科组", "教研组别", "组别"),
            key=True,
            required=True,
        ),
        Column(col.PREP_GROUP, "备课组", "name", ("所属备课组",)),
        Column(col.SUBJECT, "学科", aliases=("任教学科", "任教科目", "科目")),
        Column(col.CATEGORY, "教师类别", "name", ("类别", "教师类型", "梯队")),
        Column(col.SEX, "性别"),
        Column(col.BIRTH_DATE, "出生日期", "date", ("出生年月", "出生年月日", "生日")),
        Column(col.DEGREE, "学历", aliases=("最高学历", "文化程度")),
        Column(
            col.JOIN_DATE, "入职日期", "date", ("入职时间", "参加工作时间", "到校时间", "任教时间")
        ),
        Column(col.STATE, "状态", "name", ("在岗状态", "人员状态", "在职状态"), default=ON_DUTY),
        Column(col.RATING, "称号", aliases=("荣誉称号", "骨干称号", "教师称号"), telling=False),
        Column(
            col.COURSEWARE,
            "课件制作",
            "yes_no",
            ("会制作课件", "多媒体课件"),
            telling=False,
        ),
        Column(col.SCHOOL, "学校", aliases=("单位", "学校名称", "所在学校")),
    ),
    needed=True,
    identity=(col.TEACHER_ID,),
    only=True,
)

PLAN = Table(
    "plan",
    "活动计划",
    "one planned activity",
    (
        Column(col.ACTIVITY_ID, "活动编号", "id", ("序号", "编号", "活动序号")),
        Column(col.TERM, "学期", "term"),
        Column(
            col.TITLE,
            "培训内容",
            aliases=words("活动内容 活动名称 培训主题 培训项目 研修内容 活动主题 内容 活动"),
            key=True,
            required=True,
        ),
        Column(
            col.TIME,
            "培训时间",
            "period",
            words("活动时间 时间 日期 月份 培训日期 活动日期 研修时间"),
            key=True,
            required=True,
        ),
        Column(
            col.AUDIENCE,
            "培训对象",
            "audience",
            words("参加对象 参训对象 对象 参加人员 参训人员 参与人员 培训人员 参加范围 参与对象"),
            default=EVERYBODY,
        ),
        Column(col.DEPARTMENT, "负责部门", aliases=("责任部门", "主办部门")),
        Column(col.LEAD, "负责人", aliases=words("责任人 主讲人 主持人 主讲")),
        Column(
            col.HOURS,
            "学时",
            "hours",
            ("课时", "学时数", "培训学时", "计划学时", "学分"),
            key=True,
            required=True,
        ),
        Column(col.FORM, "形式", aliases=("培训形式", "活动形式")),
        Column(
            col.REQUIRED,
            "必须参加",
            "yes_no",
            words("是否必须 是否必须参加 必修 是否必修"),
            default=True,
        ),
        Column(col.TOPIC, "主题", aliases=("活动主题",)),
    ),
    needed=True,
    derived=MappingProxyType({col.MONTH: "text", col.DATE: "date"}),
    identity=(col.ACTIVITY_ID,),
    only=True,
)

ATTENDANCE = Table(
    "attendance",
    "考勤",
    "one teacher at one activity",
    (
        ID,
        NAME,
        Column(
            col.ACTIVITY_ID,
            "活动编号",
            "id",
            ("活动", "活动名称", "培训内容", "活动内容", "培训主题", "培训名称"),
            required=True,
        ),
        DATE,
        Column(
            col.STATUS,
            "考勤",
            "choice",
            words("考勤状态 出勤 出勤情况 考勤情况 签到状态 考勤结果 出席情况 出席状况"),
            key=True,
            required=True,
            choices=choices_of(
                *STATUSES,
                出席=words(
                    "出勤 到 已到 签到 已签 已签到 教师代签 代签 正常 正常打卡 全勤 参加 出席会议"
                ),
                迟到=("迟",),
                早退=("退", "提前离开"),
                病假=("病",),
                事假=("事", *OTHER_LEAVES),
                公假=("公", "公差", "公出", "出差"),
                缺席=words(
                    "缺勤 缺 旷 旷会 旷课 旷工 未到 未参加 未参与 未签 未签到 无故缺席 无故缺勤"
                ),
            ),
        ),
        Column(col.HOURS, "学时", "hours", ("课时", "时数", "获得学时", "实得学时")),
        Column(
            col.MADE_UP,
            "补课",
            "yes_no",
            ("是否补课", "补课情况", "补课日期", "补学"),
            default=False,
        ),
        NOTE,
    ),
    needed=True,
    identity=(col.TEACHER_ID, col.ACTIVITY_ID),
    only=True,
)
