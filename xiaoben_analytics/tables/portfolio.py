"""What a teacher does besides: study, lessons, notes, reading, awards, practice, tests."""

from __future__ import annotations

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables.model import Column, Table
from xiaoben_analytics.tables.shared import DATE, ID, NAME, NOTE, choices_of, words

REASON = Column(
    col.NOTE, NOTE.heading, aliases=(*NOTE.aliases, "理由", "原因", "事由", "扣分原因", "扣分理由")
)
"""Why a person chose an amount as it is."""

EXTERNAL = Table(
    "external",
    "外出学习",
    "one study outside school of one teacher",
    (
        ID,
        NAME,
        Column(col.TRAINING, "培训名称", aliases=("培训内容", "学习内容", "培训项目")),
        Column(col.HOST_LEVEL, "主办级别", aliases=("培训级别", "级别")),
        Column(
            col.START_DATE,
            "开始日期",
            "date",
            words("外出日期 开始时间 出发日期 出发时间 起止时间 起止日期"),
        ),
        Column(col.RETURN_DATE, "返校日期", "date", words("返回日期 结束日期 返校时间 返回时间")),
        Column(col.HOURS, "学时", "hours", ("课时", "培训学时"), key=True, required=True),
        Column(
            col.RELAY_DATE,
            "二次培训日期",
            "date",
            words("二次培训时间 二次培训 汇报时间 汇报日期"),
        ),
        Column(col.CREDITS, "奖励学分", "amount", ("奖励分", "奖励", "加分", "加学分")),
        Column(col.DEDUCTION, "扣分", "amount", ("扣学分", "违纪扣分")),
        REASON,
    ),
    identity=(col.TEACHER_ID, col.TRAINING, col.START_DATE, col.RETURN_DATE),
)

PARTICIPATION = Table(
    "participation",
    "活动参与",
    "one keynote, open lesson or task of one teacher",
    (
        ID,
        NAME,
        Column(
            col.KIND,
            "项目",
            "choice",
            ("类型", "活动类型", "参与项目"),
            key=True,
            required=True,
            choices=choices_of(
                "主讲", "公开课", "任务", 主讲=("主讲人", "专题主讲"), 任务=("工作任务",)
            ),
        ),
        Column(col.CONTENT, "内容", aliases=("活动内容", "任务内容")),
        DATE,
        Column(col.CREDITS, "学分", "amount", ("得分", "计分")),
        Column(col.REQUIRED, "必须", "yes_no", ("是否必须", "必须完成"), default=False),
        Column(col.DONE, "完成", "yes_no", ("是否完成", "按时完成")),
    ),
    identity=(col.TEACHER_ID, col.KIND, col.CONTENT, col.DATE),
)

NOTES = Table(
    "notes",
    "学习笔记",
    "one check of one teacher's notes",
    (
        ID,
        NAME,
        Column(col.DATE, "检查日期", "date", ("日期", "检查时间")),
        Column(
            col.GRADE,
            "等级",
            "choice",
            ("笔记等级", "评定等级", "检查结果", "评级"),
            key=True,
            required=True,
            choices=choices_of("优秀", "良好", "合格", "不合格", 优秀=("优",), 良好=("良",)),
        ),
    ),
    identity=(col.TEACHER_ID, col.DATE),
)

READING = Table(
    "reading",
    "读书活动",
    "one piece of reading work of one teacher",
    (
        ID,
        NAME,
        DATE,
        Column(col.BOOK, "书名", aliases=("阅读书目", "书目")),
        Column(
            col.COMPLETION,
            "完成情况",
            "choice",
            ("上交情况", "心得上交"),
            key=True,
            required=True,
            choices=choices_of(
                "按时",
                "未交",
                "质量不高",
                按时=("按时上交", "已交", "完成"),
                未交=("没交", "缺交", "未完成", "未上交"),
                质量不高=("质量较差", "完成质量不高"),
            ),
        ),
        Column(col.DEDUCTION, "扣分", "amount", ("酌情扣分",)),
        REASON,
    ),
    identity=(col.TEACHER_ID, col.DATE, col.BOOK),
)

