"""What several tables share: a teacher's id and name, dates, notes, and how choices are declared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables.model import Column

ID = Column(
    col.TEACHER_ID,
    "工号",
    "id",
    ("教师工号", "教工号", "职工号", "教师编号", "员工号", "教职工号", "编号"),
)
NAME = Column(col.NAME, "姓名", "name", ("教师姓名", "老师姓名", "教师", "参训教师", "名字"))
DATE = Column(col.DATE, "日期", "date", ("时间", "活动日期", "培训日期"))
NOTE = Column(col.NOTE, "备注", aliases=("说明", "备 注"))


def choices_of(*values: str, **spellings: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Declare the allowed values of a column, each with its other spellings."""
    return MappingProxyType({value: spellings.get(value, ()) for value in values})


def words(text: str) -> tuple[str, ...]:
    """Split words at spaces."""
    return tuple(text.split())
