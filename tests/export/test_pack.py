"""The pack: every file or none, the same numbers in each, and nothing that must not leave."""

import hashlib
import json
import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.export import pack as module
from xiaoben_analytics.export import write_pack

NAMES = {"总结报告.docx", "成绩总表.xlsx", "互动图表.html", "run.json"}


def _contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _parts(name, content):
    """Every part of a file, archives within archives unpacked."""
    if not is_zipfile(BytesIO(content)):
        yield name, content.decode()
        return
    with ZipFile(BytesIO(content)) as archive:
        for part in archive.namelist():
            inside = archive.read(part)
            if part.endswith((".xml", ".rels")):
                yield f"{name}/{part}", inside.decode()
            elif part.endswith(".xlsx"):
                yield from _parts(f"{name}/{part}", inside)


@pytest.fixture
def filled(tmp_path):
    """A folder with an older pack."""
    for name in NAMES:
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    return tmp_path


def test_files_and_key_numbers_are_told(result, summary, tmp_path):
    told = []
    pack = write_pack(result, tmp_path / "a" / "b", progress=told.append)
    assert {path.name for path in pack.files} == NAMES == set(told)
    assert all(path.is_file() for path in pack.files)
    assert pack.key_numbers == summary.numbers
    assert set(_contents(tmp_path / "a" / "b")) == NAMES


def test_equal_input_gives_equal_files(pack, result, tmp_path):
    write_pack(result, tmp_path)
    assert _contents(tmp_path) == _contents(pack)


def test_run_says_what_the_pack_was_made_of(pack, result):
    run = json.loads((pack / "run.json").read_text(encoding="utf-8"))
    assert run["outputs"] == {
        name: hashlib.sha256((pack / name).read_bytes()).hexdigest()
        for name in sorted(NAMES - {"run.json"}, key=list(run["outputs"]).index)
    }
    assert run["policy"]["id"] == "county-110"
    assert run["policy"]["ratios"] == {"优秀": "3/10", "良好": "2/5", "合格": "3/10"}
    assert run["key_numbers"]["参评教师（人）"] == str(len(result.standings))
    assert [entry["file"] for entry in run["inputs"]] == ["花名册.xlsx", "考勤.xlsx"]


def test_run_knows_the_hash_of_every_input(result, tmp_path):
    (tmp_path / "花名册.xlsx").write_bytes(b"abc")
    school = replace(result.school, folder=str(tmp_path))
    write_pack(replace(result, school=school), tmp_path / "out")
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    hashes = {entry["file"]: entry["sha256"] for entry in run["inputs"]}
    assert hashes == {"花名册.xlsx": hashlib.sha256(b"abc").hexdigest(), "考勤.xlsx": None}
    assert str(tmp_path) not in json.dumps(run)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("bug")])
def test_a_writer_that_fails_midway_leaves_the_old_pack_whole(filled, result, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(module, "write_page", fail)
    before = _contents(filled)
    with pytest.raises(OutputError if isinstance(error, OSError) else RuntimeError):
        write_pack(result, filled)
    assert _contents(filled) == before


def test_a_first_pack_that_fails_leaves_no_folder(result, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_workbook", fail)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_pack(result, tmp_path / "out")
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
        write_pack(result, filled)
    assert _contents(filled) == before


def test_new_files_go_again_where_there_was_no_old_pack(result, tmp_path, monkeypatch):
    (tmp_path / "成绩总表.xlsx").mkdir()  # a folder where the workbook should go
    with pytest.raises(OutputError, match=r"成绩总表\.xlsx"):
        write_pack(result, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["成绩总表.xlsx"]


def test_a_target_that_is_a_file_is_refused(result, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="原有文件没有改动"):
        write_pack(result, tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may write everywhere")
def test_a_read_only_folder_is_refused(result, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        write_pack(result, tmp_path)


def test_nothing_personal_and_nothing_unseen_leaves(harmful_pack):
    for name, content in _contents(harmful_pack).items():
        if name == "互动图表.html":
            continue  # plotly's program holds long numbers; its data are read in test_html
        for part, text in _parts(name, content):
            assert "13800000000" not in text, part
            assert "1980-13-01" not in text, part
            assert not re.search("1979.05.17|19790517", text), part
            assert not set(text) & {"\x0b", "\x07", "\u202e"}, part
            assert "<script" not in text, part


def test_the_page_holds_nothing_personal(harmful_pack):
    text = (harmful_pack / "互动图表.html").read_text(encoding="utf-8")
    assert not re.search("13800000000|1980-13-01|1979.05.17", text)
