"""The pack: every file or none, the same numbers in each, and nothing that must not leave."""

import hashlib
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from parts import parts_of

from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.export import handouts, write_pack
from xiaoben_analytics.summary.model import texts

LEADERSHIP = (
    "总结报告.docx",
    "汇报.pptx",
    "成绩总表.xlsx",
    "互动图表.html",
    "学时登记.xlsx",
    "会议纪要.docx",
)
FEW = {"audiences": ["leadership", "public"]}
NAMES = {*LEADERSHIP, "公示.docx", "公示.xlsx", "核对.json", "run.json"}


def _contents(folder):
    """Every file of a folder and of those inside it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _letters(result):
    people = result.standings[["teacher_id", "name"]].itertuples(index=False, name=None)
    return {f"个人单/{who}_{name}.docx" for who, name in people}


def _reports(result):
    return {f"教研组/{group}.docx" for group in result.standings["group"]}


@pytest.fixture
def filled(tmp_path):
    """A folder with an older pack."""
    for name in NAMES:
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    return tmp_path


def test_files_and_key_numbers_are_told(result, summary, tmp_path):
    told = []
    target = tmp_path / "a" / "b"
    pack = write_pack(result, target, progress=told.append)
    names = {path.relative_to(target).as_posix() for path in pack.files}
    assert names == set(_contents(target)) == {*NAMES, *_letters(result), *_reports(result)}
    assert names < set(told)
    assert pack.key_numbers == summary.numbers


def test_equal_input_gives_equal_files(pack, result, tmp_path):
    write_pack(result, tmp_path)
    assert _contents(tmp_path) == _contents(pack)


def test_run_says_what_the_pack_was_made_of(pack, result):
    run = json.loads((pack / "run.json").read_text(encoding="utf-8"))
    assert {name: one["sha256"] for name, one in run["outputs"].items()} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in _contents(pack).items()
        if name != "run.json"
    }
    assert run["policy"]["id"] == "county-110"
    assert run["policy"]["ratios"] == {"优秀": "3/10", "良好": "2/5", "合格": "3/10"}
    assert run["key_numbers"]["参评教师（人）"] == str(len(result.standings))
    assert [entry["file"] for entry in run["inputs"]] == ["花名册.xlsx", "考勤.xlsx"]


def test_run_knows_the_hash_of_every_input(result, tmp_path):
    (tmp_path / "花名册.xlsx").write_bytes(b"abc")
    school = replace(result.school, folder=str(tmp_path))
    write_pack(replace(result, school=school), tmp_path / "out", audiences=["public"])
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    hashes = [entry["sha256"] for entry in run["inputs"]]
    assert hashes == [hashlib.sha256(b"abc").hexdigest(), None]
    assert str(tmp_path) not in json.dumps(run)


def test_whoever_may_not_read_the_report_learns_nothing_of_it_from_run(result, summary, tmp_path):
    write_pack(result, tmp_path, audiences=["public"])
    told = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert not {"key_numbers", "findings", "results"} & set(json.loads(told))
    assert summary.numbers["最低总分（分）"] not in told
    assert "花名册" not in told


def test_run_shows_no_personal_number_that_a_file_is_called_by(result, tmp_path):
    files = result.school.files.replace({"file": {"考勤.xlsx": "李敏13800000003考勤.xlsx"}})
    write_pack(replace(result, school=replace(result.school, files=files)), tmp_path, **FEW)
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert [one["file"] for one in run["inputs"]] == ["花名册.xlsx", "李敏（已隐去）考勤.xlsx"]
    assert "13800000003" not in json.dumps(run)


def test_a_file_that_does_not_say_what_was_computed_replaces_nothing(filled, result, monkeypatch):
    def write_wrongly(summary, path, template=None):
        wrong = {**summary.numbers, "出勤率": "1.0%"}
        write_report(replace(summary, numbers=texts(wrong)), path, template)

    write_report = handouts.write_report
    monkeypatch.setattr(handouts, "write_report", write_wrongly)
    before = _contents(filled)
    with pytest.raises(OutputError, match=r"总结报告\.docx.*出勤率应为“.*”，现为“1\.0%”"):
        write_pack(result, filled, **FEW)
    assert _contents(filled) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("bug")])
def test_a_writer_that_fails_midway_leaves_the_old_pack_whole(filled, result, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(handouts, "write_page", fail)
    before = _contents(filled)
    with pytest.raises(OutputError if isinstance(error, OSError) else RuntimeError):
        write_pack(result, filled, **FEW)
    assert _contents(filled) == before


def test_a_first_pack_that_fails_leaves_no_folder(result, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handouts, "write_workbook", fail)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_pack(result, tmp_path / "out", **FEW)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_open_elsewhere_keeps_the_old_pack_and_is_named(filled, result, monkeypatch):
    move = Path.replace

    def refuse(self, target):
        if Path(target).name == "互动图表.html" and self.parent != Path(target).parent / "old":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return move(self, target)

    before = _contents(filled)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"互动图表\.html.*请关闭正在打开它的"):
        write_pack(result, filled, **FEW)
    assert _contents(filled) == before


def test_new_files_go_again_where_there_was_no_old_pack(result, tmp_path, monkeypatch):
    (tmp_path / "成绩总表.xlsx").mkdir()  # a folder where the workbook should go
    with pytest.raises(OutputError, match=r"成绩总表\.xlsx"):
        write_pack(result, tmp_path, **FEW)
    assert [path.name for path in tmp_path.iterdir()] == ["成绩总表.xlsx"]


def test_a_target_that_is_a_file_is_refused(result, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="原有文件没有改动"):
        write_pack(result, tmp_path / "out", **FEW)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may write everywhere")
def test_a_read_only_folder_is_refused(result, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        write_pack(result, tmp_path, **FEW)


def test_nothing_personal_and_nothing_unseen_leaves(harmful_pack):
    for path in harmful_pack.rglob("*.*"):
        if path.suffix == ".html":
            continue  # plotly's program holds long numbers; its data are read in test_html
        for part, text in parts_of(path).items():
            assert "13800000000" not in text, part
            assert "1980-13-01" not in text, part
            assert not re.search("1979.05.17|19790517", text), part
            assert not set(text) & {"\x0b", "\x07", "\u202e"}, part
            assert path.suffix == ".json" or "<script" not in text, part


def test_the_page_holds_nothing_personal(harmful_pack):
    text = (harmful_pack / "互动图表.html").read_text(encoding="utf-8")
    assert not re.search("13800000000|1980-13-01|1979.05.17", text)


def test_what_the_older_pack_held_and_this_one_does_not_goes_unless_somebody_changed_it(
    result, tmp_path
):
    write_pack(result, tmp_path, audiences=["teacher", "public"])
    changed, *letters = sorted((tmp_path / "个人单").iterdir())
    changed.write_bytes(b"signed by hand")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    pack = write_pack(result, tmp_path, audiences=["public"])
    assert set(pack.removed) == set(letters)
    assert pack.kept == (changed,)
    assert set(_contents(tmp_path)) == {
        *("公示.docx", "公示.xlsx", "核对.json", "run.json", "mine.txt"), f"个人单/{changed.name}"
    }  # fmt: skip


def test_a_record_that_speaks_of_other_places_has_nothing_removed(result, tmp_path):
    precious = tmp_path / "precious.docx"
    precious.write_bytes(b"x")
    out = tmp_path / "out"
    out.mkdir()
    made = {"sha256": hashlib.sha256(b"x").hexdigest()}
    run = {"outputs": {"../precious.docx": made}, "key_numbers": {}}
    (out / "run.json").write_text(json.dumps(run), encoding="utf-8")
    assert write_pack(result, out, audiences=["public"]).removed == ()
    assert precious.read_bytes() == b"x"


class Cancelled(Exception):
    """Somebody wants no more letters."""


def test_letters_stopped_midway_leave_everything_as_it_was(filled, result):
    before, told = _contents(filled), []

    def stop(name):
        told.append(name)
        if len([one for one in told if one.startswith("个人单/")]) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pack(result, filled, audiences=["teacher"], progress=stop)
    assert _contents(filled) == before
    assert list(filled.glob(".*")) == []


def test_a_letter_that_cannot_be_replaced_puts_everything_back(result, tmp_path, monkeypatch):
    write_pack(result, tmp_path, audiences=["public", "teacher"])
    before, move = _contents(tmp_path), Path.replace
    last = sorted(before)[-2]

    def refuse(self, target):
        if Path(target) == tmp_path / last and "old" not in self.parts:
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=Path(last).name):
        write_pack(result.what_if(ratios="20/50/30"), tmp_path, audiences=["public", "teacher"])
    assert _contents(tmp_path) == before


def test_what_a_killed_run_has_left_is_cleared_away_and_what_is_at_work_is_not(result, tmp_path):
    dead, alive = tmp_path / ".未完成-a", tmp_path / ".未完成-b"
    for folder in dead, alive:
        folder.mkdir()
        (folder / "总结报告.docx").write_bytes(b"x")
    (dead / ".lock").touch()
    with FileLock(alive / ".lock"):
        write_pack(result, tmp_path, audiences=["public"])
        assert (dead.exists(), alive.exists()) == (False, True)
    write_pack(result, tmp_path, audiences=["public"])
    assert list(tmp_path.glob(".*")) == []


def test_the_place_that_cannot_be_written_is_named(result, tmp_path):
    (tmp_path / "个人单").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match=r"无法写入“[^”]*/个人单/[^”]*”（路径中有一段是文件"):
        write_pack(result, tmp_path, audiences=["teacher"])
    with pytest.raises(OutputError, match="文件名太长"):
        write_pack(result, tmp_path / ("长" * 100), audiences=["public"])


def test_an_interruption_while_files_are_exchanged_puts_all_back(result, tmp_path, monkeypatch):
    write_pack(result, tmp_path, audiences=["public", "group"])
    before, move, moved = _contents(tmp_path), Path.replace, []

    def interrupt(self, target):
        done = move(self, target)
        if "old" not in self.parts:
            moved.append(target)
            if len(moved) == 3:
                raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_pack(result.what_if(ratios="20/50/30"), tmp_path, audiences=["public", "group"])
    assert _contents(tmp_path) == before
