"""The list of problems: searched, sorted, exported; text in it is never markup, formula or date."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from browser import open_notebook
from decided import NAMES, ROSTER, write_school
from playwright.sync_api import expect

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.problems import NOTICE, PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.views import ProblemChoice, explore_problems
from xiaoben_analytics.widgets import Listing, ProblemExplorer, name_switch

CELLS = ["=1+1", "+cmd|' /C calc'!A0", "0007", "2022-02-30", "50%", "<img src=x onerror=alert(1)>"]


@pytest.fixture(scope="module")
def result(tmp_path_factory) -> Assessment:
    """A roster with 赵一 twice, and a file named for somebody with a row that cannot be read."""
    folder = write_school(
        tmp_path_factory.mktemp("甲校"),
        花名册=[*ROSTER, ("0011", "赵一", "数学组")],
        陈十获奖=[("姓名", "级别", "等次"), ("陈十", "世界", "一等奖"), ("无此人", "县", "一等奖")],
    )
    return assess(read_school(folder), max_loss=Fraction(1))


@pytest.fixture
def panel(result):
    name_switch().value = False
    yield ProblemExplorer(result)
    name_switch().value = False


def rows(view):
    (table,) = view.tables.values()
    return table.to_numpy().tolist()


def test_a_list_holds_its_cells_as_they_are():
    listing = Listing(pd.DataFrame({"内容": CELLS}), name="清单")
    assert (listing.columns, listing.rows) == (["内容"], [[cell] for cell in CELLS])
    listing.show(pd.DataFrame({"内容": ["另一行"]}))
    assert listing.rows == [["另一行"]]


def test_what_is_exported_is_text_in_the_order_it_is_listed():
    listing = Listing(pd.DataFrame({"内容": CELLS, "行": list("123456")}), name="清单")
    sheet = openpyxl.load_workbook(BytesIO(listing.book([5, 3, 2, 0, 1, 4]))).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told == [["内容", "行"], *([CELLS[at], str(at + 1)] for at in (5, 3, 2, 0, 1, 4))]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B7")


def test_an_empty_list_can_be_exported():
    listing = Listing(pd.DataFrame({"内容": []}), name="清单")
    sheet = openpyxl.load_workbook(BytesIO(listing.book([]))).active
    assert [cell.value for cell in sheet[1]] == ["内容"]


def test_a_page_that_asks_gets_the_workbook(monkeypatch):
    listing = Listing(pd.DataFrame({"内容": CELLS}), name="清单")
    sent = []
    monkeypatch.setattr(listing, "send", lambda told, buffers: sent.append((told, buffers)))
    listing._answer(listing, {"wanted": "book", "rows": [2]}, [])
    ((told, (book,)),) = sent
    assert told == {"sent": "book"}
    assert openpyxl.load_workbook(BytesIO(book)).active["A2"].value == "0007"


def test_the_panel_lists_what_the_plain_function_gives(panel, result):
    assert panel.listing.rows == rows(explore_problems(result))
    panel.control.severity.value = NOTICE
    choice = ProblemChoice(severity=NOTICE)
    assert panel.control.value == choice
    assert panel.listing.rows == rows(explore_problems(result, choice))
    assert explore_problems(result, choice).sentence in panel.viewer.sentence.value
    assert panel.viewer.chart.figure == explore_problems(result).figure.to_json()


def test_a_clicked_bar_lists_its_file_and_clicked_again_all(panel, result):
    whole = panel.listing.rows
    panel.control.pick("陈十获奖.xlsx")
    assert panel.control.value == ProblemChoice(file="陈十获奖.xlsx")
    assert panel.listing.rows == rows(explore_problems(result, panel.control.value))
    assert {row[1] for row in panel.listing.rows} == {"陈十获奖.xlsx"}
    panel.control.pick("陈十获奖.xlsx")
    assert panel.listing.rows == whole
    panel.control.pick("没有这个文件")
    assert panel.listing.rows == whole


def test_with_names_hidden_nobody_is_named_and_the_choice_stays(panel):
    panel.control.pick("陈十获奖.xlsx")
    panel.control.severity.value = PROBLEM
    chosen, listed = panel.control.value, len(panel.listing.rows)
    name_switch().value = True
    assert panel.control.value == chosen
    assert len(panel.listing.rows) == listed > 0
    options = [label for label, _ in panel.control.file.options]
    text = "".join([*options, *map("".join, panel.listing.rows), panel.viewer.chart.figure])
    panel.viewer.opened.value = True
    text += panel.viewer.sentence.value + panel.viewer.data.value
    assert not [name for name in (*NAMES, "无此人") if name in text]
    panel.control.pick(panel.control.file.label)
    assert panel.control.value.file == ""


def test_a_panel_begins_hidden_if_names_are(result):
    name_switch().value = True
    try:
        panel = ProblemExplorer(result)
        assert not [label for label, _ in panel.control.file.options if "陈十" in label]
    finally:
        name_switch().value = False


def search_by_keyboard(page, listing):
    body, count = listing.locator("tbody tr"), listing.locator("[role=status]")
    expect(count).to_have_text("共 25 条")
    listing.get_by_label("在清单中查找").focus()
    page.keyboard.type("0007 薛月华")
    page.keyboard.press("ArrowLeft")
    expect(count).to_have_text("1 条，共 25 条")
    expect(body).to_contain_text(["工号与姓名不符"])
    page.keyboard.press("Control+a")
    page.keyboard.type("考勤_第二学期")
    expect(body).to_have_count(5)


def sort_by_row_from_below(page, listing):
    listing.get_by_role("button", name="行", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(listing.locator("tbody td:nth-child(4)")).to_have_text(
        ["411", "345", "226", "137", "45"]
    )


def export(page, listing, path):
    with page.expect_download() as download:
        listing.get_by_text("导出 Excel").press("Enter")
    download.value.save_as(path)
    assert download.value.suggested_filename == "问题清单.xlsx"
    return openpyxl.load_workbook(path).active


@pytest.mark.notebook
def test_the_list_is_searched_sorted_and_exported_in_the_browser(page, lab, tmp_path):
    addresses, errors = [], []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    open_notebook(page, lab, "00_data_check")
    listing = page.locator(".xiaoben-listing")
    search_by_keyboard(page, listing)
    sort_by_row_from_below(page, listing)
    sheet = export(page, listing, tmp_path / "清单.xlsx")
    assert [cell.value for cell in sheet["D"]] == ["行", "411", "345", "226", "137", "45"]
    assert "2022-02-30" in [cell.value for cell in sheet["F"]]

    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Control+s")
    page.reload()
    expect(listing.locator("[role=status]")).to_have_text("共 25 条")
    assert [url for url in addresses if not url.startswith((lab, "data:", "blob:"))] == []
    assert errors == []
