"""The meeting in a browser: pages without code, names behind codes, the keyboard, and no network."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from pathlib import Path

import nbformat
import psutil
import pytest
from playwright.sync_api import Page, expect
from serving import PATIENCE, ROOT, SAMPLE, browser_page, calls_out, console_errors, served

from xiaoben_analytics.reading import read_school
from xiaoben_analytics.widgets import NameSwitch, names
from xiaoben_analytics.workbook.folder import read_agenda

expect.set_options(timeout=PATIENCE)
AGENDA = read_agenda(ROOT / "notebooks")
PAGES = ROOT / "xiaoben_analytics/workbook/share/nbconvert/templates/xiaoben/static/meeting.css"
READING = """
import xiaoben_analytics as xb

result = xb.open_school(xb.chosen_folder(), xb.chosen_policy())
xb.name_switch()
"""
LISTING = """
def everybody(result):
    return xb.View("全体教师。", tables={"名单": result.teachers[["teacher_id", "name"]]})

xb.Explorer(result, everybody)
"""


# ------------------------------------------------------------------ the switch, without a browser


@pytest.fixture
def state(monkeypatch, tmp_path):
    monkeypatch.setenv(names.STATE, str(tmp_path / "names"))
    monkeypatch.setenv(names.HIDDEN, "1")
    return tmp_path / "names"


def test_the_next_page_begins_as_the_switch_was_left(state):
    first = NameSwitch()
    assert first.value is True
    first.value = False
    assert [path.name for path in state.parent.iterdir()] == ["names"]
    second = NameSwitch()
    assert second.value is False
    second.value = True
    assert NameSwitch().value is True


@pytest.mark.parametrize("written", ["", "show", "\0"])
def test_a_state_that_says_nothing_hides_names(state, written):
    state.write_text(written, encoding="utf-8")
    assert NameSwitch().value is True


def test_a_meeting_that_is_over_does_not_break_the_switch(state, monkeypatch):
    monkeypatch.setenv(names.STATE, str(state.parent / "gone" / "names"))
    switch = NameSwitch()
    switch.value = False
    assert switch.description == "隐去姓名"


def test_without_a_meeting_names_are_shown_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.delenv(names.STATE, raising=False)
    monkeypatch.delenv(names.HIDDEN, raising=False)
    monkeypatch.chdir(tmp_path)
    switch = NameSwitch()
    assert switch.value is False
    switch.value = True
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ calls that cannot be


def test_a_port_in_use_is_one_sentence(xiaoben, monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, error = xiaoben("meeting", SAMPLE, "--port", port, "--no-browser")
    assert code == 2
    assert f"端口 {port} 已被别的程序占用" in error
    assert len(error.splitlines()) == 1


def test_a_port_that_is_none_is_one_sentence(xiaoben):
    code, _, error = xiaoben("meeting", SAMPLE, "--port", "70000", "--no-browser")
    assert code == 2
    assert "参数“--port”的值不对" in error


# ------------------------------------------------------------------ colours


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "back"),
    [
        *(("ink", "#ffffff"), ("quiet", "#ffffff"), ("deep", "#ffffff"), ("deep", "#e6eef6")),
        *(("ink", "#eef4fa"), ("ink", "#fdf0ee")),
    ],
)
def test_text_has_contrast_aa(front, back):
    said = dict(re.findall(r"--(\w+): (#\w{6});", PAGES.read_text(encoding="utf-8")))
    dark, light = luminance(said[front]), luminance(back)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_focus_is_seen_beside_what_it_surrounds():
    said = dict(re.findall(r"--(\w+): (#\w{6});", PAGES.read_text(encoding="utf-8")))
    assert 1.05 / (luminance(said["focus"]) + 0.05) >= 3


# ------------------------------------------------------------------ in a browser


def wait_for_page(page: Page) -> None:
    page.locator("main[aria-busy=false]").wait_for()
    expect(page.locator("#progress")).to_be_hidden()


def open_item(page: Page, server, name: str) -> None:
    page.goto(f"{server.base}voila/render/{name}")
    wait_for_page(page)


def write_notebook(path: Path, *sources: str) -> None:
    cells = [
        nbformat.v4.new_markdown_cell(one)
        if one.startswith("# ")
        else nbformat.v4.new_code_cell(one)
        for one in sources
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.fixture(scope="module")
def meeting(tmp_path_factory):
    """Hold a meeting on the sample with the shipped notebooks."""
    with served("meeting", SAMPLE, cwd=tmp_path_factory.mktemp("meeting")) as server:
        yield server


@pytest.fixture
def page(meeting):
    with browser_page() as page:
        page.goto(meeting.address)
        yield page


@pytest.mark.notebook
def test_nothing_opens_without_the_token(meeting):
    with browser_page() as page:
        for place in ("", "voila/tree", f"voila/render/{AGENDA[0].file}", "?token=wrong"):
            answer = page.goto(meeting.base + place)
            assert answer.status == 403
            expect(page.locator("main")).to_contain_text("含 token=")
        assert page.request.get(f"{meeting.base}api/kernels/x-x-x-x-x").status == 403


@pytest.mark.notebook
def test_the_list_page_names_every_item_and_the_token_leaves_the_address(page, meeting):
    assert page.url == meeting.base
    expect(page.locator(".agenda li b")).to_have_text([item.title for item in AGENDA])
    expect(page.locator(".agenda li span")).to_have_text([item.question for item in AGENDA])
    assert page.goto(f"{meeting.base}voila/render/no.ipynb").status == 404


@pytest.mark.notebook
@pytest.mark.parametrize("item", AGENDA, ids=[item.file for item in AGENDA])
def test_every_notebook_opens_with_its_charts_without_its_code_and_without_names(
    page, meeting, item
):
    addresses, errors = calls_out(page, meeting.base), console_errors(page)
    answer = page.goto(f"{meeting.base}voila/render/{item.file}", wait_until="commit")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    expect(page.locator("#told")).to_contain_text("正在")
    wait_for_page(page)
    expect(page.locator("h1").first).to_contain_text(item.title)
    if item.file != "04_summary_report.ipynb":
        page.locator(".main-svg").first.wait_for()
    drawn = page.evaluate(
        "[...document.querySelectorAll('.xiaoben-chart')].map(chart => [chart.data, chart.layout])"
    )
    told = page.content() + json.dumps(drawn, ensure_ascii=False)
    people = read_school(SAMPLE).tables["roster"]
    assert [name for name in people["name"] if name in told] == []
    expect(page.locator(".bar [aria-current]")).to_have_text(item.title)
    assert page.locator(".fault, .jp-InputArea-editor, .CodeMirror").count() == 0
    assert "import xiaoben_analytics" not in page.locator("body").inner_text()
    assert addresses == []
    assert errors == []


@pytest.mark.notebook
def test_the_slider_moves_by_keyboard_and_a_reload_starts_afresh(page, meeting):
    open_item(page, meeting, "03_tier_cutoffs.ipynb")
    ratios = page.locator(".widget-html b").first
    expect(ratios).to_have_text("30/40/30")
    handle = page.locator(".noUi-handle").first
    for _ in range(5):
        handle.press("ArrowLeft")
    expect(ratios).to_have_text("25/45/30")
    expect(page.locator(".xiaoben-sentence").first).to_contain_text("人等级改变")
    page.reload()
    wait_for_page(page)
    expect(ratios).to_have_text("30/40/30")
    assert page.locator(".noUi-handle").first.get_attribute("aria-valuenow") == "30.0"


@pytest.mark.notebook
def test_the_agenda_is_walked_by_keyboard(page, meeting):
    first, second = (f"**/voila/render/{item.file}" for item in AGENDA[:2])
    page.keyboard.press("n")
    page.wait_for_url(first, wait_until="commit")
    wait_for_page(page)
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_url(second, wait_until="commit")
    wait_for_page(page)
    page.keyboard.press("p")
    page.wait_for_url(first, wait_until="commit")
    wait_for_page(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert page.locator(".skip").evaluate("link => getComputedStyle(link).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_url(meeting.base, wait_until="commit")


@pytest.mark.notebook
def test_keys_in_a_control_are_the_controls_own(page, meeting):
    open_item(page, meeting, "03_tier_cutoffs.ipynb")
    there = page.url
    page.locator("select").first.focus()
    page.keyboard.press("p")
    page.locator(".noUi-handle").first.focus()
    page.keyboard.press("n")
    expect(page.locator(".noUi-handle").first).to_be_focused()
    assert page.url == there


@pytest.mark.notebook
def test_the_whole_screen_is_one_button(page):
    button = page.locator("#whole-screen")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("退出全屏")
    assert page.evaluate("document.fullscreenElement === document.documentElement")
    page.keyboard.press("Enter")
    expect(button).to_have_text("全屏")


@pytest.mark.notebook
def test_on_paper_there_is_no_bar(page):
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator(".agenda h1").is_visible()


@pytest.mark.notebook
def test_a_page_takes_its_kernel_with_it(page, meeting):
    server = psutil.Process(meeting.process.pid)
    before = set(server.children(recursive=True))
    open_item(page, meeting, AGENDA[0].file)
    own = set(server.children(recursive=True)) - before
    assert any("ipykernel" in word for child in own for word in child.cmdline())
    page.goto(meeting.base)
    _, alive = psutil.wait_procs(own, timeout=PATIENCE / 1000)
    assert alive == []


PEOPLE = read_school(SAMPLE).tables["roster"]["name"].dropna().tolist()


def named(page: Page) -> list[str]:
    """Return who is named anywhere on a page."""
    return [name for name in PEOPLE if name in page.content()]


@pytest.fixture
def work(tmp_path):
    """Write an agenda of a test's own; the shipped notebooks come after it."""
    home = tmp_path / "工作簿"
    home.mkdir()
    write_notebook(home / "00_a.ipynb", "# 一、名单：谁？", READING, LISTING)
    write_notebook(home / "00_b.ipynb", "# 二、名单：还是谁？", READING, LISTING)
    missing = 'import xiaoben_analytics as xb\nxb.open_school("没有的")'
    write_notebook(home / "00_c.ipynb", "# 三、没有", missing)
    write_notebook(home / "00_d.ipynb", "# 四、出错", "1 / 0", "print('后面的')")
    return home


