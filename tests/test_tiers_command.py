"""`xiaoben tiers` with every option: before and after, the chooser, refusals, JSON."""

import json
from pathlib import Path

import openpyxl
import pytest

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.review import review_weights

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
COUNTY = read_policy("county-110")


@pytest.fixture(scope="module")
def school():
    return read_school(SAMPLE, policy=COUNTY)


@pytest.fixture
def divided(xiaoben):
    """Call `tiers` on the sample as JSON."""

    def call(*options):
        _, shown, error = xiaoben("tiers", SAMPLE, *options, "--json")
        assert shown, error
        return json.loads(shown)

    return call


def seats(report):
    return {(line["pool"], line["tier"]): line["seats"] for line in report["cutoffs"]}


def expected(school, changes):
    lines = assess(school, amend(COUNTY, changes)).cutoffs
    return {(line.pool, line.tier): line.seats for line in lines.itertuples()}


def test_options_are_changes_of_the_regulation(divided, school):
    report = divided(
        "--ratios", "25/45/30", "--group-ratio", "语文组=40/40/20", "--group-ratio", "数学组=20",
        "--conserve", "--set", "weights.考勤=1.2", "--set", "min_group=8",
        "--set", "gates.absence=15%", "--set", "tiers.count_gated=false",
    )  # fmt: skip
    changes = {
        "ratios": "25/45/30",
        "group_ratios": {"语文组": "40/40/20", "数学组": "20"},
        "conserve": True,
        "weights": {"考勤": "1.2"},
        "min_group": 8,
        "gates": {"absence": "15%"},
        "count_gated": False,
    }
    assert seats(report) == expected(school, changes)
    scratch = assess(school, amend(COUNTY, changes)).standings
    assert [row["等级"] for row in report["scores"]] == scratch["tier"].tolist()
    assert [round(row["总分"] * 100) for row in report["scores"]] == scratch["total"].tolist()


@pytest.fixture
def reviewed(tmp_path):
    """Write a school of two groups of four, whose review gives both of them ratios."""
    teachers = [(f"{number:04d}", f"教师{number}") for number in range(1, 9)]
    groups = ["语文组"] * 4 + ["数学组"] * 4
    tables = {
        "花名册": [
            ("工号", "姓名", "教研组"),
            *((*one, group) for one, group in zip(teachers, groups, strict=True)),
        ],
        "活动计划": [
            ("活动编号", "培训内容", "培训时间", "学时"),
            ("P1", "师德培训", "2025-09-10", 3),
        ],
        "考勤": [("姓名", "活动编号", "考勤"), *((name, "P1", "出席") for _, name in teachers)],
        "教研组考核": [
            ("教研组", "评分", "优秀比例"),
            ("语文组", 95, "50%"),
            ("数学组", 85, "25/50/25"),
        ],
    }
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / f"{name}.xlsx")
    return tmp_path


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"语文组": [1, 2, 1], "数学组": [1, 2, 1]}),
        # 50 %, the rest 40 : 30, so lines at 2 and 3.14 of 4
        (["--review-ratios"], {"语文组": [2, 1, 1], "数学组": [1, 2, 1]}),
        (
            ["--review-ratios", "--group-ratio", "语文组=0/0/100"],
            {"语文组": [0, 0, 4], "数学组": [1, 2, 1]},
        ),
    ],
)
def test_the_reviews_ratios_are_taken_when_asked_for_and_others_go_first(
    xiaoben, reviewed, options, expected
):
    report = json.loads(xiaoben("tiers", reviewed, *options, "--json")[1])
    got = {
        pool: [held for (where, _), held in seats(report).items() if where == pool][:3]
        for pool in expected
    }
    assert got == expected


@pytest.mark.parametrize(("option", "column"), [("ratios", "优秀比例"), ("weights", "评分")])
def test_a_review_that_gives_nothing_is_said_where_it_shall_be_taken(
    xiaoben, reviewed, option, column
):
    (reviewed / "教研组考核.xlsx").unlink()
    code, _, error = xiaoben("tiers", reviewed, f"--review-{option}")
    assert code == 1
    assert f"《教研组考核》中没有填写“{column}”" in error


def test_the_reviews_scores_share_the_seats_of_the_school(xiaoben, reviewed):
    # 30 % and 70 % of 8 are 2 and 6, where both groups have 1 and 3; 2 × 95/180 = 1.06,
    # 6 × 95/180 = 3.17: the same seats; with 5 : 1 it is 1.67
    shared = json.loads(xiaoben("tiers", reviewed, "--review-weights", "--json")[1])
    lines = {pool: [held for (where, _), held in seats(shared).items() if where == pool][:3]
             for pool in ("语文组", "数学组")}  # fmt: skip
    assert lines == {"语文组": [1, 2, 1], "数学组": [1, 2, 1]}
    school = read_school(reviewed)
    assert review_weights(school) == {"语文组": "19/18", "数学组": "17/18"}
    own = ("--set", "group_weights.语文组=5", "--set", "group_weights.数学组=1")
    moved = json.loads(xiaoben("tiers", reviewed, "--review-weights", *own, "--json")[1])
    assert seats(moved)["语文组", "优秀"] == 2


