"""Scenarios kept between pages: read as they were written, and nothing of anybody's overwritten."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from decided import write_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.drafts import read_drafts, write_drafts
from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.ledger import open_ledger
from xiaoben_analytics.reading import DRAFTS_FILE, read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.widgets import DecisionForm, NameSwitch, TierExplorer

KEPT = (
    Scenario("少一席", {"ratios": "20/50/30", "weights": {"考勤": "1.2"}, "min_group": 3}),
    Scenario("支教", {}, (ManualMove("0010", "良好", "支教", "校长室", despite_gate=True),)),
)
BROKEN = [
    "", "{}", "[1]", "null", "[{}]", '[{"name": "甲"', "\0", "[" * 9999,
    '[{"name": " ", "changes": {}, "moves": []}]',
    '[{"name": "现在", "changes": {}, "moves": []}]',
    '[{"name": "甲", "changes": []}]',
    '[{"name": 1}]',
    '[{"name": "甲", "later": 1}]',
    '[{"name": "甲"}, {"name": "甲"}]',
    '[{"name": "甲", "moves": [{"teacher_id": "0010"}]}]',
    '[{"name": "甲", "moves": [{"teacher_id": "", "to_tier": "良好", "reason": "因", "authoriser": "校"}]}]',
]  # fmt: skip


def test_what_is_written_is_read(tmp_path):
    assert read_drafts(tmp_path) == ()
    write_drafts(tmp_path, KEPT)
    assert read_drafts(str(tmp_path)) == KEPT
    write_drafts(tmp_path, ())
    assert read_drafts(tmp_path) == ()
    assert [path.name for path in tmp_path.iterdir()] == [DRAFTS_FILE]


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_is_not_the_programs_is_said_and_stays(tmp_path, text):
    (tmp_path / DRAFTS_FILE).write_text(text, encoding="utf-8")
    for act in (read_drafts, lambda folder: write_drafts(folder, KEPT)):
        with pytest.raises(UsageError, match=r"方案草案\.json”不是.*没有改动"):
            act(tmp_path)
    assert (tmp_path / DRAFTS_FILE).read_text("utf-8") == text


def test_bytes_that_are_no_text_are_said(tmp_path):
    (tmp_path / DRAFTS_FILE).write_bytes(b"\xff\xfe[]")
    with pytest.raises(UsageError, match="方案草案"):
        read_drafts(tmp_path)


def test_a_file_saved_by_notepad_is_read(tmp_path):
    write_drafts(tmp_path, KEPT)
    text = (tmp_path / DRAFTS_FILE).read_bytes()
    (tmp_path / DRAFTS_FILE).write_bytes(b"\xef\xbb\xbf" + text)
    assert read_drafts(tmp_path) == KEPT


def test_a_folder_in_its_place_is_a_sentence(tmp_path):
    (tmp_path / DRAFTS_FILE).mkdir()
    with pytest.raises(UsageError, match="无法读取"):
        write_drafts(tmp_path, KEPT)


def test_a_folder_that_is_gone_is_not_made(tmp_path):
    with pytest.raises(OutputError, match="没有这个位置"):
        write_drafts(tmp_path / "没有", KEPT)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_what_was(tmp_path, monkeypatch):
    write_drafts(tmp_path, KEPT)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_drafts(tmp_path, ())
    monkeypatch.undo()
    assert read_drafts(tmp_path) == KEPT
    assert [path.name for path in tmp_path.iterdir()] == [DRAFTS_FILE]


def test_two_of_one_name_are_not_written(tmp_path):
    with pytest.raises(UsageError, match="重复"):
        write_drafts(tmp_path, (KEPT[0], KEPT[0]))
    assert list(tmp_path.iterdir()) == []


def test_reading_a_school_passes_the_drafts_over(tmp_path):
    folder = write_school(tmp_path / "甲校")
    before = read_school(folder)
    write_drafts(folder, KEPT)
    after = read_school(folder)
    assert after.files.equals(before.files)
    assert after.problems.equals(before.problems)


# ------------------------------------------------------------------ the shelf and the form


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_school(tmp_path / "甲校")


def open_panel(folder) -> TierExplorer:
    """Open the panel as another kernel would."""
    return TierExplorer(assess(read_school(folder)))


def keep(panel, name, ratios):
    panel.control.ratios.value = ratios
    panel.shelf.name.value = name
    panel.shelf.keep.click()


def labels(form):
    return [text for text, _ in form.control.scenario.options]


def names(panel):
    return [one.name for one in panel.scenarios]


def test_what_one_page_keeps_the_next_has(folder):
    keep(open_panel(folder), "少一席", "20/50/30")
    panel = open_panel(folder)
    assert panel.scenarios == panel.shelf.value == (Scenario("少一席", {"ratios": "20/50/30"}),)
    assert "少一席" in panel.comparison.viewer.tables.value
    panel.shelf.drop.click()
    assert open_panel(folder).scenarios == ()


def test_two_pages_do_not_lose_what_the_other_keeps(folder):
    one, other = open_panel(folder), open_panel(folder)
    keep(one, "甲", "20/50/30")
    keep(other, "乙", "10/60/30")
    assert names(other) == ["甲", "乙"]
    other.shelf.kept.value = "乙"
    keep(one, "丙", "40/30/30")
    other.shelf.drop.click()
    assert names(other) == ["甲", "丙"]
    keep(one, "甲", "50/30/20")
    assert "重复" in one.shelf.alert.value
    assert [scenario.name for scenario in read_drafts(folder)] == ["甲", "丙"]


def test_a_draft_is_decided_on_another_page(folder):
    keep(open_panel(folder), "少一席", "20/50/30")
    form = DecisionForm(assess(read_school(folder)), folder, names=NameSwitch())
    assert labels(form) == ["按考核办法，不作改动", "少一席（方案草案）"]
    form.control.scenario.value = 1
    form.control.decided_by.value, form.control.reason.value = "校长室", "通过"
    form.write.click()
    assert open_ledger(folder).lines[-1].content["scenario"]["changes"] == {"ratios": "20/50/30"}


def test_panel_and_form_of_one_page_stay_in_step(folder):
    panel = open_panel(folder)
    form = DecisionForm(assess(read_school(folder)), folder, panel, names=NameSwitch())
    keep(panel, "少一席", "20/50/30")
    assert labels(form) == ["按考核办法，不作改动", "少一席（本页）"]
    panel.shelf.drop.click()
    assert labels(form) == ["按考核办法，不作改动"]


def test_a_broken_file_is_said_and_scenarios_stay_on_the_page(folder):
    (folder / DRAFTS_FILE).write_text("{", encoding="utf-8")
    panel = open_panel(folder)
    form = DecisionForm(assess(read_school(folder)), folder, panel, names=NameSwitch())
    for said in (panel.shelf.alert.value, form.note.value):
        assert "不是本程序能读的方案草案" in said
    keep(panel, "少一席", "20/50/30")
    assert "只在这一页上" in panel.shelf.alert.value
    assert names(panel) == ["少一席"]
    keep(panel, "又一个", "10/60/30")
    assert names(panel) == ["少一席", "又一个"]
    assert labels(form)[1:] == ["少一席（本页）", "又一个（本页）"]
    assert (folder / DRAFTS_FILE).read_text("utf-8") == "{"


def test_a_school_without_a_folder_keeps_scenarios_on_the_page(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    panel = TierExplorer(assess(replace(read_school(folder), folder="")))
    keep(panel, "少一席", "20/50/30")
    assert names(panel) == ["少一席"]
    assert not list(tmp_path.glob("*.json"))


def test_a_draft_that_no_longer_applies_is_named_and_kept(folder):
    stray = Scenario("别的组", {"group_ratios": {"音乐组": "20/50/30"}})
    write_drafts(folder, (stray,))
    panel = open_panel(folder)
    assert "方案“别的组”不能套用" in panel.comparison.viewer.sentence.value
    keep(panel, "少一席", "20/50/30")
    assert "方案“别的组”不能套用" in panel.comparison.viewer.sentence.value
    assert "少一席" in panel.comparison.viewer.tables.value
    assert read_drafts(folder)[0] == stray
