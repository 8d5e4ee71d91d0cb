"""The page's own trial of ratios: every teacher's tier is the library's, for every whole percent."""

from fractions import Fraction
from functools import cache

import oracle
import pytest
from made import make_result
from schools import as_school, school_rows
from serving import browser_page, console_errors

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.export.html import write_page
from xiaoben_analytics.export.page_trial import trial_data
from xiaoben_analytics.policy import Tiers, read_policy
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.standing import READINGS, ROUNDINGS, assign_tiers, divide_pools
from xiaoben_analytics.summary import summarize

GRID = [(best, good, 100 - best - good) for best in range(101) for good in range(101 - best)]
"""Every division of a hundred percent among three tiers."""

SHARES = [tuple(Fraction(part, 100) for part in parts) for parts in GRID]

ALL_TIERS = """(given) => {
  const whole = BigInt(given.whole);
  const pools = given.pools.map(({ size, own, weight }) => ({
    size: BigInt(size), own: own && own.map(BigInt), weight: BigInt(weight),
  }));
  const found = [];
  for (let best = 0; best <= 100; best += 1) {
    for (let good = 0; good <= 100 - best; good += 1) {
      const ratios = [best, good, 100 - best - good].map((part) => BigInt(part) * whole / 100n);
      const taken = standing.divide_pools(pools, { ...given, ratios, whole });
      found.push(standing.assign_tiers(given.people, taken).join(""));
    }
  }
  return found;
}"""

ALL_SEATS = """([sizes, rounding]) => {
  const found = [];
  for (let best = 0n; best <= 100n; best += 1n) {
    for (let good = 0n; good <= 100n - best; good += 1n) {
      const settings = { ratios: [best, good, 100n - best - good], whole: 100n, rounding };
      found.push(sizes.map((size) => standing.seats(BigInt(size), settings).map(Number)));
    }
  }
  return found;
}"""

SCHOOLS = {
    "groups": {"teachers": 40, "groups": 4, "activities": 8},
    "ties": {"teachers": 45, "groups": 3, "activities": 6, "ties": True},
    "small": {"teachers": 24, "groups": 7, "activities": 5},
}
OWN = {"group_ratios.第1组": ["1/3", "1/3", "1/3"]}
WEIGHTS = {"tiers.group_weights": {"第2组": "1.25", "第3组": "0.9"}}
CASES = [
    ("groups", {"rounding": "half_up", "ties": "break"}),
    ("ties", {"rounding": "half_up", "ties": "up", "count_gated": False}),
    ("ties", {"rounding": "floor", "ties": "down"}),
    ("small", {"rounding": "floor", "ties": "break", "min_group": 4}),
    ("ties", {"rounding": "largest_remainder", "ties": "down", "scope": "school"}),
    ("small", {"rounding": "largest_remainder", "ties": "up", **OWN}),
    ("groups", {"rounding": "sainte_lague", "ties": "break"}),
    ("ties", {"rounding": "sainte_lague", "ties": "down", "tiers.gated": "ranked"}),
    ("groups", {"rounding": "half_up", "conserve": True, "ties": "down"}),
    ("small", {"rounding": "half_up", "conserve": True, **OWN, **WEIGHTS}),
    (
        "ties",
        {
            "rounding": "largest_remainder",
            "conserve": True,
            "tiers.apportionment": "sainte_lague",
            **WEIGHTS,
        },
    ),
]


@cache
def _school(name):
    return assess(as_school(school_rows(11, **SCHOOLS[name])))


def _divided(name, changes):
    return assess(_school(name).school, _school(name).what_if(changes=changes).policy)


def _open(page, result, folder):
    path = folder / "页.html"
    write_page(result, summarize(result), path)
    page.goto(path.as_uri())
    page.locator("html[data-ready]").wait_for(state="attached")


@pytest.fixture(scope="module")
def browser():
    with browser_page(width=1280, height=900) as page:
        yield page.context.browser


@pytest.fixture(scope="module")
def drawing(browser):
    """Give a page that draws its charts."""
    return browser.new_page()


@pytest.fixture(scope="module")
def page(browser):
    """Give a page that draws nothing, as in an old browser, and so is quick."""
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")
    return page


@pytest.fixture(scope="module")
def rules(page, tmp_path_factory):
    """Give a page for the rules that it comes with."""
    _open(page, make_result(), tmp_path_factory.mktemp("rules"))
    return page


@pytest.mark.notebook
@pytest.mark.parametrize(("school", "changes"), CASES, ids=[f"{at}" for at in range(len(CASES))])
def test_every_teachers_tier_is_the_librarys_on_the_whole_grid(rules, school, changes):
    result = _divided(school, changes)
    tiers = result.policy.tiers
    found = rules.evaluate(ALL_TIERS, trial_data(result))
    assert len(found) == len(GRID) == 5151
    codes = {name: str(at) for at, name in enumerate(tiers.names)}
    known = {}

    def told(divided):
        """Say everybody's tier; ratios matter only by the seats that they give."""
        seats = tuple(divide_pools(result.sizes, divided).values())
        if seats not in known:
            standing = assign_tiers(result.ranked, divided)
            known[seats] = "".join(codes[tier] for tier in standing.tolist())
        return known[seats]

    expected = [told(tiers.with_ratios(shares)) for shares in SHARES]
    differ = [
        (parts, got, want)
        for parts, got, want in zip(GRID, found, expected, strict=True)
        if got != want
    ]
    assert differ == []
    for at in range(0, len(GRID), 103):
        tried = result.what_if(ratios="/".join(map(str, GRID[at])))
        assert "".join(codes[tier] for tier in tried.standings["tier"]) == found[at]


