"""Sentences for frames written by hand."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from xiaoben_analytics import findings

PARTICIPATION = pd.DataFrame(
    [
        ("2021-09", "数学组", 10, 9),
        ("2021-09", "语文组", 10, 10),
        ("2022-03", "数学组", 5, 4),
        ("2022-03", "语文组", 5, 4),
    ],
    columns=["month", "group", "owed", "attended"],
)
CUTOFFS = pd.DataFrame(
    [
        ("数学组", "优秀", 3, 8000, 50),
        ("数学组", "良好", 4, 7000, 25),
        ("语文组", "优秀", 2, 7525, 100),
        ("语文组", "不合格", 1, None, None),
    ],
    columns=["pool", "tier", "count", "cutoff", "gap"],
).astype({"cutoff": "Int64", "gap": "Int64"})
GROUPS = pd.DataFrame(
    [("数学组", 9, 7000, 8000, 6000), ("语文组", 4, 7550, 8000, 7000)],
    columns=["group", "teachers", "mean", "highest", "lowest"],
)


def records(*rows):
    names = ["teacher_id", "name", "status", "owed", "made_up"]
    return pd.DataFrame(rows, columns=names)


def test_participation_names_both_ends():
    assert findings.finding_participation(PARTICIPATION) == (
        "应到 30 人次，实到 27 人次，出勤率 90%；语文组最高（93.3%），数学组最低（86.7%）。"
    )
    assert findings.finding_participation(PARTICIPATION.iloc[:0]) == (
        "没有应参加的活动，无从计算出勤率。"
    )


def test_months_name_both_ends_or_say_that_there_are_none():
    assert findings.finding_months(PARTICIPATION) == (
        "2021年9月最高（95%），2022年3月最低（80%）。"
    )
    assert findings.finding_months(PARTICIPATION.iloc[:2]) == "只有一个月有活动，不作月份比较。"
    assert findings.finding_months(PARTICIPATION.iloc[:0]) == "没有应参加的活动。"
    same = PARTICIPATION.assign(attended=PARTICIPATION["owed"])
    assert findings.finding_months(same) == "全校 2 个月的出勤率相同。"


def test_attendance_counts_owed_absences_only():
    seen = records(
        ("1", "甲", "缺席", True, True),
        ("1", "甲", "缺席", True, False),
        ("2", "乙", "缺席", False, False),
        ("2", "乙", "未登记", True, False),
    )
    assert findings.finding_attendance(seen) == (
        "无故缺席 2 人次（1 人），其中 1 人次已补课；另有 1 人次未登记，请先核对。"
    )
    assert findings.finding_attendance(seen.iloc[2:]) == (
        "应参加的 1 人次中没有无故缺席；另有 1 人次未登记，请先核对。"
    )
    assert findings.finding_attendance(seen.iloc[1:2]) == (
        "无故缺席 1 人次（1 人），都未补课；全部已登记。"
    )


def test_absentees_are_named_most_absent_first():
    seen = records(
        ("1", "甲", "缺席", True, False),
        ("2", "乙", "缺席", True, False),
        ("2", "乙", "缺席", True, True),
        ("3", "丙", "未登记", True, False),
    )
    assert findings.finding_absentees(seen) == (
        "无故缺席最多的是乙（2 次）、甲（1 次）；丙没有任何考勤记录。"
    )
    assert findings.finding_absentees(seen.iloc[:0]) == "没有人无故缺席。"


def test_groups_are_compared_with_a_guard_for_small_ones():
    three = pd.concat([GROUPS, GROUPS.iloc[:1].assign(group="英语组", mean=6850)])
    assert findings.finding_groups(three) == (
        "数学组平均分最高（70.00），英语组最低（68.50），相差 1.50 分；"
        "语文组不足 5 人，不参加比较，平均分只供参考。"
    )
    assert findings.finding_groups(GROUPS) == (
        "数学组 9 人，平均分 70.00 分，最高 80.00 分，最低 60.00 分；"
        "语文组不足 5 人，不参加比较，平均分只供参考。"
    )
    assert findings.finding_groups(GROUPS.iloc[:1]) == (
        "数学组 9 人，平均分 70.00 分，最高 80.00 分，最低 60.00 分。"
    )
    assert findings.finding_groups(GROUPS.assign(teachers=4)) == (
        "2 个教研组都不足 5 人，平均分不作比较。"
    )
    assert findings.finding_groups(GROUPS.assign(mean=7000, teachers=9)) == (
        "2 个教研组平均分相同，都是 70.00 分。"
    )


def test_groups_are_compared_by_any_amount_in_its_own_unit():
    rates = GROUPS.assign(teachers=9, mean=[9833, 9056])
    assert findings.finding_groups(rates, of="出勤率", unit="个百分点", sign="%") == (
        "数学组出勤率最高（98.33%），语文组最低（90.56%），相差 7.77 个百分点。"
    )
    assert findings.finding_spread(rates, unit="个百分点") == (
        "数学组内部差距最大，最高与最低相差 20.00 个百分点；语文组最小，相差 10.00 个百分点。"
    )


def test_outliers_are_named_with_their_group():
    rows = [
        ("语文组", "甲", 150),
        ("语文组", "乙", -150),
        ("数学组", "丙", 150),
        ("数学组", "丁", 0),
    ]
    teachers = pd.DataFrame(rows, columns=["group", "name", "amount"])
    assert findings.finding_outliers(teachers) == (
        "高出本组平均最多的是语文组甲、数学组丙（1.50 个标准差），低得最多的是语文组乙（1.50 个标准差）。"
    )
    assert findings.finding_outliers(teachers.assign(amount=0)) == "各组内部没有差别。"


def test_spread_names_the_widest_and_the_narrowest_group():
    assert findings.finding_spread(GROUPS) == (
        "数学组内部差距最大，最高与最低相差 20.00 分；语文组最小，相差 10.00 分。"
    )
    assert findings.finding_spread(GROUPS.iloc[:1]) == "数学组最高与最低相差 20.00 分。"


def test_cutoffs_name_the_best_line_and_the_narrowest():
    assert findings.finding_cutoffs(CUTOFFS) == (
        "优秀线数学组最高（80.00），语文组最低（75.25），相差 4.75 分；"
        "最窄处在数学组良好线，线上线下相差 0.25 分。"
    )
    level = CUTOFFS.iloc[:2].assign(gap=pd.array([0, None], "Int64"))
    assert findings.finding_cutoffs(level) == (
        "优秀线为 80.00 分；数学组优秀线上下同分，须按办法区分。"
    )
    nobody = CUTOFFS.assign(cutoff=pd.array([None] * 4, "Int64"))
    assert findings.finding_cutoffs(nobody) == "没有教师进入优秀，划不出线。"


def test_tiers_and_moves_are_counted():
    assert findings.finding_tiers(CUTOFFS) == (
        "参评 10 人：优秀 5 人（50%）、良好 4 人（40%）、不合格 1 人（10%）。"
    )
    moves = pd.DataFrame(
        [("优秀", "良好"), ("良好", "优秀"), ("优秀", "合格")], columns=["from_tier", "to_tier"]
    )
    tiers = ("优秀", "良好", "合格", "不合格")
    assert findings.finding_moves(moves, tiers) == "3 人等级改变：1 人上升，2 人下降。"
    assert findings.finding_moves(moves.iloc[:0], tiers) == "没有人的等级改变。"


def test_all_months_that_share_an_extreme_are_named():
    # 106/116 and 53/58 are equal, 105/115 (91.3 %) is less, 57/58 is the most
    rates = [("2021-12", 116, 106), ("2022-01", 58, 53), ("2022-02", 58, 57)]
    months = pd.DataFrame(
        [(month, "数学组", owed, attended) for month, owed, attended in rates],
        columns=["month", "group", "owed", "attended"],
    )
    assert findings.finding_months(months) == (
        "2022年2月最高（98.3%），2021年12月、2022年1月最低（91.4%）。"
    )


def test_nearly_equal_rates_are_not_equal():
    rates = [("2021-12", 1000, 914), ("2022-01", 1001, 915), ("2022-02", 58, 57)]
    months = pd.DataFrame(
        [(month, "数学组", owed, attended) for month, owed, attended in rates],
        columns=["month", "group", "owed", "attended"],
    )
    assert "2021年12月最低（91.4%）" in findings.finding_months(months)


def test_more_than_three_are_counted():
    groups = pd.DataFrame(
        [(f"第{n}组", 9, 7000, 8000, 6000) for n in range(1, 6)] + [("末组", 9, 6000, 7000, 6500)],
        columns=["group", "teachers", "mean", "highest", "lowest"],
    )
    assert findings.finding_groups(groups) == (
        "第1组、第2组、第3组等 5 个平均分最高（70.00），末组最低（60.00），相差 10.00 分。"
    )
    assert findings.finding_spread(groups) == (
        "第1组、第2组、第3组等 5 个内部差距最大，最高与最低相差 20.00 分；末组最小，相差 5.00 分。"
    )
    assert findings.finding_spread(groups.iloc[:5]) == (
        "5 个教研组内部差距相同，最高与最低都相差 20.00 分。"
    )


def test_groups_and_lines_that_share_an_extreme_are_named():
    came = PARTICIPATION.assign(group=["甲组", "乙组", "丙组", "丁组"], attended=[9, 10, 4, 4])
    assert "；乙组最高（100%），丙组、丁组最低（80%）。" in findings.finding_participation(came)
    lines = CUTOFFS.iloc[[0, 2, 2]].assign(
        pool=["甲组", "乙组", "丙组"], gap=pd.array([50, 25, 25], "Int64")
    )
    assert findings.finding_cutoffs(lines) == (
        "优秀线甲组最高（80.00），乙组、丙组最低（75.25），相差 4.75 分；"
        "最窄处在乙组优秀线、丙组优秀线，线上线下相差 0.25 分。"
    )


def test_absentees_with_equally_many_are_all_named():
    people = [("1", "甲", 2), ("2", "乙", 1), ("3", "丙", 1), ("4", "丁", 1), ("5", "戊", 1)]
    rows = [(who, name, "缺席", True, False) for who, name, times in people for _ in range(times)]
    assert findings.finding_absentees(records(*rows)) == (
        "无故缺席最多的是甲（2 次）、乙、丙、丁等 4 人（各 1 次）。"
    )


def test_components_name_the_widest_and_all_at_its_ends():
    means = pd.DataFrame(
        {
            "考勤": [Fraction(2401, 3), Fraction(2401, 3), Fraction(500)],
            "竞赛": [Fraction(100), Fraction(0), Fraction(50)],
        },
        index=["甲组", "乙组", "丙组"],
    )
    assert findings.finding_components(means) == (
        "各组差别最大的是考勤，甲组、乙组平均 8.00 分，丙组平均 5.00 分。"
    )
    equal = means.assign(考勤=means["竞赛"])
    assert findings.finding_components(equal) == (
        "各组差别最大的是考勤，甲组平均 1.00 分，乙组平均 0.00 分；"
        "竞赛，甲组平均 1.00 分，乙组平均 0.00 分。"
    )
    same = means.assign(考勤=Fraction(1), 竞赛=Fraction(2))
    assert findings.finding_components(same) == "各教研组各项平均得分都相同。"


def answers(*rows):
    names = ["name", "period", "verdict", "short", "offered", "make_up"]
    frame = pd.DataFrame(rows, columns=names).assign(label="每学期学时", unit="学时", scale=100)
    return frame.astype(dict.fromkeys(["short", "offered", "make_up", "scale"], "Int64"))


def test_hours_count_verdicts_and_name_who_lacks_most():
    mixed = answers(
        ("甲", "第一学期", "达到", 0, 0, 0),
        ("乙", "第一学期", "未达到", 300, 0, 300),
        ("丙", "第一学期", "未达到", 450, 0, 0),
        ("甲", "第二学期", "达到", 0, 0, 0),
    )
    assert findings.finding_hours(mixed) == (
        "第一学期 3 人中，未达到 2 人，达到 1 人，缺得最多的是丙（4.5 学时）；第二学期 1 人都达到。"
    )
    unknown = answers(("甲", "第一学期", "无法判断", 3000, None, None))
    assert findings.finding_hours(unknown) == "第一学期 1 人都无法判断。"
    assert findings.finding_hours(mixed.iloc[:0]) == "没有教师须达到学时要求。"


def test_what_can_still_be_reached_is_told_in_three_parts():
    """乙 has enough ahead, 丙 only with what can be made up, 丁 not even then."""
    lacking = answers(
        ("甲", "第一学期", "达到", 0, 0, 0),
        ("乙", "第一学期", "进行中", 300, 300, 0),
        ("丙", "第一学期", "进行中", 300, 200, 100),
        ("丁", "第一学期", "未达到", 300, 0, 299),
    )
    assert findings.finding_reachable(lacking) == (
        "还有欠缺的 3 人次中，参加其后的活动就够的 1 人次，"
        "还要补课才够的 1 人次，都补上也不够的 1 人次。"
    )
    assert findings.finding_reachable(lacking.iloc[:1]) == "能判断的 1 人次都没有欠缺。"
    unknown = answers(("戊", "第一学期", "无法判断", 3000, None, None))
    assert findings.finding_reachable(unknown) == (
        "能判断的 0 人次都没有欠缺；另有 1 人次无法判断。"
    )


def absences(*rows):
    names = ["name", "unexcused_absences", "limit", "remaining", "absences_left"]
    frame = pd.DataFrame(rows, columns=names).assign(gate="无故缺席超过 20%")
    return frame.astype(dict.fromkeys(names[1:], "Int64"))


def test_absences_left_name_who_is_beyond_and_who_is_at_the_limit():
    seen = absences(("甲", 5, 4, 3, None), ("乙", 4, 4, 3, 0), ("丙", 0, 4, 3, 3))
    assert findings.finding_absences_left(seen) == (
        "无故缺席超过 20%的有 1 人（甲）；再缺席一次就超过的有 1 人（乙）。"
    )
    assert findings.finding_remaining(seen) == (
        "其后每人最多还有 3 次应参加的活动；"
        "未超过限度的 2 人中，1 人即使都缺席也不超过，1 人不能都缺席。"
    )
    assert findings.finding_absences_left(seen.iloc[2:]) == (
        "没有人无故缺席超过 20%，也没有人再缺席一次就超过。"
    )
    nobody = seen.iloc[:0]
    assert findings.finding_remaining(nobody) == "没有教师受无故缺席的条款约束。"


def test_parts_of_equal_rates_are_not_ranked():
    parts = pd.DataFrame(
        [("2021-09", "2021年9月", 2, 1), ("2021-10", "2021年10月", 4, 2)],
        columns=["part", "label", "owed", "attended"],
    )
    assert findings.finding_parts(parts, "个月") == (
        "应到 6 人次，实到 3 人次，出勤率 50%；2 个月中，出勤率都相同。"
    )
    assert (
        findings.finding_parts(parts.iloc[:1], "个月") == "应到 2 人次，实到 1 人次，出勤率 50%。"
    )


def test_components_of_small_groups_are_not_compared():
    means = pd.DataFrame({"考勤": [Fraction(900), Fraction(0), Fraction(500)]}, index=[*"甲乙丙"])
    assert findings.finding_components(means, ["乙"]) == (
        "各组差别最大的是考勤，甲平均 9.00 分，丙平均 5.00 分；乙不足 5 人，不参加比较。"
    )
    assert findings.finding_components(means, ["乙", "丙"]) == (
        "不少于 5 人的教研组不到两个，各项平均得分不作比较。"
    )


def test_components_are_held_against_their_maxima():
    means = {"考勤": Fraction(2000), "读书": Fraction(2501, 3), "加分": Fraction(0)}
    most = {"考勤": 3000, "读书": 1000, "加分": 0}
    assert findings.finding_reach(means, most) == (
        "离满分最近的是读书（全校平均 8.34 分，得到满分的 83.4%），"
        "最远的是考勤（全校平均 20.00 分，得到满分的 66.7%）。"
    )
    assert findings.finding_reach({"加分": Fraction(0)}, most) == "各项都没有满分，不作比较。"
    assert findings.finding_reach(means, {"考勤": 4000, "读书": 0, "加分": 0}) == (
        "各项都得到满分的 50%。"
    )


AWARDED = pd.DataFrame(
    [("数学组", 8, 6, 4), ("语文组", 4, 6, 6), ("英语组", 5, 5, 5)],
    columns=["group", "teachers", "count", "award_counts"],
)


def test_awards_are_compared_in_all_and_for_each_teacher():
    """Of five and eight teachers, five awards are 1 each and six 0.75; four are too few."""
    assert findings.finding_awards(AWARDED) == (
        "获奖 17 项，计入 15 项；数学组、语文组最多（6 项）；按人均计，英语组最多（每人 1.00 项）。"
    )
    assert findings.finding_awards(AWARDED.iloc[:2]) == (
        "获奖 12 项，计入 10 项；数学组、语文组最多（6 项）。"
    )
    assert findings.finding_awards(AWARDED.iloc[:1]) == "获奖 6 项，计入 4 项。"
    assert findings.finding_awards(AWARDED.assign(count=0, award_counts=0)) == "没有获奖记录。"


def test_awards_that_do_not_count_are_told_apart():
    awards = pd.DataFrame({"worth": [300, 200, 0], "award_counts": [True, False, False]})
    assert findings.finding_uncounted(awards) == (
        "3 项获奖中 2 项没有计入：1 项有分，但同类另有一项已计或该项作废，1 项按办法不得分。"
    )
    assert findings.finding_uncounted(awards.iloc[:1]) == "1 项获奖都计入了得分。"
    assert findings.finding_uncounted(awards.iloc[:0]) == "没有获奖记录。"


def met(*rows):
    columns = ["group", "count", "planned", "held", "missed"]
    whole = dict.fromkeys(["planned", "held", "missed"], "Int64")
    return pd.DataFrame(rows, columns=columns).astype(whole)


def test_meetings_are_held_against_what_is_asked_if_anything_is():
    free = met(("数学组", 9, None, None, None), ("语文组", 7, None, None, None))
    assert findings.finding_meetings(free) == (
        "教研活动共 16 次：数学组最多（9 次），语文组最少（7 次）。"
    )
    assert findings.finding_meetings(free.assign(count=8)) == "教研活动共 16 次，每组都是 8 次。"
    assert findings.finding_meetings(free.iloc[:1]) == "教研活动共 9 次。"
    assert findings.finding_meetings(free.assign(count=0)) == "没有教研活动记录。"
    asked = met(("数学组", 9, 6, 5, 1), ("语文组", 7, 8, 4, 4), ("英语组", 7, None, None, None))
    assert findings.finding_meetings(asked) == (
        "办法要求的教研活动应开展 14 次，已开展 9 次；语文组缺得最多（4 次）。"
    )
    assert findings.finding_meetings(met(("数学组", 9, 6, 6, 0))) == (
        "办法要求的教研活动应开展 6 次，已开展 6 次，都达到了要求。"
    )


def test_groups_too_small_to_be_compared_are_not_the_closest_either():
    groups = pd.DataFrame(
        [("语文组", 6, 9000, 5000), ("数学组", 5, 9000, 6000), ("科学组", 2, 7000, 6900)],
        columns=["group", "teachers", "highest", "lowest"],
    )
    told = findings.finding_spread(groups)
    assert told == "语文组内部差距最大，最高与最低相差 40.00 分；数学组最小，相差 30.00 分。"


def test_months_are_counted_as_months():
    months = pd.DataFrame(
        [(f"2021-{n:02d}", "甲组", 10, 10 if n < 12 else 5) for n in range(8, 13)],
        columns=["month", "group", "owed", "attended"],
    )
    assert "等 4 个月最高" in findings.finding_months(months)
