"""The group charts and panel without a browser: a choice in; sentence, chart and rows out."""

from __future__ import annotations

import json
import shutil
from itertools import chain, pairwise

import pytest
from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs
from required import did, met, person
from schools import as_school, school_rows
from test_figures import BOXES, small_rows, traces

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures import plot_group_components, plot_group_meetings
from xiaoben_analytics.groups import asked_meetings, count_meetings, list_meetings
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.views import (
    GroupChoice,
    compared_names,
    explore_awards,
    explore_group_activities,
    explore_groups,
)
from xiaoben_analytics.widgets import GroupExplorer, NameSwitch


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess(as_school(school_rows(5, teachers=40, groups=4, activities=8)))


def awarded(first_name="甲", group="语文组", award="课堂教学比赛") -> Assessment:
    """甲 has two contests, of which 市 二等奖 (3.5) counts; 丙 a 省 competition; 乙 one worth nothing."""
    rows = small_rows(first_name, group)
    rows["awards"] = [
        won("01", "竞赛", "市", "二等奖", award),
        won("01", "竞赛", "县", "一等奖", award),
        won("03", "评选", "省", "一等奖", "论文评选"),
        won("02", "竞赛", "校", "一等奖", "校赛"),
    ]
    rows["group_meetings"] = [met(group, "2021-09-22", topic=award), met("数学组", "2021-09-23")]
    return assess(as_school(rows))


def won(teacher, category, level, prize, award):
    return {
        "teacher_id": teacher, "award_category": category, "level": level, "prize": prize,
        "award": award,
    }  # fmt: skip


# ------------------------------------------------------------------ charts


def test_components_stand_below_their_maxima():
    """数学组: 丙 has 30 for attendance and 10 for reading; 语文组 of three 45 and 30 together."""
    figure = plot_group_components(assess(as_school(small_rows())))
    bars = {bar.name: list(bar.x) for bar in figure.data}
    assert bars["考勤"] == [30.0, 30.0, 15.0]
    assert bars["读书活动"] == [10.0, 10.0, 10.0]
    assert bars["外出学习"] == [30.0, 0.0, 0.0]
    assert list(figure.layout.yaxis.ticktext) == [
        "<b>满分</b><br>110 分", "数学组<br>1 人，仅供参考", "语文组<br>3 人，仅供参考",
    ]  # fmt: skip
    assert list(figure.data[1].marker.opacity) == [1, 0.5, 0.5]
    assert "平均 15.00 分，满分 30 分，得到满分的 50%" in figure.data[1].hovertext[2]


def test_awards_are_split_by_category_and_level_and_hatched_where_they_do_not_count():
    figure = explore_awards(awarded()).figure
    bars = {
        (bar.xaxis, bar.name, bool(bar.marker.pattern.shape)): list(bar.x)
        for bar in figure.data
        if any(bar.x)
    }
    assert bars == {
        ("x", "市级", False): [None, 1],
        ("x", "县级", True): [None, 1],
        ("x", "校级", True): [None, 1],
        ("x2", "省级", False): [1, None],
    }
    assert [note.text for note in figure.layout.annotations] == ["<b>竞赛</b>", "<b>评选</b>"]
    told = next(bar.hovertext for bar in figure.data if bar.name == "县级" and any(bar.x))
    assert told[1] == (
        "<b>语文组</b>　县级 1 项，没有计入<br>"
        "甲　“课堂教学比赛”县一等奖　已计得分更高的“课堂教学比赛”市二等奖"
    )


