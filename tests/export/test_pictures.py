"""Pictures of the charts: all or none, by a browser that is found, and never an endless wait."""

import asyncio
import re
import shutil
import subprocess
import sys
from io import BytesIO
from types import ModuleType, SimpleNamespace

import plotly.graph_objects as go
import pytest
from PIL import Image

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.export import drawing
from xiaoben_analytics.export.drawing import draw_figures, find_browser
from xiaoben_analytics.export.pictures import INDEX, PICTURES, write_pictures

NAMES = [
    "数据问题", "各月出勤率", "各项活动出勤率", "各教研组出勤率", "各类教师出勤率", "考勤一览",
    "迟到早退与缺席", "学时", "还可缺席的次数", "教研组得分", "教研组各项得分", "教研组获奖",
    "教研组活动", "等级划线",
]  # fmt: skip


class Browser:
    """What the package that speaks with browsers offers; it draws a figure as its own words."""

    def __init__(self, **settings):
        self.settings = settings
        told.append(self)

    async def open(self):
        pass

    async def calc_fig(self, figure, options):
        return f"{options['format']} {options['width']}×{options['height']}".encode()

    async def close(self):
        pass


told = []


@pytest.fixture
def speaking(monkeypatch, tmp_path):
    """Put a made-up browser and package in place of the real ones; returns how to choose them."""
    program = tmp_path / "chromium"
    program.write_text("", "utf-8")

    def choose(browser=Browser, path=str(program)):
        finding = SimpleNamespace(find_browser=lambda *, skip_local: path)
        for name, offered in (
            ("kaleido", {"Kaleido": browser}),
            ("choreographer", {}),
            ("choreographer.browsers", {}),
            ("choreographer.browsers.chromium", {"Chromium": finding}),
        ):
            module = ModuleType(name)
            vars(module).update(offered)
            monkeypatch.setitem(sys.modules, name, module)
        told.clear()
        return str(program)

    return choose


def test_every_chart_is_written_in_the_order_of_the_meeting(result, speaking, tmp_path):
    program = speaking()
    steps = []
    written = write_pictures(result, tmp_path / "图", kind="svg", progress=steps.append)
    expected = [f"{place:02d}_{name}.svg" for place, name in enumerate(NAMES, start=1)]
    assert [path.name for path in written] == [*expected, INDEX]
    assert sorted(path.name for path in (tmp_path / "图").iterdir()) == sorted([*expected, INDEX])
    assert steps == [f"{place}/14 {name}" for place, name in enumerate(NAMES, start=1)]
    assert written[0].read_bytes().startswith(b"svg 1280")
    (browser,) = told
    assert browser.settings["mathjax"] is False
    assert browser.settings["path"] == program
    assert browser.settings["proxy_server"].startswith("http://127.0.0.1:")


def test_the_page_shows_each_picture_with_its_sentence_and_runs_nothing(
    harmful, speaking, tmp_path
):
    speaking()
    *pictures, index = write_pictures(harmful, tmp_path, kind="png")
    page = index.read_text("utf-8")
    assert re.findall(r'<img src="([^"]+)"', page) == [path.name for path in pictures]
    assert all(len(text) > 8 for text in re.findall(r'alt="([^"]+)"', page))
    assert "<script" not in page
    assert "http" not in page


def test_nothing_is_written_unless_all_are_drawn(result, speaking, tmp_path):
    class Failing(Browser):
        async def calc_fig(self, figure, options):
            if len(told) > 3:
                raise RuntimeError
            told.append(figure)
            return b"x"

    speaking(Failing)
    (tmp_path / "01_数据问题.png").write_bytes(b"old")
    with pytest.raises(OutputError, match="“各教研组出勤率”没有画成（RuntimeError）"):
        write_pictures(result, tmp_path)
    assert (tmp_path / "01_数据问题.png").read_bytes() == b"old"
    assert not (tmp_path / INDEX).exists()


