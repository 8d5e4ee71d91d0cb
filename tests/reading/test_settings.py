"""What a school has settled: reading.toml and people.toml."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.reading import read_file, settings
from xiaoben_analytics.reading.settings import Settings, read_settings


def test_without_the_file_nothing_is_set(tmp_path):
    assert read_settings(tmp_path) == Settings()


def test_legends_for_all_and_for_single_files(tmp_path):
    path = tmp_path / "reading.toml"
    path.write_text('[legend]\n"√" = "出席"\n[files."甲.xlsx".legend]\n"/" = "缺席"\n', "utf-8")
    assert read_settings(tmp_path) == Settings({"√": "出席"}, {"甲.xlsx": {"/": "缺席"}})


@pytest.mark.parametrize(
    "text", ["[legend", 'legend = "√"', '[legend]\n"√" = 1', '[files."甲"]\nx = 1']
)
def test_what_is_no_legend_is_an_error_that_names_the_file(tmp_path, text):
    path = tmp_path / "reading.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"reading\.toml"):
        read_settings(tmp_path)


def test_a_legend_of_unknown_words_is_an_error(tmp_path):
    path = tmp_path / "reading.toml"
    path.write_text('[legend]\n"√" = "来了"\n', "utf-8")
    with pytest.raises(UsageError, match="来了"):
        read_settings(tmp_path)


def test_names_are_settled_by_ids_and_blank_ones_settle_nothing(tmp_path):
    text = '[people]\n"王伟" = "0001"\n"刘洋" = ""\n'
    (tmp_path / "people.toml").write_text(text, "utf-8")
    assert read_settings(tmp_path).people == {"王伟": "0001"}


@pytest.mark.parametrize("text", ["[people", '[people]\n"王伟" = 1', 'people = "王伟"'])
def test_what_settles_no_names_is_an_error_that_names_the_file(tmp_path, text):
    (tmp_path / "people.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"people\.toml"):
        read_settings(tmp_path)


HOSTILE = {
    "a list in itself": "a=" + "[" * 20_000,
    "a table in itself": "a=" + "{a=" * 20_000,
    "a line without end": "a" + ".a" * 20_000 + "=1",
    "a file without end": "# 说明\n" * 100_000,
    "no text": "\x00",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("file", ["reading.toml", "people.toml"])
def test_what_would_cost_too_much_to_read_is_an_error_that_names_the_file(tmp_path, file, text):
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(UsageError, match=file):
        read_settings(tmp_path)


@pytest.mark.parametrize("text", ["9" * 5000, "[\n" * 20_000])
def test_what_python_itself_gives_up_on_is_an_error_that_names_the_file(
    tmp_path, monkeypatch, text
):
    monkeypatch.setattr(settings, "LINE_LIMIT", 10_000)
    (tmp_path / "people.toml").write_text(f"a={text}", "utf-8")
    with pytest.raises(UsageError, match=r"people\.toml.*不是正确的 TOML"):
        read_settings(tmp_path)


@pytest.mark.parametrize("word", ["[1]", "{a.a.a = 1}", "true", "2021-09-10"])
def test_a_mark_that_means_no_text_is_an_error(tmp_path, word):
    (tmp_path / "reading.toml").write_text(f'[legend]\n"√" = {word}\n', "utf-8")
    with pytest.raises(UsageError, match="图例写法不对"):
        read_settings(tmp_path)


def test_files_that_cannot_be_opened_are_a_wrong_call(tmp_path, monkeypatch):
    def denied(_):
        raise PermissionError(errno.EACCES, "denied")

    (tmp_path / "people.toml").write_text("[people]\n", "utf-8")
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(UsageError, match=r"无法读取.*people\.toml"):
        read_settings(tmp_path)


def test_a_legend_of_a_file_that_is_not_there_is_said(read, tmp_path, found):
    text = (
        '[files."考勤表.xlsx".legend]\n"/" = "缺席"\n[files."花名册.xlsx".legend]\n"/" = "缺席"\n'
    )
    (tmp_path / "reading.toml").write_text(text, "utf-8")
    school = read(考勤=[("姓名", "活动编号", "考勤"), ("李娜", "P2", "出席")])
    assert found(school, "reading.toml") == [
        (None, "", "文件夹中没有这个文件，为它写的图例没有用上")
    ]
    (told,) = school.problems.query("file == 'reading.toml'").to_dict("records")
    assert told["value"] == "考勤表.xlsx"
    assert "是否为“考勤.xlsx”" in told["advice"]
    assert read_file(tmp_path / "考勤.xlsx").sheets[0].problems == ()


def test_a_mark_may_be_left_unrecorded(tmp_path):
    (tmp_path / "reading.toml").write_text('[legend]\n"/" = "未登记"\n', encoding="utf-8")
    assert read_settings(tmp_path).legend == {"/": "未登记"}
