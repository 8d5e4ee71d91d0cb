"""Made-up schools whose files and problems are known, and names that might do harm."""

from dataclasses import replace

import pandas as pd
from schools import as_school, school_rows

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.problems import Problem, problems_frame

HARMFUL = (
    "=1+1",
    "<script>alert(1)</script>",
    "@SUM(A1)",
    "王\x0b伟",
    "李\u202e芳",
    "</script><b>x",
)
"""Names that some program might run, render or choke on."""

FILES = pd.DataFrame(
    [("花名册.xlsx", "花名册", "花名册", 33, 30, 1, 2), ("考勤.xlsx", "考勤", "考勤", 9, 8, 0, 1)],
    columns=["file", "sheet", "table", "rows_in", "used", "set_aside", "furniture"],
)
FOUND = [
    Problem("花名册.xlsx", "花名册", 9, "出生日期", "1980-13-01", "日期 1980-13-01 无法识别"),
    Problem("考勤.xlsx", "考勤", 3, "姓名", "=钱六 13800000000", "花名册中没有<b>此人</b>"),
]


def make_result(seed=3, **size):
    """Assess a made-up school whose files and problems are known."""
    rows = school_rows(seed, **{"teachers": 30, "groups": 3, "activities": 10, **size})
    return assess_rows(rows)


def assess_rows(rows):
    school = replace(as_school(rows), files=FILES, problems=problems_frame(FOUND), name="甲校")
    return assess(school)