AWARDS = Table(
    "awards",
    "获奖",
    "one award of one teacher",
    (
        ID,
        NAME,
        Column(col.AWARD, "奖项名称", aliases=("获奖名称", "获奖项目", "奖项", "比赛名称")),
        Column(
            col.AWARD_CATEGORY,
            "类别",
            "choice",
            ("奖项类别", "获奖类别"),
            required=True,
            choices=choices_of(
                "竞赛",
                "评选",
                竞赛=words("比赛 大赛 基本功 基本功大赛 优质课 能力素质提升大赛 业务竞赛"),
                评选=("论文", "案例", "教学设计", "读书心得", "论文评选", "评比", "教学论文"),
            ),
        ),
        Column(
            col.LEVEL,
            "级别",
            "choice",
            ("获奖级别", "奖项级别"),
            required=True,
            choices=choices_of(
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
            choices=choices_of(
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
    identity=(col.TEACHER_ID, col.AWARD, col.DATE, col.CERTIFICATE),
)

PRACTICE = Table(
    "practice",
    "教学实践",
    "one counted piece of professional practice of one teacher",
    (
        ID,
        NAME,
        Column(
            col.KIND,
            "项目",
            "choice",
            ("实践项目", "类型"),
            key=True,
            required=True,
            choices=choices_of(
                "听课",
                "评课",
                "公开课",
                "集体备课",
                "反思",
                "案例",
                "读书心得",
                "业务笔记",
                "试验课",
                "短期研修",
                "参观考察",
                反思=("教学反思",),
                案例=("教学案例",),
                试验课=("示范课", "研究课"),
                短期研修=("集中研修", "短期集中研修"),
                参观考察=("考察", "教育考察", "教育参观考察"),
            ),
        ),
        DATE,
        Column(col.AMOUNT, "数量", "amount", ("次数", "节数", "篇数")),
        Column(col.SUBJECT, "学科", aliases=("科目",)),
        NOTE,
    ),
    identity=(col.TEACHER_ID, col.KIND, col.DATE, col.SUBJECT),
)

SKILLS = Table(
    "skills",
    "技能展示",
    "one skill shown by one new teacher",
    (
        ID,
        NAME,
        Column(
            col.SKILL,
            "展示项目",
            "choice",
            ("展示技能", "技能项目"),
            key=True,
            required=True,
            choices=choices_of(
                "师德修养",
                "通用基本功",
                "备课",
                "教育理论",
                "上课",
                "教学反思",
                "专业知识",
                "班级管理",
                师德修养=("师德",),
                通用基本功=("基本功", "教学基本功"),
                教育理论=("教育教学理论",),
                上课=("课堂教学",),
                教学反思=("反思",),
                专业知识=("学科知识", "学科专业知识"),
                班级管理=("班主任工作", "班级管理能力"),
            ),
        ),
        Column(col.DATE, "日期", "date", ("展示日期", "展示时间", "时间")),
        Column(col.SCORE, "得分", "amount", ("展示得分", "评分", "成绩", "分数")),
        Column(col.PASSED, "合格", "yes_no", ("是否合格", "是否通过")),
    ),
    identity=(col.TEACHER_ID, col.SKILL, col.DATE),
)

RESULTS = Table(
    "results",
    "考核成绩",
    "one assessment result of one teacher",
    (
        ID,
        NAME,
        Column(
            col.ITEM,
            "考核项目",
            aliases=("测试项目", "考试项目", "考试科目", "考核内容"),
            key=True,
        ),
        Column(
            col.SCORE,
            "成绩",
            "amount",
            ("考核成绩", "考试成绩", "测试成绩", "得分", "分数"),
            key=True,
            required=True,
        ),
        Column(col.FULL, "满分", "amount", ("卷面满分", "满分值")),
        Column(col.DATE, "日期", "date", ("考核日期", "考试日期", "测试日期", "时间")),
    ),
    identity=(col.TEACHER_ID, col.ITEM, col.DATE),
)

HISTORY = Table(
    "history",
    "历年学时",
    "the hours of one teacher in one earlier school year",
    (
        ID,
        NAME,
        Column(
            col.SCHOOL_YEAR,
            "学年",
            "school_year",
            ("学年度", "所属学年"),
            key=True,
            required=True,
        ),
        Column(
            col.HOURS,
            "学时",
            "hours",
            ("课时", "学时数", "总学时", "累计学时"),
            key=True,
            required=True,
        ),
        NOTE,
    ),
    identity=(col.TEACHER_ID, col.SCHOOL_YEAR),
    only=True,
)
