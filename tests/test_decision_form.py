"""Deciding: what would be recorded, what is, and what a ledger that takes nothing says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import ipywidgets
import pytest
import traitlets
from browser import open_notebook
from decided import NAMES, PLAN, ROSTER, attendance, clock, write_school
from ipywidgets.widgets.trait_types import TypedTuple
from playwright.sync_api import expect

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.ledger import consider, decide, lock, open_ledger, replay, settle
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.views import explore_decision, explore_key_numbers, explore_ledger
from xiaoben_analytics.widgets import Decision, DecisionForm, NameSwitch, TierExplorer, record

FEWER = Scenario("少一席", {"ratios": "20/50/30"})
"""Ten teachers: two 优秀 instead of three, so 孙三 falls."""
UP = ManualMove("0010", "良好", "支教归来", "校长室")


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_school(tmp_path / "甲校")


@pytest.fixture
def result(folder) -> Assessment:
    return assess(read_school(folder))


@pytest.fixture
def names() -> NameSwitch:
    return NameSwitch()


@pytest.fixture
def form(result, folder, names) -> DecisionForm:
    return DecisionForm(result, folder, names=names)


def choose(form, label):
    """Choose the first scenario whose label has these words."""
    form.control.scenario.value = next(
        place for text, place in form.control.scenario.options if label in text
    )


def labels(form):
    return [text for text, _ in form.control.scenario.options]


def sign(form, by="校长办公会", why="按会议讨论"):
    form.control.decided_by.value, form.control.reason.value = by, why


def move(form, who, tier="良好", reason="支教归来", by="校长室"):
    moves = form.control.moves
    moves.teacher.value = next(label for label in moves.teacher.options if who in label)
    moves.tier.value, moves.reason.value, moves.authoriser.value = tier, reason, by
    moves.add.click()


def lines(folder):
    return [(line.sequence, line.kind) for line in open_ledger(folder).lines]


def shown(viewer):
    return viewer.sentence.value + viewer.tables.value


def everything(widget):
    """Write out whatever the widgets of a form give to the page."""
    parts = [
        json.dumps(
            {name: part.get_state(name)[name] for name in part.keys if name not in _OBJECTS},
            ensure_ascii=False,
            default=str,
        )
        for part in walk(widget)
    ]
    return "\n".join(parts)


_OBJECTS = {"layout", "style", "children", "tabbable", "_esm", "_css"}


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


# ------------------------------------------------------------------ views


def test_a_preview_counts_tiers_and_says_who_moves_and_why(result):
    view = explore_decision(result, Scenario("两处改动", FEWER.changes, (UP,)))
    assert view.sentence.startswith("“两处改动”：参评 10 人：")
    assert view.sentence.endswith("2 人等级改变：1 人上升，1 人下降。")
    assert view.tables["各等级人数"].to_numpy().tolist() == [
        ["优秀", "3", "2", "-1"], ["良好", "4", "6", "+2"], ["合格", "3", "2", "-1"],
        ["不合格", "0", "0", "0"],
    ]  # fmt: skip
    moves = view.tables["等级改变的教师"]
    assert moves[["姓名", "原等级", "新等级"]].to_numpy().tolist() == [
        ["孙三", "优秀", "良好"], ["陈十", "合格", "良好"]
    ]  # fmt: skip
    assert "会议调整：支教归来（批准人：校长室）" in moves["原因"].iloc[1]


def test_a_move_to_where_somebody_is_anyway_is_said_to_do_nothing(result):
    idle = ManualMove("0001", "优秀", "支教归来", "校长室")
    said = explore_decision(result, Scenario("甲", {}, (idle, UP))).sentence
    assert said.endswith("1 人上升，0 人下降。有 1 人按规则就在所调的等级，这项调整没有作用。")


def test_a_preview_is_against_the_regulation_also_from_a_what_if(result):
    tried = result.what_if(ratios="50/30/20")
    assert explore_decision(tried, FEWER).sentence == explore_decision(result, FEWER).sentence


def test_an_empty_ledger_says_so(folder):
    view = explore_ledger(open_ledger(folder))
    assert (view.sentence, dict(view.tables)) == ("账本里还没有记录。", {})


def test_a_ledger_is_listed_the_latest_line_first(result, folder):
    ledger = consider(result, open_ledger(folder, clock=clock), scenario=FEWER)
    decide(result, ledger, scenario=FEWER, decided_by="校长室", reason="会议\n通过")
    view = explore_ledger(open_ledger(folder))
    assert view.sentence == (
        "共 3 条记录，前后相接，没有改动。指纹由一条记录的全部内容算出，改动一字就不同。"
    )
    (table,) = view.tables.values()
    assert table["种类"].tolist() == ["决定", "方案", "办法全文"]
    assert table["序号"].tolist() == ["3", "2", "1"]
    assert "“少一席”，10 人" in table["内容"].iloc[0]
    assert "校长室：会议" in table["内容"].iloc[0]


def test_a_locked_ledger_says_who_locked_it_and_where(result, folder):
    lock(open_ledger(folder), by="李主任")
    assert (
        "已由李主任在第 1 号记录锁定，不能再记入决定"
        in explore_ledger(open_ledger(folder)).sentence
    )


def test_a_changed_ledger_says_what_is_wrong_and_lists_nothing(result, folder):
    ledger = consider(result, open_ledger(folder), scenario=FEWER)
    ledger.path.write_bytes(ledger.path.read_bytes().replace("少一席".encode(), "多一席".encode()))
    view = explore_ledger(open_ledger(folder))
    assert view.sentence.startswith("账本有 1 处不对：第 2 行被改动")
    assert not view.tables


def test_what_is_settled_is_the_last_decision_as_replay_makes_it(result, folder):
    ledger = open_ledger(folder)
    assert settle(result, ledger).line is None
    assert settle(result, ledger).result is result
    ledger = decide(result, ledger, scenario=FEWER, decided_by="校长室", reason="通过")
    ledger = consider(result, ledger, scenario=Scenario("又一个", {"ratios": "50/30/20"}))
    settled = settle(result, ledger)
    assert (settled.line.sequence, settled.equal) == (2, True)
    assert settled.result.standings.equals(replay(ledger, folder).result.standings)
    assert "以下按第 2 号记录（决定，" in settled.sentence


def test_a_decision_that_comes_out_otherwise_now_is_said(result, folder):
    ledger = decide(result, open_ledger(folder), scenario=FEWER, decided_by="校长室", reason="通过")
    write_school(folder, 考勤=attendance(missed=tuple(range(10))[::-1]))
    settled = settle(assess(read_school(folder)), ledger)
    assert not settled.equal
    assert "与当时的记录不一致" in settled.sentence


def test_key_numbers_are_those_of_the_report(result):
    view = explore_key_numbers(result)
    numbers = dict(view.tables["主要数字"].to_numpy().tolist())
    assert numbers["参评教师（人）"] == "10"
    assert (numbers["优秀（人）"], numbers["良好（人）"]) == ("3", "4")


# ------------------------------------------------------------------ the form


def test_what_is_chosen_is_recorded_with_who_and_why(form, folder):
    assert labels(form) == ["按考核办法，不作改动"]
    sign(form)
    move(form, "陈十")
    form.write.click()
    assert lines(folder) == [(1, "policy"), (2, "decision")]
    content = open_ledger(folder).lines[-1].content
    assert content["scenario"] == {
        "name": "按考核办法",
        "changes": {},
        "moves": [
            {"teacher_id": "0010", "to_tier": "良好", "reason": "支教归来",
             "authoriser": "校长室", "despite_gate": False}
        ],
    }  # fmt: skip
    assert (content["decided_by"], content["reason"]) == ("校长办公会", "按会议讨论")
    assert "已记入账本：第 2 号记录（决定）" in form.outcome.value
    assert open_ledger(folder).head[:16] in form.outcome.value
    assert form.recorded == 2
    assert "“按考核办法”，10 人" in shown(form.ledger)


def test_the_form_records_what_the_plain_function_does(result, folder, form, tmp_path):
    other = shutil.copytree(folder, tmp_path / "乙校")
    decision = Decision(Scenario("按考核办法", {}, (UP,)), "校长办公会", "按会议讨论")
    record(assess(read_school(other)), other, decision)
    sign(form)
    move(form, "陈十")
    assert form.control.value == decision
    form.write.click()
    here, there = (open_ledger(place).lines[-1].content for place in (folder, other))
    assert here == there


def test_the_preview_is_that_of_the_plain_function(form, result):
    move(form, "陈十")
    view = explore_decision(result, form.control.value.scenario)
    assert view.sentence in shown(form.preview)
    assert "会议调整：支教归来" in shown(form.preview)


def test_a_scenario_can_be_noted_without_deciding(form, folder):
    form.control.name.value = "留着比较"
    form.draft.click()
    assert lines(folder) == [(1, "policy"), (2, "scenario")]
    assert "第 2 号记录（方案）" in form.outcome.value
    assert any("留着比较（账本第 2 号记录，方案）" in label for label in labels(form))


def test_texts_are_sent_whole_before_a_button_can_be_pressed(form):
    """Letter by letter, the last ones would come after the button was pressed, and be left out."""
    boxes = [part for part in walk(form) if isinstance(part, ipywidgets.Text)]
    assert len(boxes) == 6
    assert not [box.description for box in boxes if box.continuous_update]


def test_another_page_does_not_record_the_same_again(result, folder, form, names):
    other = DecisionForm(result, folder, names=names)
    for page in (form, other):
        sign(page)
        page.write.click()
    assert lines(folder) == [(1, "policy"), (2, "decision")]
    assert "账本第 2 号记录已写明这一项" in other.outcome.value
    other.draft.click()
    form.write.click()
    assert lines(folder) == [(1, "policy"), (2, "decision"), (3, "scenario")]
    assert "账本第 2 号记录已写明这一项" in form.outcome.value


def test_nothing_is_decided_by_numbers_that_the_files_no_longer_give(form, folder):
    write_school(folder, 活动计划=[*PLAN, ("P9", "新增培训", "2026-03-01", 3)])
    sign(form)
    form.write.click()
    assert lines(folder) == []
    assert "“活动计划.xlsx”在这一页打开之后有改动" in form.outcome.value


def test_what_was_typed_is_blurred_where_it_tells_a_hidden_name(form, names):
    form.control.reason.value = "因陈十"
    form.control.name.value = "方案二"
    assert not form.control.reason._dom_classes
    names.value = True
    assert form.control.reason._dom_classes == ("xiaoben-veiled",)
    assert not form.control.name._dom_classes
    names.value = False
    assert not form.control.reason._dom_classes


def test_one_decision_is_recorded_once(form, folder):
    sign(form)
    form.write.click()
    form.write.click()
    assert lines(folder) == [(1, "policy"), (2, "decision")]
    assert "没有再记" in form.outcome.value
    sign(form, why="复议")
    form.write.click()
    assert lines(folder)[-1] == (3, "decision")


def test_a_button_rests_until_something_changes(form):
    sign(form)
    assert not form.write.disabled
    form.write.click()
    assert (form.write.disabled, form.draft.disabled) == (True, False)
    form.control.reason.value = "复议"
    assert not form.write.disabled
    form.draft.click()
    assert (form.write.disabled, form.draft.disabled) == (False, True)


def test_the_present_decision_is_said_and_chosen_when_the_form_is_opened(result, folder, names):
    first = DecisionForm(result, folder, [FEWER], names=names)
    assert first.present.value == ""
    choose(first, "少一席")
    sign(first, by="赵一")
    first.write.click()
    first.control.name.value = "另一个"
    first.draft.click()
    again = DecisionForm(result, folder, names=names)
    assert again.control.value.scenario == FEWER
    assert again.control.scenario.label == "少一席（账本第 2 号记录，决定）"
    assert "1 人等级改变" in shown(again.preview)
    for form in (first, again):
        assert "现行决定：第 2 号记录（决定，" in form.present.value
        assert "“少一席”，10 人：优秀 2" in form.present.value
    names.value = True
    assert "赵一" not in again.present.value
    assert "“少一席”" in again.present.value


def test_the_panel_says_the_present_decision_as_it_is_taken(result, folder):
    panel = TierExplorer(result)
    assert panel.present.value == ""
    form = DecisionForm(result, folder, panel, names=panel.names)
    sign(form, by="赵一")
    form.write.click()
    assert "现行决定：第 2 号记录" in panel.present.value
    assert "赵一" in TierExplorer(result).present.value
    panel.names.value = True
    assert "现行决定" in panel.present.value
    assert "赵一" not in panel.present.value
    panel.names.value = False


def test_a_draft_can_then_be_decided(form, folder):
    sign(form)
    form.draft.click()
    form.write.click()
    assert lines(folder) == [(1, "policy"), (2, "scenario"), (3, "decision")]


@pytest.mark.parametrize(
    ("by", "why", "missing"), [("", "讨论", "决定人"), ("校长室", " ", "理由")]
)
def test_without_who_or_why_nothing_is_recorded(form, folder, by, why, missing):
    sign(form, by, why)
    form.write.click()
    assert lines(folder) == []
    assert f"没有写明{missing}" in form.outcome.value
    assert 'role="alert"' in form.outcome.value


class Panel(ipywidgets.VBox):
    scenarios = TypedTuple(traitlets.Instance(Scenario))


def test_scenarios_of_a_panel_are_offered_as_they_are_kept(result, folder, names):
    panel = Panel()
    form = DecisionForm(result, folder, panel, names=names)
    panel.scenarios = (FEWER,)
    choose(form, "少一席（本页）")
    assert form.control.value.scenario == FEWER
    assert "1 人等级改变：0 人上升，1 人下降" in shown(form.preview)
    panel.scenarios = (Scenario("另一个", {"ratios": "10/60/30"}), FEWER)
    assert form.control.value.scenario == FEWER
    sign(form)
    form.write.click()
    assert open_ledger(folder).lines[-1].content["scenario"]["name"] == "少一席"


def test_scenarios_may_also_be_given_and_come_back_from_the_ledger(result, folder, names):
    first = DecisionForm(result, folder, iter([FEWER]), names=names)
    names.value = True
    names.value = False
    choose(first, "少一席")
    sign(first)
    first.write.click()
    again = DecisionForm(result, folder, names=names)
    assert labels(again) == ["按考核办法，不作改动", "少一席（账本第 2 号记录，决定）"]
    assert "第 2 号" not in again.outcome.value
    assert "“少一席”" in shown(again.ledger)
    choose(again, "少一席")
    assert again.control.value.scenario == FEWER


def test_a_scenario_that_does_not_fit_says_why(result, folder, names):
    stray = Scenario("别的组", {"group_ratios": {"音乐组": "20/50/30"}})
    form = DecisionForm(result, folder, [stray], names=names)
    choose(form, "别的组")
    assert "没有名为“音乐组”" in shown(form.preview)
    sign(form)
    form.write.click()
    assert lines(folder) == []
    assert "没有名为“音乐组”" in form.outcome.value


def test_a_locked_ledger_is_said_and_offers_nothing(result, folder, names):
    lock(open_ledger(folder), by="李主任")
    form = DecisionForm(result, folder, names=names)
    assert form.entry.layout.display == "none"
    assert "锁定" in form.ledger.sentence.value


def test_a_changed_ledger_is_said_and_offers_nothing(result, folder, names):
    ledger = consider(result, open_ledger(folder), scenario=FEWER)
    ledger.path.write_bytes(ledger.path.read_bytes().replace("少一席".encode(), "多一席".encode()))
    form = DecisionForm(result, folder, names=names)
    assert form.entry.layout.display == "none"
    assert "账本有 1 处不对" in form.ledger.sentence.value
    assert labels(form) == ["按考核办法，不作改动"]


def test_a_ledger_locked_meanwhile_takes_nothing(form, folder):
    sign(form)
    lock(open_ledger(folder), by="李主任")
    form.write.click()
    assert lines(folder) == [(1, "lock")]
    assert "决议已由李主任在第 1 号记录锁定" in form.outcome.value
    assert form.entry.layout.display == "none"


def test_a_folder_that_is_gone_is_said(result, tmp_path, names):
    form = DecisionForm(result, tmp_path / "没有", names=names)
    assert "没有" in form.outcome.value
    assert form.entry.layout.display == "none"


# ------------------------------------------------------------------ moves by hand


def test_a_move_that_lacks_something_is_not_taken(form):
    moves = form.control.moves
    moves.add.click()
    assert "没有写明教师" in moves.outcome.value
    for tier, reason, missing in (
        ("", "因", "等级"),
        ("良好", " ", "理由"),
        ("良好", "因", "批准人"),
    ):
        move(form, "陈十", tier, reason, by="")
        assert missing in moves.outcome.value
    assert moves.value == ()


def test_moves_are_folded_under_a_button_that_a_keyboard_reaches(form):
    control = form.control
    (folded,) = [part for part in control.children if isinstance(part, ipywidgets.Stack)]
    assert (folded.children, folded.selected_index) == ((control.moves,), None)
    control.by_hand.value = True
    assert folded.selected_index == 0


def test_a_teacher_is_moved_once_and_can_be_let_go(form):
    move(form, "陈十")
    move(form, "陈十", "优秀")
    moves = form.control.moves
    assert "重复" in moves.outcome.value
    assert [one.to_tier for one in moves.value] == ["良好"]
    (line,) = moves.list.children
    assert "陈十（0010，语文组） → 良好：支教归来（批准人：校长室）" in line.children[0].value
    line.children[1].click()
    assert moves.value == ()
    assert form.control.value.scenario.moves == ()


def test_a_failed_gate_stands_until_the_meeting_knows(tmp_path, names):
    rows = [(*row[:2], "缺席") if row[0] == "陈十" else row for row in attendance()]
    folder = write_school(tmp_path / "丙校", 考勤=rows)
    form = DecisionForm(assess(read_school(folder)), folder, names=names)
    move(form, "陈十")
    assert "陈十（0010）因“" in shown(form.preview)
    assert "请在调整中写明“会议知情”" in shown(form.preview)
    form.control.moves.list.children[0].children[1].click()
    form.control.moves.despite.value = True
    move(form, "陈十")
    assert "1 人上升" in shown(form.preview)
    assert form.control.moves.despite.value is False


def test_text_of_a_move_is_text(form):
    move(form, "陈十", reason="<img src=x onerror=alert(1)>")
    (line,) = form.control.moves.list.children
    assert "<img" not in line.children[0].value + shown(form.preview)


@pytest.mark.parametrize("typed", ["陈十", " 0010 ", "陈十（0010，语文组）"])
def test_a_teacher_is_understood_by_name_id_or_label(form, folder, typed):
    moves = form.control.moves
    moves.teacher.value = typed
    assert moves.teacher.value == "陈十（0010，语文组）"
    moves.tier.value, moves.reason.value, moves.authoriser.value = "良好", "支教", "校长室"
    moves.add.click()
    assert [one.teacher_id for one in moves.value] == ["0010"]
    sign(form)
    form.write.click()
    assert len(open_ledger(folder).lines[-1].content["scenario"]["moves"]) == 1


@pytest.fixture
def namesakes(tmp_path) -> DecisionForm:
    roster = [*ROSTER, ("0011", "陈十", "数学组"), ("0012", "胡不在", "数学组")]
    roster = [
        (*row, "状态" if row is ROSTER[0] else "离职" if row[0] == "0012" else "在岗")
        for row in roster
    ]
    present = [("工号", "活动编号", "考勤")]
    present += [(who, f"P{n}", "出席") for who, *_ in roster[1:] for n in range(1, 11)]
    folder = write_school(tmp_path / "丁校", 花名册=roster, 考勤=present)
    return DecisionForm(assess(read_school(folder)), folder, names=NameSwitch())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("陈十", "有几位“陈十”：陈十（0010，语文组）、陈十（0011，数学组）"),
        ("没有此人", "花名册中没有“没有此人”"),
        ("胡不在", "不参评"),
    ],
)
def test_a_teacher_who_is_not_understood_is_said_and_nothing_is_recorded(namesakes, typed, said):
    moves = namesakes.control.moves
    moves.teacher.value = typed
    assert said in moves.outcome.value
    moves.tier.value, moves.reason.value, moves.authoriser.value = "良好", "支教", "校长室"
    moves.add.click()
    assert said in moves.outcome.value
    sign(namesakes)
    for button in (namesakes.write, namesakes.draft):
        button.click()
        assert said in namesakes.outcome.value
        assert "没有填完" in namesakes.outcome.value
    assert lines(namesakes.folder) == []


def test_a_move_begun_and_not_added_holds_the_recording_back(form, folder):
    moves = form.control.moves
    sign(form)
    moves.reason.value = "支教"
    form.write.click()
    assert "没有写明教师" in form.outcome.value
    moves.teacher.value, moves.tier.value = "陈十", "良好"
    form.draft.click()
    assert "没有写明调整的批准人" in form.outcome.value
    moves.authoriser.value = "校长室"
    form.write.click()
    assert "还没有加入" in form.outcome.value
    assert lines(folder) == []
    moves.add.click()
    form.write.click()
    assert len(open_ledger(folder).lines[-1].content["scenario"]["moves"]) == 1


@pytest.mark.parametrize(
    "begin",
    [
        lambda moves: setattr(moves.teacher, "value", "陈"),
        lambda moves: setattr(moves.tier, "value", "良好"),
        lambda moves: setattr(moves.authoriser, "value", "校长室"),
        lambda moves: setattr(moves.despite, "value", True),
    ],
)
def test_a_row_can_be_emptied_and_then_holds_nothing_back(form, folder, begin):
    sign(form)
    begin(form.control.moves)
    form.write.click()
    assert lines(folder) == []
    form.control.moves.clear.click()
    form.write.click()
    assert lines(folder) == [(1, "policy"), (2, "decision")]


# ------------------------------------------------------------------ hidden names


def test_with_names_hidden_a_code_is_enough_and_a_name_is_not_kept_in_the_box(form, names, result):
    names.value = True
    code = names.codes(result)["0010"]
    moves = form.control.moves
    moves.teacher.value = code
    assert moves.teacher.value == f"{code}（语文组）"
    names.value = False
    assert moves.teacher.value == "陈十（0010，语文组）"
    moves.teacher.value = "陈十和赵一"
    names.value = True
    assert not [name for name in NAMES if name in everything(form)]


def test_with_names_hidden_teachers_are_chosen_by_code_and_recorded_by_id(
    form, folder, names, result
):
    sign(form)
    names.value = True
    code = names.codes(result)["0010"]
    move(form, code)
    assert form.control.value.scenario.moves[0].teacher_id == "0010"
    form.write.click()
    told = open_ledger(folder).lines[-1].content["scenario"]["moves"][0]
    assert told["teacher_id"] == "0010"


def test_with_names_hidden_nobody_is_named_anywhere(result, folder, names):
    named = Scenario("照顾陈十", {}, (ManualMove("0010", "良好", "陈十支教", "赵一"),))
    form = DecisionForm(result, folder, [named], names=names)
    choose(form, "照顾")
    sign(form, why="陈十支教归来")
    move(form, "郑七", reason="郑七带教")
    form.write.click()
    assert "陈十" in everything(form)
    form.control.reason.value = ""
    form.control.moves.authoriser.value = ""
    names.value = True
    text = everything(form)
    assert not [name for name in NAMES if name in text]
    assert "0010" not in text
    names.value = False
    assert "陈十" in everything(form)


def test_an_error_names_nobody_while_names_are_hidden(result, folder, names):
    stray = Scenario("甲", {}, (UP, UP))
    form = DecisionForm(result, folder, [stray], names=names)
    names.value = True
    choose(form, "甲")
    sign(form)
    form.write.click()
    assert "重复" in form.outcome.value
    assert "0010" not in form.outcome.value + shown(form.preview)


def test_a_blank_name_keeps_the_scenarios_own(result, folder, names):
    form = DecisionForm(result, folder, [FEWER], names=names)
    choose(form, "少一席")
    form.control.name.value = "  "
    assert form.control.value.scenario.name == "少一席"
    with pytest.raises(UsageError):
        Scenario(" ")


# ------------------------------------------------------------------ in a browser


def field(page, label):
    """Find what is entered under a label."""
    return page.locator(f".widget-inline-hbox:has(> .widget-label:text-is('{label}'))").locator(
        "input, select, textarea"
    )


@pytest.mark.notebook
def test_a_decision_is_recorded_by_keyboard_and_is_there_after_a_reload(page, lab):
    addresses, errors = [], []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    open_notebook(page, lab, "04_summary_report")
    ledger = page.locator(".xiaoben-table", has_text="决议账本")
    expect(page.locator(".xiaoben-sentence", has_text="账本里还没有记录")).to_be_visible()

    field(page, "决定人").focus()
    page.keyboard.type("校长办公会")
    page.keyboard.press("Tab")
    page.keyboard.type("按会议讨论 dd")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("button:focus", has_text="个别教师的调整")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field(page, "批准人")).to_be_visible()
    page.keyboard.press("Enter")
    while not page.locator("button:focus", has_text="记入账本").count():
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(
        page.locator(".xiaoben-outcome", has_text="已记入账本：第 2 号记录（决定）")
    ).to_be_visible()
    expect(ledger).to_contain_text("校长办公会：按会议讨论 dd")
    expect(page.locator(".xiaoben-sentence", has_text="以下按第 2 号记录")).to_be_visible()

    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Control+s")
    page.reload()
    expect(ledger).to_contain_text("校长办公会：按会议讨论 dd")
    assert [url for url in addresses if not url.startswith((lab, "data:", "blob:"))] == []
    assert errors == []
