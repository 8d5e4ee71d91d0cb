"""The page of charts: whole in itself, and nobody's name is ever markup."""

import json
import re
import shutil
from html import unescape

import pytest
from plotly.offline import get_plotlyjs

from xiaoben_analytics.export.html import FIGURES

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def page(pack):
    return (pack / "互动图表.html").read_text(encoding="utf-8")


def _own(page):
    """The page without plotly's own program."""
    assert page.count(get_plotlyjs()) == 1
    return page.replace(get_plotlyjs(), "")


def _figures(page):
    found = re.findall(r'<script type="application/json" id="(\w+)-data">(.*?)</script>', page)
    return {name: json.loads(text) for name, text in found}


def test_the_page_is_chinese_small_and_needs_no_network(page):
    own = _own(page)
    assert '<html lang="zh-CN">' in own
    assert len(page.encode()) < 6 * MEGABYTE
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?!#)[^"'\s>]+""", own)
    assert "default-src 'none'" in own


def test_every_chart_is_there_with_its_finding(page, result):
    figures = _figures(page)
    assert list(figures) == [name for name, _, _ in FIGURES]
    for name, _, plot in FIGURES:
        assert f'data-from="{name}-data"' in page
        assert figures[name] == json.loads(plot(result).to_json())
        assert figures[name]["layout"]["title"]["text"]


def test_key_numbers_are_the_summarys(page, summary):
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", _own(page))
    shown = {unescape(name): unescape(text) for name, text in pairs}
    assert {name: shown[name] for name in summary.numbers} == dict(summary.numbers)


def test_harmful_names_never_become_markup(harmful_pack):
    own = _own((harmful_pack / "互动图表.html").read_text(encoding="utf-8"))
    assert len(re.findall("<script", own)) == len(FIGURES) + 2  # the data, plotly, the drawing
    assert "<img" not in own
    assert "<b>x" not in own
    assert not set(own) & {"\x0b", "\x07", "\u202e"}


@pytest.mark.notebook
def test_a_browser_draws_every_chart_without_asking_the_network(pack, harmful_pack):
    playwright = pytest.importorskip("playwright.sync_api")
    browser = shutil.which("chromium") or pytest.skip("no browser here")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu"]
        )
        for folder in (pack, harmful_pack):
            view = opened.new_page()
            asked, wrong = [], []
            view.on("request", lambda request, asked=asked: asked.append(request.url))
            view.on("pageerror", lambda error, wrong=wrong: wrong.append(str(error)))
            view.on("dialog", lambda dialog, wrong=wrong: wrong.append(dialog.message))
            view.goto((folder / "互动图表.html").as_uri())
            for name, _, _ in FIGURES:
                view.locator(f"#{name} .cartesianlayer .subplot").first.wait_for(state="attached")
            assert not wrong
            assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
        opened.close()
