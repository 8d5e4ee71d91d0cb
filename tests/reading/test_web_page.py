"""Web pages named .xls give the texts of their tables."""

from __future__ import annotations

import pytest

from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.reading import web_page
from xiaoben_analytics.reading.grid import read_grids
from xiaoben_analytics.reading.web_page import read_page


def rows(text):
    return [list(table.rows) for table in read_page(text)]


def test_all_stays_text_without_the_spaces_of_the_page():
    page = "<table><tr><td>0001<td> 王伟&nbsp;\n <b>(副)</b></td><td>一<br>二<td></table>"
    assert rows(page) == [[("0001", "王伟 (副)", "一\n二", "")]]


def test_a_cell_over_rows_is_in_each_and_one_over_columns_is_shown_once():
    page = (
        "<table><tr><th colspan=3>签到表</th></tr>"
        "<tr><td rowspan=2>语文组</td><td>王伟</td><td>1</td></tr>"
        "<tr><td>陈静</td><td rowspan=2>2</td></tr><tr><td>数学组</td><td>李娜</td></tr></table>"
    )
    assert rows(page) == [
        [
            ("签到表", "", ""),
            ("语文组", "王伟", "1"),
            ("语文组", "陈静", "2"),
            ("数学组", "李娜", "2"),
        ]
    ]


def test_texts_above_a_table_are_its_captions_but_not_what_no_one_sees():
    page = (
        "<html><head><title>t</title><style>td{}</style></head><!-- <table><tr><td>0 -->"
        "<h1>第一学期</h1><script>x</script><table><tr><td>1</table>"
        "<p>第二学期</p><table><tr><td>2</table>"
    )
    tables = read_page(page)
    assert [table.captions for table in tables] == [("第一学期",), ("第一学期", "第二学期")]
    assert rows(page) == [[("1",)], [("2",)]]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("charset=gb2312", "gb18030"),
        ('charset="utf-8"', "utf-8"),
        ("charset=big5", "cp950"),
        ("charset=utf-8", "gb18030"),
        ("charset=nonsense", "gb18030"),
        ("name=x", "utf-16"),
    ],
)
def test_the_declared_charset_is_used_unless_it_lies(tmp_path, declared, encoding):
    path = tmp_path / "list.xls"
    page = f"<html><meta {declared}><table><tr><td>姓名<td>日期<tr><td>王文<td>2021-09-10</table>"
    path.write_bytes(page.encode(encoding))
    (grid,) = read_grids(path)
    assert grid.sheet == "表格1"
    assert [line.cells for line in grid.lines] == [("姓名", "日期"), ("王文", "2021-09-10")]


def test_spans_that_claim_too_much_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(web_page, "CELL_LIMIT", 250)
    path = tmp_path / "list.xls"
    path.write_text("<table><tr><td colspan=99999 rowspan=99999>1<tr><tr></table>", "utf-8")
    with pytest.raises(RefusedError, match="3 行 × 100 列"):
        read_grids(path)


def test_text_after_a_nested_table_stays_in_its_cell():
    page = "<table><tr><td>a<table><tr><td>b</table>c<td>d</table>"
    assert rows(page) == [[("ac", "d")], [("b",)]]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<table><tr><td title='a>b'>1<td title=\"a<b>c\">2</table>", ("1", "2")),
        ("<table><tr><td>3 < 5<td>a <> b<td>x<</table>", ("3 < 5", "a <> b", "x<")),
    ],
)
def test_marks_are_tags_only_where_tags_can_be(page, expected):
    assert rows(page) == [[expected]]


def test_the_caption_of_a_table_is_its_own():
    text = "<table><caption>第二学期</caption><tr><td>甲</td></tr></table><table><tr><td>乙</td></tr></table>"
    first, second = read_page(text)
    assert (first.captions, second.captions) == (("第二学期",), ())


@pytest.mark.parametrize(
    "charset", ["punycode", "unicode_escape", "utf-7", "idna", "utf-16", "hex"]
)
def test_only_charsets_of_pages_are_believed(tmp_path, charset):
    path = tmp_path / "list.xls"
    page = f"<html><meta charset={charset}><table><tr><td>\\ud800+2AA-<td>-{'b' * 2_000_000}"
    path.write_text(page, "utf-8")
    (grid,) = read_grids(path)
    assert grid.lines[0].cells[0] == "\\ud800+2AA-"


@pytest.mark.parametrize("table", ["<table><tr><td>1</table>", "<table><tr><td>"])
def test_more_tables_than_any_page_has_are_refused(table):
    assert len(read_page(table * web_page.TABLE_LIMIT)) == web_page.TABLE_LIMIT
    with pytest.raises(RefusedError, match="表格内容过多"):
        read_page(table * (web_page.TABLE_LIMIT + 1))


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td rowspan=99999>x" * 4900 + "<tr><td>" * 1000,
        ("<table><tr>" + "<td rowspan=99999>x" * 100 + "<tr>" * 999 + "</table>") * 11,
        "<table><tr>" + "<td colspan=100>" * 200_000,
    ],
)
def test_spans_of_all_tables_together_are_refused_before_they_are_laid_out(page):
    with pytest.raises(RefusedError, match="工作表过大"):
        read_page(page)


def test_a_table_knows_the_texts_nearest_above_it():
    texts = "".join(f"<p>{at}</p>" for at in range(1000))
    captions = "".join(f"<b>{at}</b>" for at in range(1000))
    page = f"{texts}<table><tr><td>1</table><table><caption>{captions}</caption><tr><td>2</table>"
    nearest = tuple(str(at) for at in range(800, 1000))
    assert [table.captions for table in read_page(page)] == [nearest, nearest]
