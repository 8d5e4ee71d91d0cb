"""The page of charts: whole in itself, in every group's view, and nobody's name is ever markup."""

import base64
import gzip
import json
import re
from html import unescape
from itertools import pairwise

import pytest
from made import assess_rows, make_result
from plotly.offline import get_plotlyjs
from schools import school_rows, tiny_school
from serving import browser_page, console_errors

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.export.html import write_page
from xiaoben_analytics.figures import plot_group_components, plot_participation, plot_tier_cutoffs
from xiaoben_analytics.labels import points
from xiaoben_analytics.participation import Portion
from xiaoben_analytics.summary import summarize

MEGABYTE = 1_000_000
CHARTS = (
    "months", "participation", "attendance", "hours", "groups", "components", "awards", "cutoffs",
)  # fmt: skip
HURT = "window.__pwned = 1"
HOSTILE = (
    f"<img src=x onerror='{HURT}'>",
    f"</script><script>{HURT}</script>",
    "=1+1",
    "王\x0b伟",
    "李\u202e芳",
    "古丽娜" * 13 + "尔",
    "CON",
)
"""Names that would be run, rendered, turned round, or that make a table too wide."""


def _written(result, folder):
    path = folder / "互动图表.html"
    write_page(result, summarize(result), path)
    return path


@pytest.fixture(scope="module")
def page(pack):
    return (pack / "互动图表.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    rows = school_rows(5, teachers=14, groups=3, activities=6)
    names = {f"第{at + 1}组": HOSTILE[at] for at in range(3)}
    for teacher, name in zip(rows["roster"], HOSTILE * 2, strict=True):
        teacher["name"], teacher["group"] = name, names[teacher["group"]]
    for activity, title in zip(rows["plan"], HOSTILE, strict=False):
        activity["title"], activity["audience"] = title, "全体教师"
    for review in rows["group_review"]:
        review["group"] = names[review["group"]]
    return _written(assess_rows(rows), tmp_path_factory.mktemp("hostile"))


def _packets(page):
    """Unpack what is compressed into a page, by the id of its element."""
    packed = re.findall(r'<script type="text/plain" id="([\w-]+)">([A-Za-z0-9+/=]*)</script>', page)
    return {name: gzip.decompress(base64.b64decode(text)).decode() for name, text in packed}


def _table(page, section):
    """Read the first table of a section: its headings, then its rows."""
    found = re.search(rf'<section id="{section}">.*?<table.*?</table>', page, re.DOTALL).group()
    rows = re.findall("<tr.*?</tr>", found, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells]


def test_the_page_is_chinese_small_and_needs_no_network(page):
    assert '<html lang="zh-CN">' in page
    assert len(page.encode()) < 3 * MEGABYTE
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)[^"'\s>]+""", page)
    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_equal_input_gives_equal_bytes(result, page, tmp_path):
    assert _written(result, tmp_path).read_text(encoding="utf-8") == page


def test_plotly_and_every_chart_come_along_in_every_view(page, result):
    packets = _packets(page)
    assert packets.pop("plotly") == get_plotlyjs()
    assert list(packets) == [f"{name}-figures" for name in CHARTS]
    groups = result.groups["group"].tolist()
    for text in packets.values():
        assert list(json.loads(text)) == ["all", *map(str, range(len(groups)))]
    drawn = json.loads(packets["participation-figures"])
    for view, group in (("all", ""), ("1", groups[1])):
        figure = plot_participation(result, Portion(group=group))
        assert drawn[view]["data"] == json.loads(figure.to_json())["data"]


def test_a_chart_keeps_its_height_and_gives_its_title_to_the_page(page, result):
    drawn = json.loads(_packets(page)["cutoffs-figures"])["all"]["layout"]
    figure = plot_tier_cutoffs(result)
    assert "title" not in drawn
    inner = figure.layout.height - figure.layout.margin.t
    assert drawn["height"] - drawn["margin"]["t"] == inner
    assert f'<p class="finding">{figure.layout.meta["finding"]}</p>' in page


