"""The minutes, opened again: each decision once with its numbers, and what is still open."""

import docx
import openpyxl
import pytest
from decided import attendance, clock, write_school, write_table
from parts import part_texts

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import LedgerError
from xiaoben_analytics.export.ballots import write_ballots
from xiaoben_analytics.export.minutes import write_minutes
from xiaoben_analytics.fragility import find_fragility
from xiaoben_analytics.ledger import (
    consider,
    decide,
    issue,
    lock,
    open_ballots,
    open_ledger,
    reopen,
    seal,
)
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario


@pytest.fixture
def home(tmp_path):
    return write_school(tmp_path / "校")


@pytest.fixture
def ten(home):
    """Ten teachers of one group with 40, 37, 34 … points: three, four and three in the tiers."""
    return assess(read_school(home))


@pytest.fixture
def ledger(home):
    return open_ledger(home, clock=clock)


def opened(result, ledger, folder, **options):
    write_minutes(result, ledger, folder / "a.docx", **options)
    return docx.Document(str(folder / "a.docx"))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def said(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def tables(document):
    """Return tables by the caption above them."""
    found, caption = {}, ""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            found[caption] = cells(block)
        caption = block.text if getattr(block, "text", "") else ""
    return found


def decided(result, ledger, name="少评优秀", ratios="20/50/30", moves=()):
    scenario = Scenario(name, {"ratios": ratios}, moves)
    return decide(result, ledger, scenario=scenario, decided_by="校长室", reason="会议通过")


def test_an_empty_ledger_gives_a_draft_that_says_so(ten, ledger, tmp_path):
    made = opened(ten, ledger, tmp_path)
    texts = said(made)
    assert texts[0] == "校本培训考核领导小组会议纪要（草稿）"
    assert "会议还没有作出决定：决议账本中没有决定。以下为草稿，空白处由会议填写。" in texts
    assert "没有作出决定。" in texts
    assert "2．审议 10 位参评教师的得分、名次与等级划线。" in texts
    facts = [cell for row in cells(made.tables[0]) for cell in row]
    blanks = dict(zip(facts[::2], facts[1::2], strict=True))
    assert {name for name, text in blanks.items() if name and not text.strip()} == {
        "会议时间", "会议地点", "主持人", "记录人", "出席人员", "缺席人员"
    }  # fmt: skip
    assert any(text.startswith("主持人签名：") for text in texts)


def test_a_decision_stands_there_once_with_its_numbers(ten, ledger, tmp_path):
    made = opened(ten, decided(ten, ledger), tmp_path)
    (told,) = [text for text in said(made) if "决定采用方案" in text]
    assert told.startswith("第 2 号记录（")
    assert "校长室决定采用方案“少评优秀”。理由：会议通过。" in told
    assert "参评 10 人" in told
    assert "改动：比例：30/40/30 → 20/50/30。" in said(made)
    found = tables(made)
    # of ten: 3, 4 and 3 by the regulation; 2, 5 and 3 by 20/50/30
    assert found["第 2 号决定：各等级人数"] == [
        ["等级", "按考核办法", "按决定", "增减", "名额"],
        ["优秀", "3", "2", "-1", "2"],
        ["良好", "4", "5", "+1", "5"],
        ["合格", "3", "3", "0", "3"],
        ["不合格", "0", "0", "0", "0"],
    ]
    # the lines are 钱二's 37, 郑七's 22 and 陈十's 13
    assert found["第 2 号决定：名额与划线"][1] == [
        "语文组", "2 人，37.00 分起", "5 人，22.00 分起", "3 人，13.00 分起", "0 人"
    ]  # fmt: skip
    heading, row = found["第 2 号决定：等级变动的教师"]
    assert heading == ["姓名", "工号", "原等级", "新等级", "原因"]
    assert row[:4] == ["孙三", "0003", "优秀", "良好"]
    assert "优秀名额由 3 个变为 2 个" in row[4]


def test_moves_by_hand_have_their_reason_and_who_stands_for_it(ten, ledger, tmp_path):
    moves = (ManualMove("0004", "优秀", "支教一年", "王校长"),)
    made = opened(ten, decided(ten, ledger, moves=moves), tmp_path)
    found = tables(made)
    assert found["第 2 号决定：手工调整"] == [
        ["姓名", "工号", "调整为", "理由", "批准人"],
        ["李四", "0004", "优秀", "支教一年", "王校长"],
    ]
    assert [row[:4] for row in found["第 2 号决定：等级变动的教师"][1:]] == [
        ["孙三", "0003", "优秀", "良好"], ["李四", "0004", "良好", "优秀"]
    ]  # fmt: skip
    assert found["第 2 号决定：各等级人数"][1:3] == [
        ["优秀", "3", "3", "0", "2"], ["良好", "4", "4", "0", "5"]
    ]  # fmt: skip
    assert found["第 2 号决定：名额与划线"][1][1] == "3 人（名额 2），37.00 分起"


def test_five_decisions_stand_in_order_each_once_the_last_one_valid(ten, ledger, tmp_path):
    for number, ratios in enumerate(("20/50/30", "10/60/30", "30/40/30", "40/30/30", "50/20/30")):
        ledger = decided(ten, ledger, f"方案{number}", ratios)
    made = opened(ten, ledger, tmp_path)
    told = [text for text in said(made) if "决定采用方案" in text]
    assert [text.split("（")[0] for text in told] == [f"第 {n} 号记录" for n in range(2, 7)]
    assert ["已由第" in text for text in told] == [True, True, True, True, False]
    captions = [text for text in said(made) if text.endswith("号决定：各等级人数")]
    assert captions == [f"第 {n} 号决定：各等级人数" for n in range(2, 7)]
    assert "没有教师因此变动等级。" in said(made)
    assert [tables(made)[one][1][2] for one in captions] == ["2", "1", "3", "4", "5"]


def test_what_was_compared_locked_and_reopened_stands_there(ten, ledger, tmp_path):
    ledger = consider(ten, ledger, scenario=Scenario("备选", {"ratios": "10/60/30"}))
    ledger = lock(decided(ten, ledger), by="校长室", reason="定稿")
    ledger = lock(reopen(ledger, by="局长", reason="有申诉"), by="校长室")
    made = opened(ten, ledger, tmp_path)
    rows = [row for table in made.tables for row in cells(table)]
    assert ["第 2 号", "备选", "优秀 1、良好 6、合格 3、不合格 0", "2 人",
            "比例：30/40/30 → 10/60/30"] in rows  # fmt: skip
    conduct = [
        (row[0], row[2], row[3]) for row in rows if row[0] in ("第 4 号", "第 5 号", "第 6 号")
    ]
    assert conduct == [
        ("第 4 号", "锁定", "校长室：定稿"),
        ("第 5 号", "解除锁定", "局长：有申诉"),
        ("第 6 号", "锁定", "校长室"),
    ]
    (note,) = [text for text in said(made) if text.startswith("本纪要据决议账本的 6 条记录")]
    assert f"指纹 {ledger.head[:16]}" in note
    assert "决议已在第 6 号记录锁定" in note
    assert "决议还没有锁定。" not in said(made)


def test_votes_show_what_each_member_wants(ten, ledger, home, tmp_path):
    ledger, forms = issue(ten, ledger, ["甲委员", "乙委员"], ticket=iter(["a", "b"]).__next__)
    assert any(
        text == "表决“等级比例”发出 2 张票，封存 0 张，还没有开票。"
        for text in said(opened(ten, ledger, tmp_path))
    )
    paths = write_ballots(forms, tmp_path / "票")
    for path, shares in zip(paths, ((20, 50, 30), (40, 30, 30)), strict=True):
        fill(path, shares)
    ledger = open_ballots(seal(ledger, paths).ledger, paths)
    made = opened(ten, ledger, tmp_path)
    assert any("会前表决：等级比例。" in text for text in said(made))
    rows = [row for table in made.tables for row in cells(table)]
    assert ["甲委员", "各组相同", "20%/50%/30%"] in rows
    assert ["乙委员", "各组相同", "40%/30%/30%"] in rows


def fill(path, shares):

    book = openpyxl.load_workbook(path)
    sheet = book.active
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "各组相同")
    for place, share in enumerate(shares):
        sheet.cell(first + place, 5).value = share / 100
    book.save(path)


