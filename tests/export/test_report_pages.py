"""The report as LibreOffice shows it: nothing is cut, pages are numbered right, letters are drawn."""

import re
import shutil
import subprocess
from collections import Counter

import docx
import pytest
from made import make_result
from office import convert
from snapshots import assert_looks_as_kept, pages_of

from xiaoben_analytics import assess, read_school
from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.summary import (
    Chart,
    Finding,
    Section,
    Series,
    Summary,
    Table,
    summarize,
)
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT

pytestmark = pytest.mark.office

SIZES = {
    "small": {"teachers": 3, "groups": 1, "activities": 4},
    "forty": {"teachers": 42, "groups": 1, "activities": 20},
    "large": {"teachers": 300, "groups": 25, "activities": 60},
}


@pytest.fixture(scope="module")
def summaries(data):
    made = {name: summarize(make_result(**size)) for name, size in SIZES.items()}
    return {"sample": summarize(assess(read_school(data))), **made}


@pytest.fixture(scope="module")
def data(request):
    return request.config.rootpath / "data" / "sample"


@pytest.fixture(scope="module")
def shown(summaries, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    files = [folder / f"{name}.docx" for name in summaries]
    for summary, file in zip(summaries.values(), files, strict=True):
        write_report(summary, file)
    convert(files, "pdf", folder)
    return folder


def _pages(folder, name):
    """Give the text of each page, without what only parts letters and lines."""
    command = [shutil.which("pdftotext"), "-layout", str(folder / "made" / f"{name}.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    return [_bare(page) for page in told.split("\f")[:-1]]


def _bare(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", ["sample", *SIZES])
def test_page_1_holds_the_reconciliation_and_every_page_after_it_its_number(shown, name):
    cover, contents, *body = _pages(shown, name)
    assert "一、数据核对" in body[0]
    assert "各文件行数核对" in body[0]
    assert "合计" in body[0]
    assert "目录" in contents
    for page in cover, contents:
        assert not re.search(r"—\d+—$", page)
    for number, page in enumerate(body, start=1):
        assert page.endswith(f"—{number}—")
        assert len(page) > len(f"—{number}—")


@pytest.mark.parametrize("name", ["sample", *SIZES])
def test_the_contents_name_the_pages_that_the_sections_are_on(shown, summaries, name):
    _, _, *body = _pages(shown, name)
    report = docx.Document(str(shown / f"{name}.docx"))
    lines = [_bare(p.hyperlinks[0].text) for p in report.paragraphs if p.style.name == "toc 1"]
    assert lines == [
        f"{_bare(one.heading)}{next(n for n, page in enumerate(body, 1) if _bare(one.heading) in page)}"
        for one in summaries[name].sections
    ]


@pytest.mark.parametrize("name", ["sample", *SIZES])
def test_no_finding_and_no_cell_is_cut(shown, summaries, name):
    """A wrapped cell stands between its neighbours, so the letters of all cells are counted."""
    whole = "".join(re.sub(r"—\d+—$", "", page) for page in _pages(shown, name))
    asked = Counter()
    for section in summaries[name].sections:
        for finding in section.findings:
            assert _bare(finding) in whole
        for table in section.tables:
            for row in (table.header, *table.printed.rows):
                asked.update(_bare("".join(row)))
            asked.update(_bare(table.note))
    assert asked - Counter(whole) == Counter()


@pytest.mark.parametrize("name", ["sample", "large"])
def test_every_letter_is_drawn_in_a_font_that_has_it(shown, name):
    command = [shutil.which("pdffonts"), str(shown / "made" / f"{name}.pdf")]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    fonts = [line.split() for line in told.splitlines()[2:]]
    assert fonts
    for font in fonts:
        assert not re.search("LastResort|notdef|Unifont|Droid|OpenSymbol", font[0])
        embedded, _, mapped = font[-5:-2]
        assert (embedded, mapped) == ("yes", "yes")
    pages = "".join(_pages(shown, name))
    assert "\ufffd" not in pages
    assert "\u25a1" not in pages


def _still():
    """A report of its own, so that its pages change only when the layout does."""
    groups = ("语文组", "数学组", "英语组")
    rates = Series("出勤率", (0.983, 0.871, 0.906))
    chart = Chart("columns", "各组出勤率", groups, (rates,), "出勤率", "0.0%", 1.0, labelled=True)
    files = tuple((f"考勤{number}.xlsx", "考勤", str(40 + number)) for number in range(1, 9))
    marks = tuple((f"教师{'甲乙丙丁戊己'[n]}", *["√"] * 20, "缺") for n in range(6))
    return Summary(
        title="校本培训总结报告",
        subtitle="海棠镇中心学校　2021-2022 学年",
        facts={"考核办法": "县域办法（110 分）", "等级比例": "优秀 30%、良好 40%、合格 30%"},
        numbers={f"第{n}项（人）": str(n * 7) for n in range(1, 9)},
        tiers=("优秀", "良好", "合格", "不合格"),
        sections=(
            Section("一、数据核对", (
                Finding("读入 8 个文件，共 356 行：使用 350 行，搁置 2 行，标题、合计等 4 行，三者之和等于总行数。"),
                Table("各文件行数核对", ("文件", "识别为", "总行数"), files, (LEFT, LEFT, RIGHT), note="空白为未登记。"),
                Finding("语文组最高（98.3%），数学组最低（87.1%）。"),
                chart,
            )),
            Section("二、参与情况", (
                Finding("无故缺席最多的是教师甲（1 次）。"),
                Table(
                    "语文组考勤一览", ("姓名", *map(str, range(1, 22))), marks,
                    (LEFT, *[CENTER] * 21), note="√ 出席；缺 缺席。", wide=True,
                    shades=tuple(("", *["出席"] * 20, "缺席") for _ in marks),
                ),
            )),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    folder = tmp_path_factory.mktemp("still")
    write_report(_still(), folder / "still.docx")
    return pages_of(convert([folder / "still.docx"], "pdf", folder) / "still.pdf")


@pytest.mark.parametrize("name", ["cover", "contents", "chart", "turned"])
def test_pages_look_as_they_did(still, tmp_path, name):
    assert len(still) == 4
    place = ["cover", "contents", "chart", "turned"].index(name)
    assert_looks_as_kept(still[place], f"report-{name}", tmp_path)