def test_meetings_show_what_is_asked_held_and_missing():
    rows = small_rows()
    rows["roster"] = [person(1), person(2, group="数学组")]
    rows["attendance"] = []
    rows["practice"] = [did(1, "听课", "2021-09-22"), did(1, "听课", "2021-10-20")]
    rows["group_meetings"] = [met("语文组", "2021-09-22"), met("数学组", "2021-09-23")]
    slot = {"name": "语文组", "weekday": "周三", "months": [9, 10]}
    county = read_policy("county-110")
    school, groups = as_school(rows), ["数学组", "语文组"]
    meetings = list_meetings(school, groups)
    asked = count_meetings(
        meetings, groups, asked_meetings(school, county.amended({"slots": [slot]}))
    )
    bars = {bar.name: list(bar.x) for bar in plot_group_meetings(asked).data}
    assert bars == {
        "要求的，已开展": [None, 1],
        "要求之外的": [1, None],
        "要求的，没有开展": [None, 3],
    }
    free = count_meetings(meetings, groups, asked_meetings(school, county))
    figure = plot_group_meetings(free)
    assert [list(bar.x) for bar in figure.data] == [[1, 1]]
    assert "没有规定" in figure.layout.title.subtitle.text


def test_nothing_to_compare_is_said():
    bare = assess(as_school(small_rows()))
    assert explore_awards(bare).figure.layout.annotations[0].text == "没有获奖记录"
    assert explore_group_activities(bare).figure.layout.annotations[0].text == "没有教研活动记录"
    rows = small_rows()
    for activity in rows["plan"]:
        activity["required"] = False
    view = explore_groups(assess(as_school(rows)), GroupChoice(compare="rate"))
    assert view.sentence == "没有可以比较的出勤率。"
    assert view.figure.layout.annotations[0].text == "没有可以比较的出勤率"


def test_dots_of_one_amount_do_not_cover_each_other():
    rows = school_rows(5, teachers=12, groups=1, activities=2)
    figure = explore_groups(assess(as_school(rows)), GroupChoice(compare="reading")).figure
    dots = [place for trace in figure.data if trace.mode == "markers" and trace.name != "选中"
            for place in zip(trace.x, trace.y, strict=True)]  # fmt: skip
    assert len(set(dots)) == len(dots) > 8
    assert all(-0.4 <= y <= 0.4 for _, y in dots)


# ------------------------------------------------------------------ views


def choices(result):
    for name in compared_names(result):
        for against in ("", "pooled", "within_group"):
            yield GroupChoice(compare=name, against=against)


@pytest.mark.parametrize(
    "size",
    [
        {"teachers": 1, "groups": 1, "activities": 1},
        {"teachers": 5, "groups": 1, "activities": 3},
        {"teachers": 300, "groups": 25, "activities": 60},
    ],
    ids=["one teacher", "one group", "300 teachers"],
)
def test_every_choice_gives_a_finding_and_a_chart_at_every_size(size):
    result = assess(as_school(school_rows(4, **size)))
    for choice in choices(result):
        view = explore_groups(result, choice)
        assert view.sentence.endswith("。")
        assert view.figure.layout.title.text.endswith("。")
        assert view.figure.to_json().count("NaN") == 0
        assert view.data


def test_charts_show_what_their_tables_say(result):
    view = explore_groups(result)
    (groups, teachers) = view.data.values()
    means = traces(view.figure)["组平均"]
    assert [f"{x:.2f}" for x in means.x if x is not None][::2] == groups["平均"].tolist()
    dots = chain.from_iterable(trace.x for trace in view.figure.data if trace.mode == "markers")
    amounts = teachers["总分（分）"].astype(float)
    assert sorted(dots) == sorted(amounts)


def test_chosen_groups_are_drawn_and_no_others(result):
    for name in compared_names(result):
        view = explore_groups(result, GroupChoice(compare=name, groups=("第2组",)))
        drawn = [text for text in view.figure.layout.yaxis.ticktext or () if "满分" not in text]
        assert all(text.startswith("第2组") for text in drawn)
        assert "第1组" not in "".join(frame.to_csv() for frame in view.data.values())


def test_a_picked_group_shows_its_teachers(result):
    ((caption, rows),) = explore_groups(result, GroupChoice(group="第2组")).tables.items()
    assert caption == "第2组：得分"
    own = result.standings[result.standings["group"] == "第2组"]
    assert rows["工号"].tolist() == own["teacher_id"].tolist()
    assert rows["考勤"].tolist() == [f"{points / 100:.2f}" for points in own["attendance"]]


