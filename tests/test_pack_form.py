"""Writing the pack from a page: what was decided, nothing replaced unasked, nothing half done."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from decided import NAMES, ROSTER, write_school

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.export import write_pack
from xiaoben_analytics.ledger import lock, open_ledger
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.widgets import Decision, DecisionForm, NameSwitch, PackForm, record

FEWER = Scenario("少一席", {"ratios": "20/50/30"})


@dataclass
class Writer:
    """Writes two files as `write_pack` would, and remembers for what."""

    written: list[Assessment] = field(default_factory=list)
    fault: Exception | None = None

    def __call__(self, result, folder, *, progress):
        for name in ("甲.txt", "乙.txt"):
            progress(name)
        if self.fault:
            raise self.fault
        self.written.append(result)
        folder.mkdir(parents=True, exist_ok=True)
        files = tuple(folder / name for name in ("甲.txt", "乙 1.txt"))
        for file in files:
            file.write_text("新", encoding="utf-8")
        return Written(files)


@dataclass
class Written:
    files: tuple[Path, ...]
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_school(tmp_path / "甲校")


@pytest.fixture
def form(folder) -> DecisionForm:
    return DecisionForm(assess(read_school(folder)), folder, [FEWER], names=NameSwitch())


def decide(form):
    form.control.scenario.value = 1
    form.control.decided_by.value, form.control.reason.value = "校长室", "通过"
    form.write.click()


def press(pack):
    pack.start.click()
    if pack.working.is_alive():
        pack.working.join()


def numbers(pack):
    return pack.numbers.sentence.value + pack.numbers.tables.value


def test_without_a_decision_it_is_the_regulation_and_is_said(form):
    writer = Writer()
    pack = PackForm(form, writer)
    assert "账本里还没有决定" in numbers(pack)
    press(pack)
    assert writer.written == [form.result]


def test_what_is_written_is_what_was_decided_last(form):
    writer = Writer()
    pack = PackForm(form, writer)
    decide(form)
    assert "以下按第 2 号记录（决定，" in numbers(pack)
    assert '<td>优秀（人）</td><td class="number">2</td>' in numbers(pack)
    press(pack)
    (result,) = writer.written
    assert (result.standings["tier"] == "优秀").sum() == 2


def test_files_go_into_the_schools_folder_and_are_linked(form, folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    pack = PackForm(form, Writer())
    press(pack)
    assert "已写出 2 个文件" in pack.outcome.value
    assert str(folder / "会议材料") in pack.outcome.value
    (output,) = pack.links.outputs
    assert 'href="%E7%94%B2%E6%A0%A1/%E4%BC%9A' in output["data"]["text/html"]
    assert "乙%201.txt".encode().decode() not in output["data"]["text/html"]
    assert "%E4%B9%99%201.txt" in output["data"]["text/html"]


def test_folders_inside_are_counted_and_what_went_or_stayed_is_said(form, folder):
    place = folder / "会议材料"

    def write(_result, _folder, **_):
        files = (place / "甲.txt", place / "个人单" / "1.docx", place / "个人单" / "2.docx")
        return Written(files, removed=(place / "旧.docx",), kept=(place / "改过.docx",))

    pack = PackForm(form, write)
    press(pack)
    html = pack.links.outputs[0]["data"]["text/html"]
    assert "<li>个人单（2 个文件）</li>" in html
    assert "1.docx" not in html
    assert "这次没有的 1 个文件已删去" in pack.outcome.value
    assert "另有 1 个这次没有、但有人改过，留着没动" in pack.outcome.value


def test_in_the_meeting_places_are_named_and_not_linked(form, folder, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    pack = PackForm(form, Writer())
    press(pack)
    html = pack.links.outputs[0]["data"]["text/html"]
    assert "href" not in html
    assert str(folder / "会议材料" / "甲.txt") in html


def test_nothing_is_replaced_unasked(form, folder):
    pack, target = PackForm(form, Writer()), folder / "会议材料"
    target.mkdir()
    (target / "甲.txt").write_text("旧", encoding="utf-8")
    (target / "别的.docx").write_text("别人的", encoding="utf-8")
    press(pack)
    assert "里已有别的.docx、甲.txt，同名的会被替换" in pack.outcome.value
    assert (target / "甲.txt").read_text("utf-8") == "旧"
    press(pack)
    assert (target / "甲.txt").read_text("utf-8") == "新"
    assert (target / "别的.docx").read_text("utf-8") == "别人的"
    press(pack)
    assert "再按一次" in pack.outcome.value


def test_agreeing_to_one_folder_agrees_to_no_other(form, folder):
    writer = Writer()
    pack = PackForm(form, writer)
    press(pack)
    press(pack)
    pack.folder.value = str(folder)
    press(pack)
    assert "再按一次" in pack.outcome.value
    assert len(writer.written) == 1


def test_it_can_be_stopped_between_two_files_and_leaves_nothing(form, folder):
    pack = PackForm(form, write_pack)

    def stop(change):
        if "汇报.pptx" in change["new"]:
            pack.cancel.click()

    pack.outcome.observe(stop, "value")
    press(pack)
    assert "已停止，没有写出任何文件" in pack.outcome.value
    assert not (folder / "会议材料").exists()
    assert (pack.start.disabled, pack.cancel.disabled) == (False, True)


def test_the_pack_itself_is_written_with_progress(form, folder):
    pack, told = PackForm(form, write_pack), []
    pack.outcome.observe(lambda change: told.append(change["new"]), "value")
    decide(form)
    press(pack)
    assert "正在做：总结报告.docx……（第 1 步）" in told[0]
    names = {path.name for path in (folder / "会议材料").iterdir()}
    (output,) = pack.links.outputs
    assert ">run.json</a>：版本与校验，供以后核对</li>" in output["data"]["text/html"]
    assert {"run.json", "互动图表.html", "总结报告.docx", "成绩总表.xlsx", "个人单"} < names
    assert '"优秀（人）": "2"' in (folder / "会议材料" / "run.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OutputError.not_writable("甲.txt", "磁盘已满"), "磁盘已满"),
        (RuntimeError("<b>怪事</b>"), "没有写成（RuntimeError）：&lt;b&gt;怪事"),
    ],
)
def test_a_failure_is_said_and_the_button_works_again(form, fault, said):
    pack = PackForm(form, Writer(fault=fault))
    press(pack)
    assert said in pack.outcome.value
    assert not pack.start.disabled
    assert pack.links.outputs == ()


@pytest.mark.parametrize(
    ("given", "said"), [("  ", "没有写明存放到哪个文件夹"), ("文件", "应为一个文件夹")]
)
def test_a_place_that_is_no_folder_is_refused(form, tmp_path, given, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("文件").touch()
    pack = PackForm(form, Writer())
    pack.folder.value = given
    press(pack)
    assert said in pack.outcome.value
    assert sorted(path.name for path in tmp_path.iterdir()) == ["文件", "甲校"]


def test_the_folder_may_be_the_users_own(form, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    pack = PackForm(form, Writer())
    pack.folder.value = "~/会后"
    press(pack)
    assert sorted(path.name for path in (tmp_path / "会后").iterdir()) == ["乙 1.txt", "甲.txt"]


def test_no_links_stand_beside_a_new_warning(form):
    pack = PackForm(form, Writer())
    press(pack)
    assert pack.links.outputs
    press(pack)
    assert "再按一次" in pack.outcome.value
    assert pack.links.outputs == ()


def test_a_locked_ledger_still_gives_its_pack(form, folder):
    decide(form)
    lock(open_ledger(folder), by="校长室")
    writer = Writer()
    press(PackForm(form, writer))
    assert len(writer.written) == 1


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda text: text.replace("20/50/30", "60/20/20"), "账本“"),
        (lambda text: text.replace("通过", "不通过"), "不可信"),
        (lambda text: text.split("\n", 1)[1], "不可信"),
        (lambda text: text[:-30], "只写了一半"),
    ],
    ids=["ratios changed", "reason changed", "first line gone", "last line torn"],
)
def test_nothing_is_written_by_a_ledger_that_is_not_sound(form, folder, spoilt, said):
    decide(form)
    ledger = open_ledger(folder).path
    ledger.write_text(spoilt(ledger.read_text("utf-8")), encoding="utf-8")
    writer = Writer()
    pack = PackForm(form, writer)
    assert said in numbers(pack)
    assert "优秀（人）" not in numbers(pack)
    press(pack)
    assert said in pack.outcome.value
    assert writer.written == []


def test_a_decision_that_does_not_fit_any_more_is_said(form, folder):
    decide(form)
    roster = [ROSTER[0], *((*row[:2], "数学组") for row in ROSTER[1:])]
    own = Scenario("各组", {"group_ratios": {"语文组": "20/50/30"}})
    record(form.result, folder, Decision(own, "校长室", "通过"))
    write_school(folder, 花名册=roster)
    pack = PackForm(DecisionForm(assess(read_school(folder)), folder, names=NameSwitch()), Writer())
    assert "没有名为“语文组”" in numbers(pack)
    press(pack)
    assert "没有名为“语文组”" in pack.outcome.value


def test_with_names_hidden_the_numbers_name_nobody(form):
    form.control.scenario.value = 1
    form.control.decided_by.value, form.control.reason.value = "赵一", "陈十支教"
    form.write.click()
    pack = PackForm(form, Writer())
    assert "陈十支教" in numbers(pack)
    form.names.value = True
    assert not [name for name in NAMES if name in numbers(pack)]