@pytest.mark.parametrize(
    ("silent", "said"), [("open", "浏览器没有启动"), ("calc_fig", "“甲”没有画成")]
)
def test_a_silent_browser_is_ended_and_named(silent, said, speaking, monkeypatch):
    process = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
    )

    async def wait_for_ever(*_):
        await asyncio.Event().wait()

    program = speaking(type("Silent", (Browser,), {silent: wait_for_ever, "subprocess": process}))
    monkeypatch.setattr(drawing, "STARTING", 0.2)
    monkeypatch.setattr(drawing, "EACH", 0.2)
    with pytest.raises(OutputError) as error:
        draw_figures({"甲": go.Figure()}, "png")
    assert f"{said}（0.2 秒内没有回应）。所用的浏览器是“{program}”" in str(error.value)
    assert process.wait(timeout=20) != 0
    process.stdin.close()


def test_without_a_browser_one_sentence_says_what_to_install(speaking, xiaoben, tmp_path):
    speaking(path=None)
    code, shown, error = xiaoben("charts", "data/sample", "-o", tmp_path / "图")
    assert (code, shown) == (2, "")
    assert "没有找到可以画图的浏览器。请安装 Chrome、Edge 或 Chromium" in error
    assert not (tmp_path / "图").exists()
    speaking(path=str(tmp_path / "没有"))
    with pytest.raises(UsageError, match=r"写明的“[^”]*没有”不是浏览器程序"):
        find_browser()


def test_without_the_package_one_sentence_says_what_to_install(speaking, monkeypatch, xiaoben):
    speaking()
    monkeypatch.setitem(sys.modules, "choreographer.browsers.chromium", None)
    code, _, error = xiaoben("charts", "data/sample")
    assert (code, "没有安装 kaleido" in error) == (2, True)


def test_without_a_chinese_font_no_boxes_are_drawn(speaking, monkeypatch, tmp_path):
    speaking()
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\n", "utf-8")
    lister.chmod(0o755)
    monkeypatch.setattr(drawing.platform, "system", lambda: "Linux")
    monkeypatch.setattr(drawing.shutil, "which", lambda _: str(lister))
    if sys.platform == "win32":
        pytest.skip("needs a shell script")
    with pytest.raises(UsageError, match="没有中文字体"):
        draw_figures({"甲": go.Figure()}, "png")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "gif"), "没有名为“gif”的图片格式"),
        (("-o", "{file}"), "是一个已有的文件"),
        (("-o", "data/sample"), "结果不能写在那里"),
    ],
)
def test_a_wrong_call_is_told_before_the_work(options, said, speaking, xiaoben, tmp_path):
    speaking()
    (tmp_path / "a").write_text("x", "utf-8")
    given = [one.format(file=tmp_path / "a") for one in options]
    code, _, error = xiaoben("charts", "data/sample", *given)
    assert (code, said in error) == (2, True), error
    assert "正在读取" not in error


def test_the_command_lists_what_it_wrote(speaking, xiaoben, tmp_path):
    speaking()
    code, shown, error = xiaoben("charts", "data/sample", "-o", tmp_path, "--format", "svg")
    assert code == 1  # the sample school has problems, whatever was asked
    assert [line.rsplit("/", 1)[-1] for line in shown.split()][-1] == INDEX
    assert len(shown.split()) == len(PICTURES) + 1
    assert "14/14 等级划线" in error


@pytest.mark.notebook
def test_a_real_browser_draws_chinese_and_the_same_every_time(result, tmp_path):
    pytest.importorskip("kaleido")
    if not shutil.which("chromium"):
        pytest.skip("no chromium")
    figure = go.Figure(
        go.Bar(x=["语文组"], y=[1]), layout={"title": {"text": "出勤率"}, "width": 600}
    )
    first, again = (draw_figures({"甲": figure}, "svg")["甲"] for _ in range(2))
    assert first == again
    assert "语文组" in first.decode()
    assert "出勤率" in first.decode()
    *pictures, _ = write_pictures(result, tmp_path)
    for path in pictures:
        picture = Image.open(BytesIO(path.read_bytes()))
        assert picture.width == 2560
        assert len(picture.getcolors(1 << 24)) > 10