@pytest.mark.notebook
def test_names_stay_hidden_from_page_to_page_until_they_are_shown(tmp_path, work):
    with (
        served("meeting", SAMPLE, "--work", work, cwd=tmp_path) as server,
        browser_page() as page,
    ):
        page.goto(server.address)
        open_item(page, server, "00_a.ipynb")
        listed = page.locator(".xiaoben-table tbody")
        expect(listed).to_contain_text("A01")
        hidden = listed.inner_text()
        assert named(page) == []

        page.keyboard.press("n")
        page.wait_for_url("**/00_b.ipynb", wait_until="commit")
        expect(listed).to_have_text(re.compile("A01"))
        assert (listed.inner_text(), named(page)) == (hidden, [])
        switch = page.locator(".widget-toggle-button")
        expect(switch).to_have_text("显示姓名")
        switch.press("Enter")
        expect(listed).to_contain_text(PEOPLE[0])

        page.keyboard.press("p")
        page.wait_for_url("**/00_a.ipynb", wait_until="commit")
        expect(listed).to_contain_text(PEOPLE[0])
        expect(switch).to_have_text("隐去姓名")


@pytest.mark.notebook
def test_errors_are_sentences_and_the_end_leaves_nothing_behind(tmp_path, work):
    runtime = tmp_path / "tmp"
    runtime.mkdir()
    environment = {**os.environ, "TMPDIR": str(runtime)}
    with (
        served("meeting", SAMPLE, "--work", work, cwd=tmp_path, env=environment) as server,
        browser_page() as page,
    ):
        page.goto(server.address)
        open_item(page, server, "00_c.ipynb")
        expect(page.locator(".fault")).to_contain_text("没有找到文件夹“没有的”。请检查路径")
        open_item(page, server, "00_d.ipynb")
        expect(page.locator(".fault")).to_contain_text("程序出错了（ZeroDivisionError）")
        assert "Traceback" not in page.content()
        assert list(runtime.glob("xiaoben-*"))
    assert (server.returncode, server.rest.splitlines()[-1:]) == (0, ["会议已结束。"])
    assert server.errors == []
    assert list(runtime.glob("xiaoben-*")) == []


