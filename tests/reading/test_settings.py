"""What a school has settled: reading.toml and people.toml."""

from __future__ import annotations

import pytest

from xiaoben_analytics.errors import UsageError
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