@pytest.mark.notebook
@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_seats_are_those_of_the_definition(rules, rounding):
    sizes = [0, 1, 9, 23]
    found = rules.evaluate(ALL_SEATS, [sizes, rounding])
    every = range(0, len(GRID), 7)
    assert [found[at] for at in every] == [
        [list(oracle.quota(size, SHARES[at], rounding)) for size in sizes] for at in every
    ]
    assert found == [
        [list(READINGS[rounding](size, shares)) for size in sizes] for shares in SHARES
    ]


@pytest.mark.notebook
def test_the_trial_moves_chart_tables_and_words_and_can_be_taken_back(drawing, tmp_path):
    page, result = drawing, make_result()
    errors = console_errors(page)
    _open(page, result, tmp_path)
    tried = result.what_if(ratios="20/45/35")
    moved = tried.moves
    assert len(moved)
    before = page.locator("#standings tbody td.tier").all_inner_texts()
    for level, share in enumerate(("20", "45")):
        page.locator(f"#ratio-{level} + input").fill(share)
        page.keyboard.press("Enter")
    assert (
        page.locator("#trying")
        .inner_text()
        .startswith("试算，不是结果 优秀 20%、良好 45%、合格 35%")
    )
    assert f"{len(moved)} 人等级改变" in page.locator("#outcome").inner_text()
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()]
        for row in page.locator("#movers tbody tr").all()
    ]
    expected = moved[["group", "teacher_id", "name", "from_tier", "to_tier"]]
    assert [[*row[:3], *row[4:]] for row in rows] == expected.to_numpy().tolist()
    shown = page.locator("#standings tbody tr").evaluate_all(
        "rows => rows.map((row) => row.querySelector('td.tier').firstChild.textContent)"
    )
    assert shown == tried.standings["tier"].tolist()
    assert "试算，不是结果" in page.locator("#cutoffs .finding").first.inner_text()
    page.locator(".chart[data-chart=cutoffs][data-drawn*='20/45/35']").wait_for(state="attached")
    drawn = page.evaluate(
        """() => Object.fromEntries(document.querySelector("#cutoffs .chart").data
            .filter((trace) => trace.name && trace.name !== "等级改变")
            .map((trace) => [trace.name, [...trace.customdata].sort()]))"""
    )
    by_tier = tried.standings.groupby("tier")["teacher_id"].agg(sorted).to_dict()
    assert {name: ids for name, ids in drawn.items() if ids} == by_tier
    page.locator("#reset").click()
    assert page.locator("#trying").is_hidden()
    assert page.locator("#standings tbody td.tier").all_inner_texts() == before
    assert page.locator("#movers tbody tr").count() == 0
    assert errors == []


@pytest.mark.notebook
def test_a_share_that_the_others_leave_no_room_for_is_cut_and_the_page_says_so(page, tmp_path):
    _open(page, make_result(), tmp_path)  # 优秀 30%, 良好 40%, 合格 30%
    page.locator("#ratio-1 + input").fill("45")
    page.keyboard.press("Enter")
    assert page.locator("#most").inner_text() == ""
    page.locator("#ratio-0 + input").fill("80")
    page.keyboard.press("Enter")
    assert page.locator("#ratio-0 + input").input_value() == "55"
    assert page.locator("#most").inner_text() == "3 项合计 100%，良好不变，优秀最多 55%。"
    assert page.locator("#most").get_attribute("aria-live") == "polite"
    page.locator("#ratio-0 + input").fill("20")
    page.keyboard.press("Enter")
    assert page.locator("#most").inner_text() == ""


def test_lines_and_seats_of_the_trial_are_the_librarys(page, tmp_path):
    result = make_result(seed=5)
    _open(page, result, tmp_path)
    page.locator("#ratio-0").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    tried = result.what_if(ratios="35/40/25").cutoffs
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()]
        for row in page.locator("#seats tbody tr").all()
    ]
    best = tried[tried["tier"] == "优秀"]
    assert [row[0] for row in rows] == best["pool"].tolist()
    assert [row[2].split(" → ")[-1] for row in rows] == best["seats"].map(str).tolist()
    lines = [
        f"{cutoff / 100:.2f}（差 {gap / 100:.2f}）"
        for cutoff, gap in zip(best["cutoff"], best["gap"], strict=True)
    ]
    assert [row[5] for row in rows] == lines


@pytest.mark.notebook
def test_a_tier_decided_by_hand_stays_under_every_ratio(page, tmp_path):
    result = make_result()
    last = result.standings[~result.standings["gated"]].iloc[-1]
    result = move_teachers(result, [ManualMove(last["teacher_id"], "优秀", "会议决定", "校长")])
    _open(page, result, tmp_path)
    page.locator("#ratio-0 + input").fill("0")
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has=page.get_by_text(last["teacher_id"], exact=True)).last
    assert row.locator("td.tier").inner_text() == "优秀"


@pytest.mark.notebook
def test_a_regulation_with_one_tier_says_why_there_is_no_trial(page, tmp_path):
    policy = read_policy("county-110").with_tiers(Tiers())
    rows = school_rows(3, teachers=6, groups=1, activities=3)
    _open(page, assess(as_school(rows), policy), tmp_path)
    assert "只有一个按名次划的等级" in page.locator("#trial").inner_text()


@pytest.mark.notebook
def test_a_ratio_that_is_no_whole_percent_stays_exact_until_it_is_moved(page, tmp_path):
    result = _school("small").what_if(ratios=["1/3", "1/3", "1/3"])
    _open(page, assess(result.school, result.policy), tmp_path)
    assert page.locator(".ratio output").all_inner_texts() == ["33.3%"] * 3
    page.locator("#ratio-0 + input").fill("90")
    page.keyboard.press("Enter")
    assert page.locator(".ratio output").all_inner_texts() == ["66%", "33.3%", "0.7%"]