@pytest.mark.notebook
def test_a_notebook_of_another_kernel_runs_in_ours_or_the_page_says_why_not(tmp_path):
    home = tmp_path / "工作簿"
    home.mkdir()
    for name, kernel in (("00_a", ("venv-x", "python", "我的")), ("00_b", ("ir", "R", "R <4>"))):
        write_notebook(home / f"{name}.ipynb", f"# {name}", "print('算完', 1 + 1)")
        book = nbformat.read(home / f"{name}.ipynb", as_version=4)
        book.metadata["kernelspec"] = dict(
            zip(("name", "language", "display_name"), kernel, strict=True)
        )
        nbformat.write(book, home / f"{name}.ipynb")
    (home / "00_c.ipynb").write_text("这不是 JSON", encoding="utf-8")
    with (
        served("meeting", SAMPLE, "--work", home, cwd=tmp_path) as server,
        browser_page() as page,
    ):
        page.goto(server.address)
        open_item(page, server, "00_a.ipynb")
        expect(page.locator("main")).to_contain_text("算完 2")
        page.goto(f"{server.base}voila/render/00_b.ipynb")
        expect(page.locator("main")).to_contain_text("要用的内核是“R <4>”")
        page.goto(f"{server.base}voila/render/00_c.ipynb")
        expect(page.locator("main")).to_contain_text("不是完整的笔记本")
    assert server.errors == []


@pytest.mark.notebook
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("ends", [["SIGTERM"], ["SIGHUP"], ["SIGINT", "SIGINT"]], ids="+".join)
def test_however_it_ends_nothing_is_left_and_nothing_is_complained_of(tmp_path, work, ends):
    runtime = tmp_path / "tmp"
    runtime.mkdir()
    environment = {**os.environ, "TMPDIR": str(runtime)}
    arguments = ("meeting", SAMPLE, "--work", work)
    with served(*arguments, cwd=tmp_path, env=environment) as server:
        for end in ends:
            server.process.send_signal(getattr(signal, end))
    assert (server.returncode, server.rest.splitlines()[-1:]) == (0, ["会议已结束。"])
    assert server.errors == []
    assert list(runtime.glob("xiaoben-*")) == []


@pytest.mark.notebook
def test_names_are_shown_from_the_start_if_asked_for(tmp_path, work):
    arguments = ("meeting", SAMPLE, "--work", work, "--show-names")
    with served(*arguments, cwd=tmp_path) as server, browser_page() as page:
        page.goto(server.address)
        open_item(page, server, "00_a.ipynb")
        expect(page.locator(".xiaoben-table tbody")).to_contain_text(PEOPLE[0])
        assert set(named(page)) == set(PEOPLE)
