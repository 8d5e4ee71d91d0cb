"""Files to tables: what a file is, its cells, its headings, its values, its people."""

from xiaoben_analytics.reading.entry import read_file, read_plan_text, read_school
from xiaoben_analytics.reading.file import FileReading, SheetReading

__all__ = ["FileReading", "SheetReading", "read_file", "read_plan_text", "read_school"]