def test_json_holds_before_and_after_and_the_chooser(divided, school):
    report = divided("--ratios", "20/50/30")
    assert [line["seats"] for line in report["cutoffs_before"]] == list(
        expected(school, {}).values()
    )
    before, after = report["comparison"]
    assert (before["scenario"], before["movers"]) == ("改前", 0)
    assert after["movers"] == len(report["moves"]) > 0
    assert sum(line["change"] for line in report["seat_changes"]) == 0
    assert {row["pool"] for row in report["roundings"]} >= {"语文组", "合计", "全校"}
    assert [zone["tier"] for zone in report["dead_zones"]] == ["优秀", "良好"]
    assert "不超过" in report["wordings"]["floor"]


def test_before_and_after_stand_side_by_side(xiaoben):
    _, shown, _ = xiaoben("tiers", SAMPLE, "--ratios", "25/45/30", "--compare")
    for heading in ("线下差距", "原名额", "新名额", "分高等级低（对）", "增减", "升等", "原因"):
        assert heading in shown
    assert "│ 语文组     │ 优秀   │ 30%→25% │ 4→3" in shown
    assert "改前" in shown
    assert "优秀名额由 4 个变为 3 个" in shown
    assert "四舍五入" not in shown


def test_a_group_that_gains_is_shown_beside_those_that_give(divided, xiaoben):
    report = divided("--conserve", "--group-ratio", "语文组=50/30/20")
    changes = {}
    for line in report["shift"]["seats"]:
        changes.setdefault(line["tier"], {})[line["pool"]] = line["change"]
    # what the groups have under conserve without that ratio is what is compared with
    without = seats(divided("--conserve"))
    assert changes["优秀"]["语文组"] == 6 - without["语文组", "优秀"] > 0
    assert all(sum(own.values()) == 0 for own in changes.values())
    assert min(changes["优秀"].values()) < 0
    _, shown, _ = xiaoben("tiers", SAMPLE, "--conserve", "--group-ratio", "语文组=50/30/20")
    assert "与不给个别组比例和权重时相比（其他设置相同），哪些组增加名额，哪些组让出" in shown


def test_sharing_the_schools_seats_is_compared_with_each_group_by_itself(divided, xiaoben):
    report = divided("--conserve")
    assert report["shift"]["against"] == "各组分别取整、不先定全校总数"
    assert report["shift"]["seats"] == report["seat_changes"]
    assert divided("--ratios", "25/45/30")["shift"] is None
    _, shown, _ = xiaoben("tiers", SAMPLE, "--group-ratio", "语文组=30/40/30")
    assert "与不给个别组比例和权重时相比，各组名额不变" in shown


def test_moves_are_counted_by_group(divided):
    report = divided("--ratios", "25/45/30", "--group-ratio", "语文组=40/40/20")
    order = ["优秀", "良好", "合格", "不合格"]
    expected = {}
    for move in report["moves"]:
        up = order.index(move["to_tier"]) < order.index(move["from_tier"])
        counts = expected.setdefault(move["group"], [0, 0])
        counts[not up] += 1
    got = {row["group"]: [row["raised"], row["lowered"]] for row in report["moves_by_group"]}
    assert got == expected
    assert all(row["movers"] == row["raised"] + row["lowered"] for row in report["moves_by_group"])


def test_nothing_changed_is_compared_with_itself(xiaoben):
    _, shown, _ = xiaoben("tiers", SAMPLE, "--compare")
    assert "增减" not in shown
    assert "0 人等级有变动" in shown


def test_the_chooser_shows_readings_wordings_and_dead_zones(xiaoben):
    _, shown, _ = xiaoben("tiers", SAMPLE, "--chooser")
    for words in ("四舍五入", "最大余数", "圣拉古", "各自不超过", "3-5-4", "合计", "名额不变：从"):
        assert words in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--group-ratio", "语文=40/40/20"], "没有名为“语文”的排名范围。是否想用“语文组”？"),
        (["--group-ratio", "语文组=40/40/30"], "合计 100"),
        (["--group-ratio", "语文组"], "“名称=值”"),
        (["--set", "weights.考情=1.2"], "是否想用“考勤”"),
        (["--set", "roundin=floor"], "是否想用“rounding”"),
        (["--set", "tiers.ties=first"], "break、up、down"),
        (["--set", "=1"], "--set"),
        (["--set", "weights={}"], "“名称=值”"),
        (["--ratios", "1/3"], "“1/3”是 2 个比例"),
    ],
)
def test_a_wrong_option_is_one_sentence(xiaoben, options, said):
    code, shown, error = xiaoben("tiers", SAMPLE, *options)
    assert (code, shown) == (2, "")
    assert said in error
    assert error.strip().endswith("。")
