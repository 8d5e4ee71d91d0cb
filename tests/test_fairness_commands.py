"""The commands that show ties on a line, pairs across groups and ways to merge small groups."""

import json

import pytest
from decided import NAMES, ROSTER, attendance, write_school

GROUPS = ("语文组",) * 7 + ("数学组",) * 3


@pytest.fixture
def home(tmp_path):
    """Seven and three teachers; the second, third and fourth of the seven were ill alike."""
    rows = [ROSTER[0], *((*row[:2], group) for row, group in zip(ROSTER[1:], GROUPS, strict=True))]
    missed = [0, 2, 2, 2, 4, 5, 6, 7, 8, 9]
    return write_school(tmp_path / "校", 花名册=rows, 考勤=attendance(missed))


def test_each_tie_is_an_item_with_its_options(xiaoben, home):
    code, shown, _ = xiaoben("ties", home)
    # 30 % of 7 are 2 seats: one of three is left
    assert code == 0
    told = "语文组的优秀线上有 3 人同为 34.00 分（钱二、孙三、李四），还剩 1 个名额"
    assert f"  1. {told}" in shown
    assert "     都进入优秀；进入优秀：钱二、孙三、李四，超出 2 个名额" in shown
    assert "     都不进入优秀；进入优秀：无人，空出 1 个名额" in shown
    assert "--ties break（依次比各项）、--ties up（进较高等级）、--ties down（进较低等级）" in shown
    (tie,) = json.loads(xiaoben("ties", home, "--json")[1])["ties"]
    assert (tie["tier"], tie["seats"], tie["teachers"]) == ("优秀", 1, ["0002", "0003", "0004"])


def test_where_nobody_is_equal_on_a_line_it_is_said(xiaoben, tmp_path):
    assert "没有同分" in xiaoben("ties", write_school(tmp_path / "校"))[1]


def test_pairs_views_and_ways_to_merge_are_shown(xiaoben, home):
    code, shown, _ = xiaoben("fairness", home)
    assert code == 0
    # maths has 19 points in 优秀, 16 in 良好; Chinese 28 in 良好 and 25, 22 in 合格 (the equals are all 优秀)
    told = json.loads(xiaoben("fairness", home, "--json")[1])
    pairs = {one["name"]: one["envies"] for one in told["envy"]}
    assert pairs == dict(zip(NAMES[4:7], (1, 2, 2), strict=True))
    assert "共 5 对" in shown
    assert [one["merged"] for one in told["merging"]] == ["各组单独"]
    assert "本组内" in shown
    merging = json.loads(xiaoben("fairness", home, "--fewer-than", "8", "--json")[1])["merging"]
    assert [one["merged"] for one in merging] == ["各组单独", "数学组＋语文组"]


def test_where_no_group_is_small_no_empty_table_is_shown(xiaoben, tmp_path):
    _, shown, _ = xiaoben("fairness", write_school(tmp_path / "校"))
    assert "没有少于 4 人的教研组，不需要合并。" in shown
    assert "排名范围数" not in shown
    assert "最小的人数" in xiaoben("fairness", tmp_path / "校", "--fewer-than", 11)[1]


@pytest.mark.parametrize(
    "command",
    [
        ["score"],
        ["tiers"],
        ["ties"],
        ["fairness"],
        ["fragile"],
        ["maxima"],
        ["explain", "0001"],
        ["compare", "--with-policy", "county-110"],
    ],
    ids=" ".join,
)
def test_whatever_assesses_says_problems_of_the_data_on_one_line(xiaoben, tmp_path, command):
    name, *options = command
    sound = write_school(tmp_path / "校")
    assert xiaoben(name, sound, *options)[0] == 0
    gone = [*attendance(), ("不在册", "P1", "出席")]
    flawed = write_school(tmp_path / "乱", 考勤=gone)
    for more in ([], ["--json"]):
        code, _, error = xiaoben(name, flawed, *options, *more)
        assert code == 1
        assert error.count("xiaoben check") == 1
        assert "有 1 处问题需要核对" in error.splitlines()[-1]


def test_too_many_small_groups_hide_nothing_else(xiaoben, tmp_path):
    rows = [ROSTER[0], *((*row[:2], f"{row[1]}组") for row in ROSTER[1:])]
    home = write_school(tmp_path / "校", 花名册=rows)
    code, shown, _ = xiaoben("fairness", home)
    assert code == 0
    assert "没有列出合并的办法：少于 4 人的小组的个数为 10，应在 0 到 8 之间。" in shown
    assert "本组内" in shown
    assert json.loads(xiaoben("fairness", home, "--json")[1])["merging"] is None


def test_one_group_envies_nobody(xiaoben, tmp_path):
    assert "共 0 对" in xiaoben("fairness", write_school(tmp_path / "校"))[1]
