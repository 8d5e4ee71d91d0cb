"""Several checks of notes beside each other: each is a record."""

from xiaoben_analytics.reading import read_file
from xiaoben_analytics.reading.table import read_table


def grades(path):
    sheet = read_file(path).sheets[0]
    return [(row["row"], row["姓名"], row["等级"]) for row in sheet.rows], sheet


def test_each_check_is_a_record_of_its_teacher(book):
    rows = [("姓名", "第一次检查", "第二次检查"), ("甲", "优", "良"), ("乙", "合格", "优秀")]
    found, sheet = grades(book({"学习笔记": rows}))
    assert found == [(2, "甲", "优秀"), (3, "乙", "合格"), (2, "甲", "良好"), (3, "乙", "优秀")]
    assert (sheet.used, sheet.set_aside, sheet.notices) == (2, 0, ())


def test_a_check_beside_the_usual_heading_counts_and_a_blank_one_is_none(book):
    rows = [("姓名", "等级", "第2次检查"), ("甲", "优", None), ("乙", "合格", "优秀")]
    found, sheet = grades(book({"学习笔记检查": rows}))
    assert found == [(2, "甲", "优秀"), (3, "乙", "合格"), (3, "乙", "优秀")]
    assert sheet.problems == ()


def test_checks_without_the_name_of_the_table_are_not_taken_for_notes(grid):
    assert read_table(grid(("姓名", "第一次检查", "第二次检查"), ("甲", "优", "良"))) is None
