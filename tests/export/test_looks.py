"""Slides, workbook, letter and notice look as they did when somebody last looked at them."""

import pytest
from made import make_result
from office import convert
from snapshots import assert_looks_as_kept, pages_of

from xiaoben_analytics.export.letters import letters
from xiaoben_analytics.export.notice import make_notice, write_notice
from xiaoben_analytics.export.slides import write_slides
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.summary import summarize

PAGES = {
    "slides-title": ("slides", 0),
    "slides-numbers": ("slides", 2),
    "slides-chart": ("slides", 4),
    "workbook-settings": ("book", 1),
    "workbook-standings": ("book", 2),
    "letter": ("letter", 0),
    "notice": ("notice", 0),
}
"""Kept pictures: of which file, and of which of its pages."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looks")
    result = make_result(11, teachers=12, groups=2, activities=6)
    summary = summarize(result)
    write_slides(summary, folder / "slides.pptx")
    write_workbook(result, summary, folder / "book.xlsx")
    write_notice(make_notice(result), folder / "notice.docx")
    _, write = next(iter(letters(result)))
    write(folder / "letter.docx")
    made = convert(
        [folder / name for name in ("slides.pptx", "book.xlsx", "notice.docx", "letter.docx")],
        "pdf",
        folder,
    )
    return {name: pages_of(made / f"{name}.pdf") for name in ("slides", "book", "notice", "letter")}


@pytest.mark.parametrize("name", PAGES)
def test_pages_look_as_they_did(shown, tmp_path, name):
    file, page = PAGES[name]
    assert_looks_as_kept(shown[file][page], name, tmp_path)