def test_a_picked_teacher_shows_the_rows_that_the_points_come_from():
    result = awarded()
    view = explore_groups(result, GroupChoice(compare="bonus", group="语文组", teacher="01"))
    rows = view.tables["语文组　甲：得分的来由"]
    assert set(rows["项目"]) == {"加分"}
    assert rows[rows["是否计入"] == "计入"]["数量"].tolist() == ["3.50"]
    whole = explore_groups(result, GroupChoice(teacher="01")).tables["语文组　甲：得分的来由"]
    assert {"考勤", "加分"} <= set(whole["项目"])
    (worked_out,) = view.tables["语文组　甲：得分怎样算出"].to_numpy().tolist()
    assert worked_out[0] == "加分"
    assert "竞赛最高分 3.5 + 评选最高分 0 = 3.50 分" in worked_out[1]
    assert worked_out[2] == "3.50"
    attended = explore_groups(result, GroupChoice(compare="rate", teacher="04"))
    assert attended.tables["语文组　丁：应参加的活动"]["考勤"].tolist() == ["出席", "事假"]


def test_many_categories_are_put_together_so_that_each_column_can_be_read():
    rows = school_rows(3, teachers=30, groups=2, activities=4)
    names = [f"类{place}" for place in range(27)] + ["竞赛", "竞赛", "微课与信息化教学大赛"] * 2
    rows["awards"] = [
        won(person["teacher_id"], name, "市", "二等奖", "获奖")
        for person, name in zip(2 * rows["roster"], names, strict=False)
    ]
    view = explore_awards(assess(as_school(rows)))
    titles = [one.text.replace("<br>", "") for one in view.figure.layout.annotations]
    assert len(titles) == 6
    assert titles[0].strip("<b/> ") == "竞赛"
    assert titles[-1].strip("<b/> ") == "其他"
    assert "合为“其他”" in view.figure.layout.title.subtitle.text
    drawn = sum(sum(count or 0 for count in bar.x) for bar in view.figure.data)
    assert view.sentence.startswith(f"{drawn} 项获奖")


def test_awards_list_which_one_counted():
    view = explore_awards(awarded(), GroupChoice(teacher="01"))
    rows = view.tables["语文组　甲：获奖"]
    assert rows["是否计入"].tolist() == ["计入", "已计得分更高的“课堂教学比赛”市二等奖"]
    assert rows["得分"].tolist() == ["3.50", "3.00"]
    unpicked = explore_awards(awarded()).tables["没有计入的获奖"]
    assert unpicked["姓名"].tolist() == ["甲", "乙"]
    counts = explore_awards(awarded()).data["各组获奖（项）"]
    assert counts[["教研组", "类别", "级别", "项数", "计入"]].to_numpy().tolist() == [
        ["数学组", "评选", "省", "1", "1"],
        ["语文组", "竞赛", "市", "1", "1"],
        ["语文组", "竞赛", "县", "1", "0"],
        ["语文组", "竞赛", "校", "1", "0"],
    ]


def test_a_picked_group_shows_its_meetings():
    view = explore_group_activities(awarded(), GroupChoice(group="语文组"))
    rows = view.tables["语文组：教研活动"]
    assert rows[["日期", "主题"]].to_numpy().tolist() == [["2021-09-22", "课堂教学比赛"]]
    assert "没有规定" in view.sentence


def test_what_is_asked_of_meetings_is_listed_with_its_verdict():
    rows = small_rows()
    rows["practice"] = [did("01", "听课", "2021-09-22"), did("01", "听课", "2021-10-20")]
    rows["group_meetings"] = [met("语文组", "2021-09-22")]
    slots = [
        {"name": "语文组", "weekday": "周三", "months": [9, 10]},
        {"name": "书法组", "weekday": "周三", "months": [9, 10]},
    ]
    result = assess(as_school(rows), read_policy("county-110").amended({"slots": slots}))
    view = explore_group_activities(result)
    asked = view.tables["办法的要求"]
    assert asked[["教研组", "应开展", "已开展", "没有开展"]].to_numpy().tolist() == [
        ["语文组", "4", "1", "3"],
        ["书法组", "—", "—", "—"],
    ]
    assert view.sentence == (
        "共登记教研活动 1 次；办法的 2 条要求中，0 条没有缺，1 条有缺，1 条无法判断（原因见下表）。"
    )
    assert (
        explore_group_activities(result, GroupChoice(group="语文组")).tables["办法的要求"].shape[0]
        == 1
    )