def test_a_single_group_is_held_against_the_maxima(result):
    group = result.groups["group"].iloc[0]
    told = plot_group_components(result, [group]).layout.meta["finding"]
    assert told.startswith("离满分最近的是")
    assert "全校" not in told


def test_the_tier_chart_of_some_pools_says_only_what_concerns_them(result):
    pool = result.cutoffs["pool"].iloc[-1]
    drawn = plot_tier_cutoffs(result, [pool])
    shown = {teacher for trace in drawn.data for teacher in trace.customdata or ()}
    assert shown == set(result.standings.loc[result.standings["pool"] == pool, "teacher_id"])
    others = set(result.cutoffs["pool"]) - {pool}
    assert not [one for one in others if one in drawn.layout.meta["finding"]]


def test_key_numbers_are_the_summarys(page, summary):
    listed = "".join(re.findall(r'<dl class="numbers(?: intake)?">(.*?)</dl>', page))
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", listed)
    shown = [(unescape(name), unescape(text)) for name, text in pairs]
    assert shown == list(summary.numbers.items())


def test_the_standings_are_all_there_with_their_ids(page, result):
    heading, *rows = _table(page, "standings")
    assert heading[:3] == ["教研组", "工号", "姓名"]
    wanted = [heading.index(name) for name in ("教研组", "工号", "总分", "组内名次", "等级")]
    expected = [
        [row["group"], row["teacher_id"], points(row["total"]), rank, row["tier"]]
        for row in result.standings.to_dict("records")
        for rank in ["" if row["gated"] else str(row["rank"])]
    ]
    assert [[row[at] for at in wanted] for row in rows] == expected


def test_every_activity_is_counted_for_the_school_and_for_each_group(page, result):
    heading, *rows = _table(page, "activities")
    assert heading[1:] == ["编号", "培训内容", "应到（人次）", "实到（人次）", "出勤率"]
    came = result.records["status"].isin(["出席", "迟到", "早退"])
    counted = [
        [activity, str(int(own["owed"].sum())), str(int((own["owed"] & came[own.index]).sum()))]
        for keys in (["month", "activity_id"], ["month", "activity_id", "group"])
        for (_, activity, *_), own in result.records.groupby(keys)
    ]
    assert [[row[1], *row[3:5]] for row in rows] == counted


def test_every_chart_has_its_numbers_as_a_table(page):
    for name in CHARTS:
        assert len(_table(page, name)) > 1


def test_problems_hide_personal_numbers_and_are_seen_in_every_view(page):
    section = page[page.index('<section id="problems">') :]
    assert "13800000000" not in page
    assert "1980-13-01" not in page
    assert 'data-views="' not in section[: section.index("</section>")]


def test_hostile_names_never_become_markup(hostile):
    text = hostile.read_text(encoding="utf-8")
    assert len(re.findall("<script", text)) == len(CHARTS) + 6  # data, plotly, four programs
    assert "<img" not in text
    assert not set(text) & {"\x0b", "\x07", "\u202e"}


def test_harmful_packs_are_harmless(harmful_pack):
    text = (harmful_pack / "互动图表.html").read_text(encoding="utf-8")
    assert "<img" not in text
    assert "<b>x" not in text
    assert "1979" not in text


# ------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def browser():
    with browser_page(width=1280, height=900) as page:
        yield page


def _open(view, path, fragment=""):
    view.goto("about:blank")
    view.goto(path.as_uri() + fragment)
    view.locator("html[data-drawn]").wait_for(state="attached")


def _wide(view):
    return view.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.notebook
