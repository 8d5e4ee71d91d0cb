"""The workbook's folder, what the notebooks are about, and JupyterLab: also from a wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import IPython.display
import nbformat
import pytest
from nbclient import NotebookClient
from pandas.testing import assert_frame_equal
from playwright.sync_api import TimeoutError as TookTooLong
from serving import PATIENCE, ROOT, SAMPLE, browser_page, calls_out, console_errors, served

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.workbook import chosen, folder, opening
from xiaoben_analytics.workbook.lab import SETTINGS, lab_options

NAMES = sorted(path.name for path in ROOT.glob("notebooks/[0-9]*.ipynb"))


# ------------------------------------------------------------------ the working folder


def test_notebooks_are_copied_once_and_never_over_a_file(tmp_path):
    work = tmp_path / "工作簿"
    first = folder.copy_notebooks(work)
    assert (list(first.copied), first.kept, first.other) == (NAMES, (), ())
    assert [(work / name).read_bytes() for name in NAMES] == [
        (ROOT / "notebooks" / name).read_bytes() for name in NAMES
    ]
    (work / NAMES[0]).write_text("本校改过的", encoding="utf-8")
    (work / NAMES[1]).unlink()
    again = folder.copy_notebooks(work)
    assert again.copied == (NAMES[1],)
    assert list(again.kept) == [NAMES[0], *NAMES[2:]]
    assert again.other == (NAMES[0],)
    assert (work / NAMES[0]).read_text(encoding="utf-8") == "本校改过的"
    assert sorted(path.name for path in work.iterdir()) == NAMES


def test_a_checkout_works_on_its_own_notebooks():
    assert folder.working_folder(None) == folder.Copying(ROOT / "notebooks")


def test_a_working_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "占用").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="占用”是一个文件"):
        folder.copy_notebooks(tmp_path / "占用")


def test_the_agenda_takes_titles_and_questions_from_the_notebooks(tmp_path):
    heading = nbformat.v4.new_markdown_cell("# 一、参与情况：谁参加了校本培训？\n\n看三件事：")
    nbformat.write(nbformat.v4.new_notebook(cells=[heading]), tmp_path / "01_a.ipynb")
    code = nbformat.v4.new_code_cell("# no heading：but a remark")
    nbformat.write(nbformat.v4.new_notebook(cells=[code]), tmp_path / "02_b.ipynb")
    (tmp_path / "03_c.ipynb").write_text("not a notebook", encoding="utf-8")
    assert folder.read_agenda(tmp_path) == (
        folder.Item("01_a.ipynb", "一、参与情况", "谁参加了校本培训？"),
        folder.Item("02_b.ipynb", "02_b", ""),
        folder.Item("03_c.ipynb", "03_c", ""),
    )


# ------------------------------------------------------------------ what was chosen


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch):
    monkeypatch.delenv(chosen.FOLDER, raising=False)
    monkeypatch.delenv(chosen.POLICY, raising=False)


def test_notebooks_are_about_the_sample_unless_something_was_chosen(monkeypatch):
    assert chosen.chosen_folder() == str(SAMPLE)
    assert chosen.chosen_policy() == "county-110"
    monkeypatch.setenv(chosen.FOLDER, "我的学校")
    monkeypatch.setenv(chosen.POLICY, "own.toml")
    assert (chosen.chosen_folder(), chosen.chosen_policy()) == ("我的学校", "own.toml")


def test_outside_a_checkout_the_sample_is_written_once(monkeypatch, tmp_path):
    monkeypatch.setattr(chosen, "_CHECKOUT", tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)
    home = Path(chosen.chosen_folder())
    assert home == tmp_path / "样例学校"
    assert (home / "花名册.xlsx").is_file()
    (home / "花名册.xlsx").unlink()
    assert chosen.chosen_folder() == str(home)
    assert not (home / "花名册.xlsx").exists()


def test_what_is_chosen_is_found_from_any_folder(monkeypatch, tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "我的学校")
    (tmp_path / "本校.toml").write_text('extends = "county-110"\nid = "own"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert chosen.choose(Path("我的学校"), "本校.toml") == {
        "XIAOBEN_FOLDER": str(tmp_path / "我的学校"),
        "XIAOBEN_POLICY": str(tmp_path / "本校.toml"),
    }
    assert chosen.choose(None, "county-110") == {"XIAOBEN_POLICY": "county-110"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["没有的"], "没有找到文件夹“没有的”"),
        (["一个文件"], "“一个文件”是一个文件"),
        (["空的"], "文件夹“空的”里没有可以读取的表格"),
        (["--policy", "无此办法"], "没有名为“无此办法”的考核办法"),
        (["--policy", "term-hours"], "只有要求，没有计分的规则"),
    ],
)
def test_a_wrong_call_is_one_sentence(xiaoben, monkeypatch, tmp_path, arguments, sentence):
    (tmp_path / "一个文件").write_text("", encoding="utf-8")
    (tmp_path / "空的").mkdir()
    (tmp_path / "空的" / "reading.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in ("lab", "meeting"):
        code, shown, error = xiaoben(command, *arguments, "--no-browser")
        assert (code, shown) == (2, "")
        assert sentence in error
        assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "module", "advice"),
    [
        ("lab", "jupyterlab.labapp", "pip install jupyterlab"),
        ("meeting", "voila.app", "pip install voila"),
    ],
)
def test_a_missing_program_is_named(xiaoben, monkeypatch, command, module, advice):
    monkeypatch.delitem(sys.modules, f"xiaoben_analytics.workbook.{command}", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    code, shown, error = xiaoben(command, "--no-browser")
    assert (code, shown) == (2, "")
    assert advice in error
    assert len(error.splitlines()) == 1


def test_jupyter_listens_on_this_machine_only_and_asks_for_no_news(tmp_path):
    options = lab_options(tmp_path, browser=False)
    assert {"--ServerApp.ip=127.0.0.1", "--LabApp.news_url=None"} < set(options)
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in options
    assert "--ServerApp.open_browser=False" in options
    settings = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "zh_CN"}
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


# ------------------------------------------------------------------ reading, with a line of progress


def test_opening_is_reading_and_assessing():
    opened, expected = opening.open_school(SAMPLE), assess(read_school(SAMPLE))
    assert_frame_equal(opened.standings, expected.standings)


def test_a_folder_without_tables_is_said(tmp_path):
    with pytest.raises(DataError, match="没有可以读取的文件"):
        opening.open_school(tmp_path)


def test_a_page_shows_which_file_is_read_and_is_empty_afterwards(monkeypatch):
    shown = []
    handle = type("Handle", (), {"update": lambda _, line: shown.append(line.data)})()
    monkeypatch.setattr(
        IPython.display, "display", lambda line, **_: shown.append(line.data) or handle
    )
    monkeypatch.setattr(IPython.display, "clear_output", lambda: shown.append(None))
    with opening._on_page("正在读取") as step:
        step("考勤.xlsx")
        step("<img src=x onerror=alert(1)>.xlsx")
    assert ["正在读取……" in shown[0], "正在读取：考勤.xlsx（第 1 个文件）" in shown[1]] == [
        True,
        True,
    ]
    assert "&lt;img" in shown[2]
    assert "<img" not in shown[2]
    assert shown[3:] == [None]


def run_cells(*sources):
    """Run cells as JupyterLab does, errors shown, and return their outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, timeout=120, allow_errors=True, resources=resources).execute()
    return [cell.outputs for cell in notebook.cells]