def test_ties_and_fragile_lines_are_on_the_agenda(home, ledger, tmp_path):
    write_table(home / "考勤.xlsx", attendance((0, 1, 2, 2, 4, 5, 6, 7, 8, 9)))
    tied = assess(read_school(home))
    made = opened(tied, ledger, tmp_path, fragility=find_fragility(tied))
    texts = said(made)
    assert any(
        "线上同分：语文组的优秀线上有 2 人同为 34.00 分（孙三、李四），还剩 1 个名额。" in text
        for text in texts
    )
    assert any("一条记录就能改变的划线" in text for text in texts)
    rows = [row for table in made.tables for row in cells(table)]
    (tie,) = [row for row in rows if row[0] == "1" and "孙三、李四" in row[1]]
    assert tie[2] == "孙三、李四"


def test_files_that_changed_since_are_said_to_differ(ten, ledger, home, tmp_path):
    ledger = decided(ten, ledger)
    from decided import attendance, write_table  # noqa: PLC0415

    write_table(home / "考勤.xlsx", attendance((9, *range(1, 10))))
    made = opened(assess(read_school(home)), ledger, tmp_path)
    assert "第 2 号决定按现在的文件重算，与当时的记录不一致，请先核对。" in said(made)


def test_a_faulty_ledger_is_said_in_chinese_and_nothing_is_written(ten, ledger, home, tmp_path):
    ledger = decided(ten, ledger)
    text = ledger.path.read_text("utf-8").replace("会议通过", "会议否决")
    ledger.path.write_text(text, "utf-8")
    with pytest.raises(LedgerError, match="不可信"):
        write_minutes(ten, open_ledger(home), tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_hostile_words_are_text_and_numbers_of_persons_are_hidden(ten, ledger, tmp_path):
    moves = (ManualMove("0004", "优秀", "<script>\x0b电话 13800000000", "=1+1"),)
    made = opened(ten, decided(ten, ledger, "<b>方案", moves=moves), tmp_path)
    rows = [row for table in made.tables for row in cells(table)]
    (row,) = [row for row in rows if row[-1] == "=1+1"]
    assert row[3].startswith("<script>�电话 ")
    text = "".join(part_texts(tmp_path / "a.docx").values())
    assert "13800000000" not in text
    assert "<script" not in text


def test_equal_ledgers_give_equal_bytes(ten, ledger, tmp_path):
    ledger = decided(ten, ledger)
    first = opened(ten, ledger, tmp_path) and (tmp_path / "a.docx").read_bytes()
    opened(ten, ledger, tmp_path)
    assert (tmp_path / "a.docx").read_bytes() == first


# ------------------------------------------------------------------ the command


def test_the_command_writes_the_minutes(xiaoben, home, ten, ledger, tmp_path):
    decided(ten, ledger)
    code, out, _ = xiaoben("minutes", home, "-o", tmp_path / "会议纪要.docx", "--fragile")
    assert (code, out.strip()) == (0, str(tmp_path / "会议纪要.docx"))
    texts = said(docx.Document(str(tmp_path / "会议纪要.docx")))
    assert sum("决定采用方案“少评优秀”" in text for text in texts) == 1


def test_a_wrong_ending_or_a_faulty_ledger_writes_nothing(xiaoben, home, ten, ledger, tmp_path):
    code, _, told = xiaoben("minutes", home, "-o", tmp_path / "纪要.pdf")
    assert (code, "文件格式" in told) == (2, True)
    decided(ten, ledger)
    ledger.path.write_bytes(ledger.path.read_bytes()[:-30])
    code, _, told = xiaoben("minutes", home, "-o", tmp_path / "纪要.docx")
    assert (code, "只写了一半" in told) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == [home.name]