def test_every_chart_is_drawn_without_a_complaint_or_a_call_out(browser, pack, hostile, tmp_path):
    asked, errors = [], console_errors(browser)
    browser.on("request", lambda request: asked.append(request.url))
    lonely = _written(assess(tiny_school()), tmp_path)
    page = pack / "互动图表.html"
    for path, width in ((page, 1280), (page, 700), (hostile, 700), (lonely, 1920)):
        browser.set_viewport_size({"width": width, "height": 900})
        _open(browser, path)
        drawn = browser.locator(".chart[data-drawn] .main-svg").evaluate_all(
            "all => [...new Set(all.map((one) => one.closest('.chart').dataset.chart))]"
        )
        assert sorted(drawn) == sorted(CHARTS)
        assert not _wide(browser)
        assert browser.evaluate("window.__pwned") is None
        assert browser.locator("main img, main script:not([type])").count() == 0
    browser.set_viewport_size({"width": 1280, "height": 900})
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []


@pytest.mark.notebook
def test_the_largest_school_fits_into_six_megabytes_and_is_drawn(browser, tmp_path):
    result = make_result(seed=1, teachers=300, groups=25, activities=60)
    path = _written(result, tmp_path)
    assert path.stat().st_size < 6 * MEGABYTE
    _open(browser, path, "#group=第7组")
    assert browser.locator("#view").inner_text() == "只看第7组"
    assert browser.locator("#attendance .heatmaplayer image").count() == 1


@pytest.mark.notebook
def test_a_group_is_chosen_by_keyboard_and_the_address_keeps_it(browser, pack, result):
    path = pack / "互动图表.html"
    _open(browser, path)
    group = result.groups["group"].iloc[1]
    browser.locator("#group").focus()
    browser.keyboard.press("ArrowDown")
    browser.keyboard.press("ArrowDown")
    assert browser.locator("#view").inner_text() == f"只看{group}"
    browser.locator("html[data-drawn='1']").wait_for(state="attached")
    people = result.standings[result.standings["group"] == group]
    shown = browser.locator("#standings tbody tr:visible")
    assert shown.count() == len(people)
    assert f"共 {len(people)} 行" in browser.locator("#standings .count").inner_text()
    figure = plot_participation(result, Portion(group=group))
    told = browser.locator("#participation .finding").inner_text()
    assert told == figure.layout.meta["finding"]
    address = browser.evaluate("decodeURIComponent(location.hash)")
    assert address == f"#group={group}"
    _open(browser, path, f"#group={group}")
    assert browser.locator("#view").inner_text() == f"只看{group}"
    browser.get_by_role("link", name="成绩总表").click()
    assert browser.evaluate("decodeURIComponent(location.hash)") == address
    assert browser.evaluate("document.activeElement.textContent") == "成绩总表"
    _open(browser, path, "#group=没有的组")
    assert browser.locator("#view").inner_text() == "现在看：全部教研组"


