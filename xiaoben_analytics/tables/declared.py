"""The canonical tables, each declared once; reading, templates and the sample follow them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables.model import Column, Table

EVERYBODY = "全体教师"
ON_DUTY = "在岗"

PRESENT, LATE, EARLY_LEAVE, ABSENT = "出席", "迟到", "早退", "缺席"
SICK_LEAVE, PERSONAL_LEAVE, OFFICIAL_LEAVE = "病假", "事假", "公假"
EXCUSED = (SICK_LEAVE, PERSONAL_LEAVE, OFFICIAL_LEAVE)
UNRECORDED = "未登记"
STATUSES = (PRESENT, LATE, EARLY_LEAVE, *EXCUSED, ABSENT)


def _choices(*values: str, **spellings: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({value: spellings.get(value, ()) for value in values})


def _words(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ID = Column(
    col.TEACHER_ID,
    "工号",
    "id",
    ("教师工号", "教工号", "职工号", "教师编号", "员工号", "教职工号", "编号"),
)
_NAME = Column(col.NAME, "姓名", "name", ("教师姓名", "老师姓名", "教师", "参训教师", "名字"))
_DATE = Column(col.DATE, "日期", "date", ("时间", "活动日期", "培训日期"))
_NOTE = Column(col.NOTE, "备注", aliases=("说明", "备 注"))

ROSTER = Table(
    "roster",
    "花名册",
    "one teacher",
    (
        Column(col.TEACHER_ID, "工号", "id", _ID.aliases, key=True, required=True),
        Column(col.NAME, "姓名", "name", _NAME.aliases, key=True, required=True),
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
        Column(col.SCHOOL, "学校", aliases=("单位", "学校名称", "所在学校")),
    ),
    needed=True,
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
            aliases=("活动内容", "活动名称", "培训主题", "培训项目"),
            key=True,
            required=True,
        ),
        Column(
            col.TIME,
            "培训时间",
            "period",
            ("活动时间", "时间", "日期", "月份"),
            key=True,
            required=True,
        ),
        Column(
            col.AUDIENCE,
            "培训对象",
            "audience",
            ("参加对象", "参训对象", "对象"),
            default=EVERYBODY,
        ),
        Column(col.DEPARTMENT, "负责部门", aliases=("责任部门", "主办部门")),
        Column(col.LEAD, "负责人", aliases=("责任人", "主讲人", "主持人")),
        Column(
            col.HOURS,
            "学时",
            "hours",
            ("课时", "学时数", "培训学时", "计划学时"),
            key=True,
            required=True,
        ),
        Column(col.FORM, "形式", aliases=("培训形式", "活动形式")),
        Column(
            col.REQUIRED, "必须参加", "yes_no", ("是否必须", "是否必须参加", "必修"), default=True
        ),
        Column(col.TOPIC, "主题", aliases=("活动主题",)),
    ),
    needed=True,
    derived=MappingProxyType({col.MONTH: "text", col.DATE: "date"}),
)

ATTENDANCE = Table(
    "attendance",
    "考勤",
    "one teacher at one activity",
    (
        _ID,
        _NAME,
        Column(
            col.ACTIVITY_ID,
            "活动编号",
            "id",
            ("活动", "活动名称", "培训内容", "活动内容", "培训主题", "培训名称"),
            required=True,
        ),
        _DATE,
        Column(
            col.STATUS,
            "考勤",
            "choice",
            (
                "考勤状态",
                "出勤",
                "出勤情况",
                "考勤情况",
                "签到状态",
                "考勤结果",
                "出席情况",
                "出席状况",
            ),
            key=True,
            required=True,
            choices=_choices(
                *STATUSES,
                出席=_words(
                    "出勤 到 已到 签到 已签 已签到 教师代签 正常 正常打卡 全勤 参加 出席会议"
                ),
                迟到=("迟",),
                早退=("退", "提前离开"),
                病假=("病",),
                事假=("事",),
                公假=("公", "公差", "公出", "出差"),
                缺席=_words(
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
        _NOTE,
    ),
    needed=True,
)

EXTERNAL = Table(
    "external",
    "外出学习",
    "one study outside school of one teacher",
    (
        _ID,
        _NAME,
        Column(col.TRAINING, "培训名称", aliases=("培训内容", "学习内容", "培训项目")),
        Column(col.HOST_LEVEL, "主办级别", aliases=("培训级别", "级别")),
        Column(col.START_DATE, "开始日期", "date", ("外出日期", "开始时间", "出发日期")),
        Column(col.RETURN_DATE, "返校日期", "date", ("返回日期", "结束日期", "返校时间")),
        Column(col.HOURS, "学时", "hours", ("课时", "培训学时"), key=True, required=True),
        Column(col.RELAY_DATE, "二次培训日期", "date", ("二次培训时间", "二次培训")),
        Column(col.CREDITS, "奖励学分", "amount", ("奖励分", "奖励")),
        Column(col.DEDUCTION, "扣分", "amount", ("扣学分", "违纪扣分")),
        _NOTE,
    ),
)

PARTICIPATION = Table(
    "participation",
    "活动参与",
    "one keynote, open lesson or task of one teacher",
    (
        _ID,
        _NAME,
        Column(
            col.KIND,
            "项目",
            "choice",
            ("类型", "活动类型", "参与项目"),
            key=True,
            required=True,
            choices=_choices(
                "主讲", "公开课", "任务", 主讲=("主讲人", "专题主讲"), 任务=("工作任务",)
            ),
        ),
        Column(col.CONTENT, "内容", aliases=("活动内容", "任务内容")),
        _DATE,
        Column(col.CREDITS, "学分", "amount", ("得分", "计分")),
        Column(col.REQUIRED, "必须", "yes_no", ("是否必须", "必须完成"), default=False),
        Column(col.DONE, "完成", "yes_no", ("是否完成", "按时完成")),
    ),
)

NOTES = Table(
    "notes",
    "学习笔记",
    "one check of one teacher's notes",
    (
        _ID,
        _NAME,
        Column(col.DATE, "检查日期", "date", ("日期", "检查时间")),
        Column(
            col.GRADE,
            "等级",
            "choice",
            ("笔记等级", "评定等级", "检查结果", "评级"),
            key=True,
            required=True,
            choices=_choices("优秀", "良好", "合格", "不合格", 优秀=("优",), 良好=("良",)),
        ),
    ),
)

READING = Table(
    "reading",
    "读书活动",
    "one piece of reading work of one teacher",
    (
        _ID,
        _NAME,
        _DATE,
        Column(col.BOOK, "书名", aliases=("阅读书目", "书目")),
        Column(
            col.COMPLETION,
            "完成情况",
            "choice",
            ("上交情况", "心得上交"),
            key=True,
            required=True,
            choices=_choices(
                "按时",
                "未交",
                "质量不高",
                按时=("按时上交", "已交", "完成"),
                未交=("没交", "缺交", "未完成", "未上交"),
                质量不高=("质量较差", "完成质量不高"),
            ),
        ),
        Column(col.DEDUCTION, "扣分", "amount", ("酌情扣分",)),
    ),
)

AWARDS = Table(
    "awards",
    "获奖",
    "one award of one teacher",
    (
        _ID,
        _NAME,
        Column(col.AWARD, "奖项名称", aliases=("获奖名称", "获奖项目", "奖项", "比赛名称")),
        Column(
            col.AWARD_CATEGORY,
            "类别",
            "choice",
            ("奖项类别", "获奖类别"),
            required=True,
            choices=_choices(
                "竞赛",
                "评选",
                竞赛=(
                    "比赛",
                    "大赛",
                    "基本功",
                    "基本功大赛",
                    "优质课",
                    "能力素质提升大赛",
                    "业务竞赛",
                ),
                评选=("论文", "案例", "教学设计", "读书心得", "论文评选", "评比", "教学论文"),
            ),
        ),
        Column(
            col.LEVEL,
            "级别",
            "choice",
            ("获奖级别", "奖项级别"),
            required=True,
            choices=_choices(
                "国家",
                "省",
                "市",
                "县",
                "校",
                国家=("国家级", "全国"),
                省=("省级",),
                市=("市级", "地市级"),
                县=("县级", "区", "区级", "县(区)", "县区", "县(区)级", "区县级", "县区级"),
                校=("校级",),
            ),
        ),
        Column(
            col.PRIZE,
            "等次",
            "choice",
            ("获奖等次", "奖次", "获奖等级", "名次"),
            required=True,
            choices=_choices(
                "特等奖",
                "一等奖",
                "二等奖",
                "三等奖",
                "优秀奖",
                特等奖=("特等",),
                一等奖=("一等", "1等奖", "壹等奖"),
                二等奖=("二等", "2等奖", "贰等奖"),
                三等奖=("三等", "3等奖", "叁等奖"),
                优秀奖=("优秀", "鼓励奖", "优胜奖"),
            ),
        ),
        Column(col.DATE, "日期", "date", ("获奖日期", "获奖时间", "颁奖日期")),
        Column(col.CERTIFICATE, "证书编号", "id", ("证书号", "证书")),
    ),
)

PRACTICE = Table(
    "practice",
    "教学实践",
    "one counted piece of professional practice of one teacher",
    (
        _ID,
        _NAME,
        Column(
            col.KIND,
            "项目",
            "choice",
            ("实践项目", "类型"),
            key=True,
            required=True,
            choices=_choices(
                "听课",
                "评课",
                "公开课",
                "集体备课",
                "反思",
                "案例",
                "读书心得",
                "业务笔记",
                反思=("教学反思",),
                案例=("教学案例",),
            ),
        ),
        _DATE,
        Column(col.AMOUNT, "数量", "amount", ("次数", "节数", "篇数")),
        Column(col.SUBJECT, "学科", aliases=("科目",)),
        _NOTE,
    ),
)

GROUP_MEETINGS = Table(
    "group_meetings",
    "教研活动",
    "one meeting of a teaching-research group",
    (
        Column(col.GROUP, "教研组", "name", ("组别", "学科组"), required=True),
        Column(col.DATE, "日期", "date", ("活动日期", "时间", "活动时间"), key=True, required=True),
        Column(col.TOPIC, "主题", aliases=("活动主题", "研讨主题", "活动内容")),
        Column(col.FORM, "形式", aliases=("活动形式",)),
    ),
)

GROUP_REVIEW = Table(
    "group_review",
    "教研组考核",
    "the review of one teaching-research group",
    (
        Column(col.GROUP, "教研组", "name", ("组别", "学科组"), key=True, required=True),
        Column(col.REVIEW_SCORE, "评分", "amount", ("得分", "考核得分", "赋分")),
        Column(col.GROUP_BONUS, "加分", "amount", ("奖励加分",)),
        Column(col.GROUP_RATIO, "优秀比例", "ratios"),
        _NOTE,
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            ROSTER,
            PLAN,
            ATTENDANCE,
            EXTERNAL,
            PARTICIPATION,
            NOTES,
            READING,
            AWARDS,
            PRACTICE,
            GROUP_MEETINGS,
            GROUP_REVIEW,
        )
    }
)
