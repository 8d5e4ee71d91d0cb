"""The notebooks: equal to their sources, short, running headless, and alive in JupyterLab."""

from __future__ import annotations

import ast
import importlib.util
import re

import nbformat
import pytest
from browser import FOLDER, ROOT, open_notebook
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
CHARTS = {"00_data_check": 0, "01_participation": 2, "04_summary_report": 0}
"""Charts that are no panel, each with its sentence printed below it; where it is not one."""
PANELS = {"00_data_check": 7, "03_tier_cutoffs": 1, "04_summary_report": 3}
"""Panels and switches."""
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
    assert len(charts) == len(sentences) == CHARTS.get(name, 1)
    assert all(re.search(r"\d.*。\n$", sentence) for sentence in sentences)
    panels = [output for output in outputs if WIDGET in output.get("data", {})]
    assert len(panels) == PANELS.get(name, 0)


def open_panel(page: Page, lab: str) -> None:
    open_notebook(page, lab, "03_tier_cutoffs")
    page.locator(".noUi-handle").first.wait_for()
    panel_chart(page).locator(".main-svg").first.wait_for()


def fills_its_place(page, chart):
    page.wait_for_function(
        "chart => chart._fullLayout.width === chart.parentElement.clientWidth",
        arg=chart.element_handle(),
        timeout=30_000,
    )


def panel_chart(page: Page):
    return page.locator(".xiaoben-chart")


def title_under(ratios):
    result = assess(read_school(ROOT / "data" / "sample")).what_if(ratios=ratios)
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


@pytest.mark.notebook
def test_ratio_slider_works_by_keyboard_and_survives_a_reload(page, lab):
    addresses, errors = [], []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    open_panel(page, lab)
    ratios, chart = page.locator(".widget-html b"), panel_chart(page)
    fills_its_place(page, chart)
    expect(ratios).to_have_text("30/40/30")
    expect(chart.locator(".gtitle")).to_have_text(title_under("30/40/30"))

    whole = ranges(chart)
    drag_to_zoom(page, chart)
    zoomed = ranges(chart)
    assert zoomed != whole
    for _ in range(5):
        page.locator(".noUi-handle").first.press("ArrowLeft")
    expect(ratios).to_have_text("25/45/30")
    expect(chart.locator(".gtitle")).to_have_text(title_under("25/45/30"))
    expect(page.locator(".xiaoben-sentence")).to_contain_text("人等级改变")
    assert ranges(chart) == zoomed

    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Control+s")
    page.reload()
    expect(ratios).to_have_text("25/45/30")
    expect(chart.locator(".gtitle")).to_have_text(title_under("25/45/30"))
    fills_its_place(page, chart)

    assert page.locator('.modebar-btn[data-title^="Share"]').count() == 0
    assert [url for url in addresses if not url.startswith((lab, "data:", "blob:"))] == []
    assert errors == []
