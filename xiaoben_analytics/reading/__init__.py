"""Files to tables: what a file is, its cells, its headings, its values, its people."""

from xiaoben_analytics.reading.school import read_plan_text, read_school

__all__ = ["read_plan_text", "read_school"]