def test_a_picked_teacher_is_ringed_on_the_chart(result):
    teacher = result.standings.iloc[7]
    choice = GroupChoice(teacher=teacher["teacher_id"])
    ring = traces(explore_groups(result, choice).figure)["选中"]
    assert list(ring.x) == [teacher["total"] / 100]
    assert list(traces(explore_groups(result).figure)["选中"].x) == []


def test_text_from_cells_is_never_markup_in_group_charts():
    markup = "<img src=x onerror=alert(1)>"
    result = awarded(markup, f"{markup}组", markup)
    for choice in choices(result):
        figure = json.loads(explore_groups(result, choice).figure.to_json())
        figure["layout"].pop("meta")  # set as an attribute
        marks = [trace.pop("customdata", None) for trace in figure["data"]]  # never drawn
        assert any(marks)
        assert "<img" not in json.dumps(figure)
        assert "&lt;img" in json.dumps(figure)


# ------------------------------------------------------------------ the panel


def panel_of(result, **chosen):
    return GroupExplorer(result, names=NameSwitch(), **chosen)


def shown(panel):
    return json.loads(panel.viewer.chart.figure)


def test_the_panel_shows_what_the_plain_function_gives(result):
    panel = panel_of(result)
    panel.control.compare.value = "bonus"
    panel.control.against.value = "pooled"
    panel.control.groups.value = ("第1组", "第3组")
    chosen = GroupChoice(compare="bonus", against="pooled", groups=("第1组", "第3组"))
    assert panel.control.value == chosen
    assert shown(panel) == json.loads(explore_groups(result, chosen).figure.to_json())


@pytest.mark.parametrize("start", ["all_components", "award_count", "meetings_held"])
def test_a_panel_can_begin_with_anything(result, start):
    panel = panel_of(result, compare=start)
    assert panel.control.value == GroupChoice(compare=start)
    assert panel.control.against.disabled
    expected = explore_groups(result, GroupChoice(compare=start)).figure
    assert shown(panel) == json.loads(expected.to_json())


def test_a_clicked_dot_shows_the_rows_of_the_teacher(result):
    panel = panel_of(result)
    dot = next(trace for trace in explore_groups(result).figure.data if trace.mode == "markers")
    mark = dot.customdata[0]
    panel.viewer.chart.clicked = {"mark": mark, "time": 1}
    assert panel.control.value == GroupChoice(group=mark["group"], teacher=mark["teacher"])
    assert panel.control.teacher.value == mark["teacher"]
    assert "得分的来由" in panel.viewer.tables.value


def test_who_is_chosen_by_keyboard_shows_too(result):
    panel = panel_of(result)
    teacher = result.standings.iloc[0]
    panel.control.teacher.value = teacher["teacher_id"]
    assert panel.control.value.group == teacher["group"]
    assert panel.control.group.value == teacher["group"]
    other = next(name for name in result.groups["group"] if name != teacher["group"])
    panel.control.group.value = other
    assert panel.control.value == GroupChoice(group=other)
    assert f"{other}：得分" in panel.viewer.tables.value


def test_a_click_beside_every_mark_changes_nothing(result):
    panel = panel_of(result)
    panel.viewer.chart.clicked = {"mark": None, "time": 1}
    assert panel.control.value == GroupChoice()


