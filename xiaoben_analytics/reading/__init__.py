"""Files to tables: what a file is, its cells, its headings, its values, its people."""

from xiaoben_analytics.reading.corrections import read_corrections
from xiaoben_analytics.reading.entry import read_file, read_plan_text, read_school
from xiaoben_analytics.reading.file import FileReading, SheetReading
from xiaoben_analytics.reading.offers import offer_people
from xiaoben_analytics.reading.results import DRAFTS_FILE
from xiaoben_analytics.reading.settings import PEOPLE_FILE, SETTINGS_FILES

__all__ = [
    "DRAFTS_FILE",
    "PEOPLE_FILE",
    "SETTINGS_FILES",
    "FileReading",
    "SheetReading",
    "offer_people",
    "read_corrections",
    "read_file",
    "read_plan_text",
    "read_school",
]
