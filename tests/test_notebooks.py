"""The notebooks: equal to their sources, short, running headless, and alive in JupyterLab."""

from __future__ import annotations

import ast
import importlib.util
import re

import nbformat
import pytest
from browser import FOLDER, ROOT, kernel_is_idle, open_notebook
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.reading import read_school

NAMES = [
    "00_data_check",
    "01_participation",
    "02_group_performance",
    "03_tier_cutoffs",
    "04_summary_report",
]
PANELS = {
    "00_data_check": 7,
    "01_participation": 7,
    "02_group_performance": 5,
    "03_tier_cutoffs": 7,
    "04_summary_report": 3,
}
"""Widgets that a notebook shows: its panels and the switch of names."""
PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"

notebooks = pytest.mark.parametrize("name", NAMES)


def pairing():
    spec = importlib.util.spec_from_file_location("pair", FOLDER / "pair.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name):
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_notebook_is_tested():
    assert [source.stem for source in pairing().sources()] == NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES


@notebooks
def test_notebook_is_what_its_source_says(name):
    written = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert written == pairing().notebook_text(FOLDER / f"{name}.py"), (
        "run `python notebooks/pair.py`"
    )


@notebooks
def test_notebook_is_short_and_begins_with_its_question(name):
    notebook = read(name)
    assert notebook.cells[0].cell_type == "markdown"
    assert "？" in notebook.cells[0].source.splitlines()[0]
    assert len(notebook.cells) <= 12
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 8
        nodes = [type(node).__name__ for node in ast.walk(ast.parse(cell.source))]
        assert not {"FunctionDef", "For", "While", "Lambda", "ClassDef"} & set(nodes)


@notebooks
def test_notebook_holds_no_outputs(name):
    assert [(cell.outputs, cell.execution_count) for cell in code(read(name))] == [
        ([], None) for _ in code(read(name))
    ]


@notebooks
@pytest.mark.notebook
def test_notebook_runs_from_top_to_bottom(name, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = read(name)
    NotebookClient(
        notebook,
        timeout=120,
        store_widget_state=False,
        resources={"metadata": {"path": str(FOLDER)}},
    ).execute()
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    charts = [output for output in outputs if PLOTLY in output.get("data", {})]
    sentences = [output.text for output in outputs if output.get("name") == "stdout"]
    assert charts == sentences == []
    panels = [output for output in outputs if WIDGET in output.get("data", {})]
    assert len(panels) == PANELS[name]


def open_panel(page: Page, lab: str) -> None:
    open_notebook(page, lab, "03_tier_cutoffs")
    page.locator(".noUi-handle").first.wait_for()
    panel_chart(page).locator(".main-svg").first.wait_for()


def fills_its_place(page, chart):
    chart.locator(".main-svg").first.wait_for()
    page.wait_for_function(
        """() => {
            const chart = document.querySelector(".xiaoben-chart");
            const width = chart?.parentElement?.clientWidth;
            return width > 0 && chart._fullLayout?.width === width;
        }"""
    )


def panel_chart(page: Page):
    return page.locator(".xiaoben-chart").first


def title_of(result):
    return plot_tier_cutoffs(result).layout.title.text.replace("<br>", "")


def drag_to_zoom(page, chart):
    chart.scroll_into_view_if_needed()
    box = chart.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 300, steps=5)
    page.mouse.up()


def ranges(chart):
    return chart.evaluate("chart => [chart.layout.xaxis.range, chart.layout.yaxis.range]")


def press(page, button):
    page.locator("button:visible", has_text=button).first.click()


def enter(box, text):
    box.fill(text)
    box.press("Enter")


def sentence(page):
    return page.locator(".xiaoben-sentence").first


def comparison(page):
    return page.locator(".xiaoben-table").filter(has_text="方案比较")


def move_the_line(page, chart):
    """Move 优秀线 by keyboard, then by mouse; the chart follows and stays zoomed."""
    ratios, handle = page.locator(".xiaoben-setting b").first, page.locator(".noUi-handle").first
    expect(ratios).to_have_text("30/40/30")
    result = assess(read_school(ROOT / "data" / "sample"))
    expect(chart.locator(".gtitle")).to_have_text(title_of(result))
    whole = ranges(chart)
    drag_to_zoom(page, chart)
    zoomed = ranges(chart)
    assert zoomed != whole
    for _ in range(5):
        handle.press("ArrowLeft")
    expect(ratios).to_have_text("25/45/30")
    expect(chart.locator(".gtitle")).to_have_text(title_of(result.what_if(ratios="25/45/30")))
    expect(sentence(page)).to_contain_text("人等级改变")
    assert ranges(chart) == zoomed
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    reached = int(float(handle.get_attribute("aria-valuenow")))
    assert reached > 30
    expect(ratios).to_have_text(re.compile(f"^{reached}/"))
    kernel_is_idle(page)  # a slider sends what it was moved to once more when the kernel is free
    press(page, "恢复原办法")
    expect(ratios).to_have_text("30/40/30")
    expect(sentence(page)).to_contain_text("没有人的等级改变")


def give_a_group_one_seat(page):
    """Of nine, 理化生组 has three 优秀: one is two less; then keep that as a scenario."""
    press(page, "各组比例")
    enter(page.locator(".widget-text:visible", has_text="优秀（席）").locator("input"), "1")
    expect(sentence(page)).to_contain_text("优秀名额：理化生组（−2）")
    page.get_by_placeholder("如：").fill("理化生组一席")
    press(page, "保留")
    expect(comparison(page).locator("th", has_text="理化生组一席")).to_be_visible()


def ask_for_what_cannot_be(page):
    press(page, "各项权重")
    weight = page.locator(".widget-text:visible", has_text="外出学习 ×").locator("input")
    enter(weight, "-1")
    expect(page.locator(".xiaoben-alert[role=alert]")).to_contain_text("负数")
    expect(sentence(page)).to_contain_text("优秀名额：理化生组（−2）")
    enter(weight, "1")
    expect(page.locator(".xiaoben-alert[role=alert]")).to_have_count(0)


def hide_names(page):
    roster = read_school(ROOT / "data" / "sample").tables["roster"]["name"]
    press(page, "隐去姓名")
    page.wait_for_function(
        "names => !names.some(name => document.body.innerText.includes(name))", arg=list(roster)
    )


@pytest.mark.notebook
def test_the_tier_panel_works_by_keyboard_and_mouse_and_survives_a_reload(page, lab):
    addresses, errors = [], []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    open_panel(page, lab)
    chart = panel_chart(page)
    fills_its_place(page, chart)
    move_the_line(page, chart)
    give_a_group_one_seat(page)
    ask_for_what_cannot_be(page)
    hide_names(page)

    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Control+s")
    page.reload()
    expect(sentence(page)).to_contain_text("优秀名额：理化生组（−2）")
    expect(comparison(page).locator("th", has_text="理化生组一席")).to_be_visible()
    expect(page.locator("button", has_text="显示姓名")).to_be_visible()
    fills_its_place(page, chart)

    assert page.locator('.modebar-btn[data-title^="Share"]').count() == 0
    assert [url for url in addresses if not url.startswith((lab, "data:", "blob:"))] == []
    assert errors == []


@pytest.mark.notebook
def test_a_month_is_looked_behind_by_mouse_and_by_arrow_key(page, lab):
    addresses, errors = [], []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    open_notebook(page, lab, "01_participation")
    panel = page.locator(".jp-OutputArea-output:has(.xiaoben-sentence)").first
    panel.scroll_into_view_if_needed()
    sentence, month = panel.locator(".xiaoben-sentence"), panel.locator("select").nth(1)
    november = panel.locator(".scatterlayer .trace").last.locator(".point").nth(2)
    expect(november).to_be_visible()
    fills_its_place(page, panel.locator(".xiaoben-chart"))

    box = november.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(sentence).to_contain_text("2021年11月应到 174 人次，实到 169 人次")
    expect(panel.locator("caption").first).to_contain_text("未到的在前")

    month.focus()
    page.keyboard.press("ArrowDown")
    expect(sentence).to_contain_text("2021年12月应到 116 人次")

    page.get_by_role("button", name="隐去姓名").click()
    expect(page.get_by_role("button", name="显示姓名")).to_be_visible()
    expect(panel.locator("td", has_text="罗慧敏")).to_have_count(0)
    expect(sentence).to_contain_text("2021年12月应到 116 人次")

    assert [url for url in addresses if not url.startswith((lab, "data:", "blob:"))] == []
    assert errors == []
