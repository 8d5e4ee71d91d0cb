"""Spelling variants of one word have one key."""

from __future__ import annotations

import pytest

from xiaoben_analytics.reading.words import heading_key, key, tidy_name


@pytest.mark.parametrize(
    "written", ["王　伟", "王 伟", "王\xa0伟", "王伟\u200b", " 王伟\u202e", "王\n伟"]
)
def test_white_space_and_invisible_signs_do_not_make_another_name(written):
    assert key(written) == key("王伟")
    assert tidy_name(written) == "王伟"


def test_compatibility_forms_and_middle_dots_are_one():
    assert key("⽅⽂") == key("方文")
    assert key("古丽•艾") == key("古丽·艾") == key("古丽・艾")
    assert key("ＹＷ－１") == key("yw-1")


def test_rare_and_traditional_characters_stay_what_they_are():
    assert [tidy_name(name) for name in ("𠮷川", "張偉", "䶮")] == ["𠮷川", "張偉", "䶮"]


def test_traditional_words_are_compared_as_simplified_ones():
    assert key("張偉") == key("张伟")
    assert heading_key("教師姓名") == heading_key("教师姓名")
    assert key("於梵") != key("于梵")  # a surname of its own


@pytest.mark.parametrize(
    "written", ["姓名", "姓 名", "姓名（必填）", "姓名(必填)", "姓名*", "姓\n名："]
)
def test_headings_are_compared_without_remarks(written):
    assert heading_key(written) == "姓名"


def test_a_heading_that_is_only_a_remark_stays():
    assert heading_key("（必填）") == "(必填)"
