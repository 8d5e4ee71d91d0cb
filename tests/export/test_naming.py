"""Names of files: legal on every system, different, and the same whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from xiaoben_analytics.export.naming import file_names


def test_devices_of_windows_are_not_named():
    wanted = {"1": "CON", "2": "nul.甲", "3": "com1", "4": "LPT9.x.y", "5": "CONrad", "6": "com10"}
    assert file_names(wanted, ".docx") == {
        "1": "_CON.docx",
        "2": "_nul.甲.docx",
        "3": "_com1.docx",
        "4": "_LPT9.x.y.docx",
        "5": "CONrad.docx",
        "6": "com10.docx",
    }


def test_signs_dots_and_blanks_at_the_ends_go():
    wanted = {
        "1": 'a<b>:"/\\|?*c',
        "2": " 名. . ",
        "3": "...",
        "4": "王\u202e伟\x0b",
        "5": "名" * 99,
    }
    assert list(file_names(wanted, "").values()) == [
        "a_b_________c"[:3] + "_" * 8 + "c",
        "名",
        "_",
        "王_伟_",
        "名" * 60,
    ]


def test_names_that_differ_in_capitals_only_are_numbered_by_key():
    wanted = {"b": "A1_甲", "a": "a1_甲", "c": "Ａ1_甲"}
    assert file_names(wanted, ".docx") == {
        "a": "a1_甲.docx", "b": "A1_甲_2.docx", "c": "Ａ1_甲.docx"
    }  # fmt: skip


def test_a_number_that_is_taken_is_passed_over():
    assert file_names({"1": "甲", "2": "甲", "3": "甲_2"}, "") == {
        "1": "甲", "2": "甲_2", "3": "甲_2_2"
    }  # fmt: skip


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=8), max_size=8))
def test_names_are_different_for_every_system_and_do_not_depend_on_the_order(wanted):
    named = file_names(wanted, ".docx")
    assert len({name.casefold() for name in named.values()}) == len(wanted)
    assert not any(set(name) & set('<>:"/\\|?*') for name in named.values())
    assert file_names(dict(reversed(wanted.items())), ".docx") == named