@pytest.mark.notebook
def test_tables_sort_by_keyboard_numbers_as_numbers_and_blanks_last(browser, pack, result):
    _open(browser, pack / "互动图表.html")
    table = browser.locator("#standings")
    total = table.get_by_role("columnheader", name="总分")
    for way, sign in (("ascending", 1), ("descending", -1)):
        total.get_by_role("button").press("Enter")
        assert total.get_attribute("aria-sort") == way
        shown = table.locator("tbody tr").evaluate_all(
            "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        column = table.locator("thead th").all_inner_texts().index(total.inner_text())
        amounts = [round(float(row[column]) * 100) * sign for row in shown]
        assert amounts == sorted(result.standings["total"] * sign)
    rank = table.get_by_role("columnheader", name="组内名次")
    rank.get_by_role("button").press("Enter")
    rank.get_by_role("button").press("Enter")
    ranks = table.locator("tbody tr").evaluate_all(
        "(rows, at) => rows.map((row) => row.cells[at].textContent)",
        table.locator("thead th").all_inner_texts().index(rank.inner_text()),
    )
    gated = int(result.standings["gated"].sum())
    assert ranks[len(ranks) - gated :] == [""] * gated
    told = [int(one) for one in ranks[: len(ranks) - gated]]
    assert told == sorted(told, reverse=True)
    assert total.get_attribute("aria-sort") == "none"


@pytest.mark.notebook
def test_chinese_is_sorted_by_pinyin(browser, tmp_path):
    rows = school_rows(3, teachers=12, groups=3, activities=3)
    names = {"第1组": "语文组", "第2组": "数学组", "第3组": "英语组"}
    for one in (*rows["roster"], *rows["group_review"]):
        one["group"] = names[one["group"]]
    for activity in rows["plan"]:
        activity["audience"] = "全体教师"
    _open(browser, _written(assess_rows(rows), tmp_path))
    browser.locator("#standings thead button").first.click()
    groups = browser.locator("#standings tbody tr td:first-child").all_inner_texts()
    assert list(dict.fromkeys(groups)) == ["数学组", "英语组", "语文组"]


@pytest.mark.notebook
def test_a_search_keeps_the_rows_that_hold_it(browser, pack, result):
    _open(browser, pack / "互动图表.html")
    one = result.standings["teacher_id"].iloc[4]
    browser.locator("#standings input").fill(one)
    assert browser.locator("#standings tbody tr:visible").count() == 1
    assert (
        browser.locator("#standings .count").inner_text() == f"显示 1 ／ {len(result.standings)} 行"
    )


@pytest.mark.notebook
def test_an_old_browser_shows_findings_numbers_and_the_trial(browser, pack):
    old = browser.context.browser.new_page()
    errors = console_errors(old)
    old.add_init_script("delete window.DecompressionStream; delete window.localStorage")
    old.goto((pack / "互动图表.html").as_uri())
    old.locator("html[data-ready]").wait_for(state="attached")
    waits = old.locator(".wait").all_inner_texts()
    assert len(waits) == len(CHARTS)
    assert all(text.startswith("这个浏览器较旧，画不出图") for text in waits)
    before = old.locator("#months .finding").inner_text()
    old.locator("#group").select_option(index=1)
    assert old.locator("#months .finding").inner_text() != before
    old.locator("#ratio-0").press("ArrowLeft")
    assert old.locator("#trying").is_visible()
    assert errors == []
    old.close()


@pytest.mark.notebook
def test_headings_are_in_order_and_everything_has_a_name(browser, pack):
    _open(browser, pack / "互动图表.html")
    levels = browser.locator("h1, h2, h3").evaluate_all(
        "all => all.map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    unnamed = browser.locator("input, select, .scroll, .chart").evaluate_all(
        "all => all.filter((one) => !one.labels?.length && !one.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


@pytest.mark.notebook
def test_focus_is_seen_and_nothing_moves_for_those_who_ask_so(browser, pack):
    browser.emulate_media(reduced_motion="reduce")
    _open(browser, pack / "互动图表.html")
    browser.keyboard.press("Tab")
    assert browser.evaluate("document.activeElement.className") == "skip"
    browser.keyboard.press("Tab")
    outline = browser.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    motion = "getComputedStyle(document.documentElement).scrollBehavior"
    assert browser.evaluate(motion) == "auto"
    browser.emulate_media(reduced_motion="no-preference")


@pytest.mark.notebook
def test_on_paper_there_are_no_controls_and_charts_fit_the_sheet(browser, pack):
    _open(browser, pack / "互动图表.html")
    browser.emulate_media(media="print")
    assert browser.locator("nav").is_hidden()
    assert browser.locator("#standings input").is_hidden()
    browser.evaluate("dispatchEvent(new Event('beforeprint'))")
    browser.locator("#months .main-svg[width='700']").first.wait_for(state="attached")
    browser.evaluate("dispatchEvent(new Event('afterprint'))")
    browser.emulate_media(media="screen")
    assert browser.locator("nav").is_visible()