@pytest.mark.notebook
def test_in_a_notebook_progress_leaves_nothing_and_errors_are_sentences(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv(chosen.FOLDER, str(SAMPLE))
    opened, failed = run_cells(
        "import xiaoben_analytics as xb\nresult = xb.open_school(xb.chosen_folder())",
        f"xb.open_school({str(tmp_path / '没有的')!r})",
    )
    assert opened == []
    [error] = [output for output in failed if output.output_type == "error"]
    assert [line[:9] for line in error.traceback] == ["没有找到文件夹“/"[:9]]


# ------------------------------------------------------------------ JupyterLab itself


def run_all(page):
    """Choose “run all cells” until a cell has begun: JupyterLab drops it while it is still busy."""
    begun = page.locator(".jp-CodeCell .jp-InputPrompt").filter(has_text=re.compile(r"[\d*]"))
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    for patience in (5_000, 10_000, 20_000, PATIENCE):
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.get_by_role("menuitem", name="运行").click()
        page.get_by_text("运行所有单元格", exact=True).click()
        with suppress(TookTooLong):
            begun.first.wait_for(timeout=patience)
            return


@pytest.mark.notebook
def test_lab_is_chinese_and_asks_the_network_nothing(tmp_path):
    work = tmp_path / "工作簿"
    with (
        served("lab", SAMPLE, "--work", work, cwd=tmp_path) as server,
        browser_page() as page,
    ):
        addresses, errors = calls_out(page, server.base), console_errors(page)
        page.goto(server.address)
        page.get_by_role("menuitem", name="文件", exact=False).first.wait_for()
        page.locator(".jp-Notebook h1").first.wait_for()
        run_all(page)
        page.locator(".jp-OutputArea .main-svg").first.wait_for()
        assert addresses == []
        assert errors == []
    assert server.returncode == 0
    assert [line for line in server.errors if "IPKernelApp" not in line] == []  # it ends with us
    assert sorted(path.name for path in work.glob("*.ipynb")) == NAMES


# ------------------------------------------------------------------ the wheel


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel and put it where a bare `pip install --target` would: no checkout around it."""
    home = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = home.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home / "site")
    return home / "site"


def test_the_wheel_carries_every_notebook_and_the_pages_of_the_meeting(installed):
    room = installed / "xiaoben_analytics" / "workbook"
    assert sorted(path.name for path in room.glob("notebooks/*.ipynb")) == NAMES
    ours = ROOT / "xiaoben_analytics" / "workbook"
    carried = [path.relative_to(ours) for path in ours.glob("s*/**/*") if path.is_file()]
    assert carried
    assert [path for path in carried if not (room / path).is_file()] == []


@pytest.mark.notebook
@pytest.mark.parametrize("command", ["lab", "meeting"])
def test_from_a_wheel_notebooks_are_copied_and_kept(installed, tmp_path, command):
    work, paths = tmp_path / "校本培训工作簿", {"PYTHONPATH": str(installed)}
    with served(command, cwd=tmp_path, env={**os.environ, **paths}) as first:
        assert f"笔记本已放入“{work}”：{'、'.join(NAMES)}" in first.said
    (work / NAMES[0]).write_text("本校改过的", encoding="utf-8")
    with served(command, cwd=tmp_path, env={**os.environ, **paths}) as again:
        assert f"已有的没有改动：{'、'.join(NAMES)}" in again.said
        assert f"其中与程序自带的不同：{NAMES[0]}。" in "".join(again.said)
    assert (work / NAMES[0]).read_text(encoding="utf-8") == "本校改过的"
    assert (first.returncode, again.returncode) == (0, 0)