def test_hidden_names_are_nowhere_on_the_panel_and_picking_still_works():
    rows = school_rows(5, teachers=20, groups=2, activities=4)
    for number, teacher in enumerate(rows["roster"]):
        teacher["name"] = f"欧阳{chr(0x4E00 + number)}"
    result = assess(as_school(rows))
    switch = NameSwitch()
    panel = GroupExplorer(result, names=switch)
    teacher = result.standings["teacher_id"].iloc[3]
    panel.control.teacher.value = teacher
    switch.value = True
    panel.viewer.opened.value = True
    seen = [panel.viewer.chart.figure, panel.viewer.tables.value, panel.viewer.data.value,
            panel.viewer.sentence.value, str(panel.control.teacher._options_labels)]  # fmt: skip
    assert all("欧阳" not in text and teacher not in text for text in seen)
    code = switch.codes(result)[teacher]
    assert any(name.endswith(f"　{code}") for name in panel.control.teacher._options_labels)
    assert "得分的来由" in panel.viewer.tables.value
    assert panel.control.value.teacher == teacher
    mark = next(
        mark for trace in json.loads(panel.viewer.chart.figure)["data"]
        if trace["mode"] == "markers" for mark in trace["customdata"]
    )  # fmt: skip
    panel.viewer.chart.clicked = {"mark": mark, "time": 1}
    picked = panel.control.value.teacher
    assert switch.codes(result)[picked] == mark["teacher"]


def test_a_meeting_that_begins_with_hidden_names_offers_codes(monkeypatch):
    monkeypatch.setenv("XIAOBEN_HIDE_NAMES", "1")
    result = awarded("欧阳修远")
    panel = panel_of(result)
    assert "欧阳修远" not in str(panel.control.teacher._options_labels)
    assert "欧阳修远" not in panel.viewer.chart.figure


# ------------------------------------------------------------------ in the browser


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.mark.notebook
@pytest.mark.parametrize("width", [700, 1280])
@pytest.mark.parametrize(
    "compare", ["total", "rate", "all_components", "award_count", "meetings_held"]
)
@pytest.mark.parametrize("groups", [3, 25])
def test_nothing_of_a_group_chart_is_cut_off_or_printed_over(groups, compare, width, browser):
    rows = school_rows(5, teachers=12 * groups, groups=groups, activities=20)
    longer = {f"第{n}组": f"综合实践与书法教研{n}组" for n in range(1, groups + 1)}
    for row in (*rows["roster"], *rows["group_review"]):
        row["group"] = longer[row["group"]]
    rows["group_meetings"] = [met(name, "2021-09-22") for name in longer.values()]
    figure = explore_groups(assess(as_school(rows)), GroupChoice(compare=compare)).figure
    view = browser.new_page(viewport={"width": width, "height": 900})
    view.set_content("<body style='margin:0'></body>")
    view.add_script_tag(content=get_plotlyjs())
    boxes = view.evaluate(BOXES, json.loads(figure.to_json()))
    view.close()
    assert len(boxes[".ytick text"]) >= groups
    for left, top, right, bottom in chain.from_iterable(boxes.values()):
        assert min(left, top) >= 0
        assert right <= width
        assert bottom <= figure.layout.height
    note = boxes[".gtitle-subtitle"][0]
    for part in (".legend", ".ytick text"):
        assert all(note[3] <= top for _, top, _, _ in boxes[part])
    names = sorted((top, bottom) for _, top, _, bottom in boxes[".ytick text"])
    assert all(below[0] >= above[1] - 2 for above, below in pairwise(names))


def test_who_does_not_count_is_said():
    result = assess(as_school(school_rows(5, teachers=40, groups=4, activities=8)))
    gated = result.standings[result.standings["gated"]]
    view = explore_groups(result, GroupChoice(against="pooled"))
    assert len(gated)
    assert view.sentence.startswith(
        f"{40 - len(gated) - _not_assessed(result)} 人的标准化位置（不计 {len(gated)} 位不合格者）"
    )
    first = gated["group"].iloc[0]
    own = int((gated["group"] == first).sum())
    assert (
        f"（不计 {own} 位不合格者）"
        in explore_groups(result, GroupChoice(against="pooled", groups=(first,))).sentence
    )


def _not_assessed(result):
    return int((~result.teachers["assessed"]).sum())
