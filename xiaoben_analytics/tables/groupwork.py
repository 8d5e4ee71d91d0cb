"""What groups do together: meetings, their review, elections."""

from __future__ import annotations

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables.model import Column, Table
from xiaoben_analytics.tables.shared import ID, NOTE, choices_of, words

GROUP_MEETINGS = Table(
    "group_meetings",
    "教研活动",
    "one meeting of a teaching-research group or a prep group",
    (
        Column(col.GROUP, "教研组", "name", ("组别", "学科组")),
        Column(col.PREP_GROUP, "备课组", "name", ("所属备课组",)),
        Column(col.DATE, "日期", "date", ("活动日期", "时间", "活动时间"), key=True, required=True),
        Column(col.TOPIC, "主题", aliases=("活动主题", "研讨主题", "活动内容")),
        Column(col.FORM, "形式", aliases=("活动形式",)),
    ),
    identity=(col.GROUP, col.PREP_GROUP, col.DATE),
)

GROUP_REVIEW = Table(
    "group_review",
    "教研组考核",
    "the review of one teaching-research group",
    (
        Column(col.GROUP, "教研组", "name", ("组别", "学科组"), key=True, required=True),
        Column(col.REVIEW_SCORE, "评分", "amount", ("得分", "考核得分", "赋分")),
        Column(col.GROUP_BONUS, "加分", "amount", ("奖励加分", "奖励分")),
        Column(col.GROUP_RATIO, "优秀比例", "ratios"),
        NOTE,
    ),
    identity=(col.GROUP,),
    only=True,
)

VOTES = Table(
    "votes",
    "评优投票",
    "the votes that one candidate got in one election",
    (
        Column(
            col.ELECTION,
            "评选项目",
            "choice",
            ("评选类别", "评优项目", "投票项目"),
            key=True,
            required=True,
            choices=choices_of(
                "优秀教研组",
                "优秀备课组",
                "优秀个人",
                优秀教研组=words("教研组 先进教研组 优秀组 优秀学科组"),
                优秀备课组=words("备课组 先进备课组"),
                优秀个人=words("个人 先进个人 优秀教师 先进教师 优秀研修个人"),
            ),
        ),
        Column(
            col.CANDIDATE,
            "候选",
            "name",
            words("候选人 候选对象 候选组 候选个人 候选单位 候选教师 被选举人 被投票人"),
            key=True,
            required=True,
        ),
        Column(col.CANDIDATE_ID, "候选人工号", "id", (ID.heading, *ID.aliases)),
        Column(
            col.VOTES,
            "票数",
            "amount",
            ("得票", "得票数", "选票数"),
            key=True,
            required=True,
        ),
        Column(col.TERM, "学期", "term"),
        NOTE,
    ),
    identity=(col.ELECTION, col.TERM, col.CANDIDATE, col.CANDIDATE_ID),
    only=True,
)
