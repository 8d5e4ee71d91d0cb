"""Letters, opened again: all that is said of one teacher, and nothing of anybody else."""

import re
from fractions import Fraction
from pathlib import Path

import docx
import pandas as pd
import pytest
from decided import NAMES, attendance, write_school, write_table
from parts import part_texts, words_of
from schools import as_school, attended, school_rows, tiny_school

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.explanation import explain_all
from xiaoben_analytics.export.letters import Appeal, letters, write_letter, write_letters
from xiaoben_analytics.ledger import decide, find_authority, open_ledger, settle
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.summary import other_hider

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def sample():
    return assess(read_school(SAMPLE))


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    """Ten teachers of one group: 40, 37, 34 … points; 陈十 stayed away nine times without leave."""
    rows = [
        (who, what, "缺席" if who == "陈十" and how == "病假" else how)
        for who, what, how in attendance()
    ]
    return assess(read_school(write_school(tmp_path_factory.mktemp("school"), 考勤=rows)))


def opened(result, teacher_id, folder, **options):
    path = folder / "a.docx"
    (told,) = explain_all(result, [teacher_id], naming=False)
    write_letter(told, result, path, **options)
    return docx.Document(str(path))


def said(document):
    return [paragraph.text for paragraph in document.paragraphs]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def section(document, heading):
    """Return texts and tables between a numbered heading and the next one."""
    found, inside = [], False
    for block in document.iter_inner_content():
        if getattr(block, "style", None) is not None and block.style.name == "Heading 1":
            inside = block.text.split("、")[1] == heading
        elif inside:
            found.append(cells(block) if hasattr(block, "rows") else block.text)
    return [one for one in found if one]


def test_the_letter_says_total_rank_tier_and_arithmetic_as_worked_out_by_hand(ten, tmp_path):
    made = opened(ten, "0003", tmp_path)
    assert said(made)[0] == "校本培训考核个人单"
    facts = [cell for row in cells(made.tables[0]) for cell in row]
    assert dict(zip(facts[::2], facts[1::2], strict=True)) == {
        "姓名": "孙三", "工号": "0003", "教研组": "语文组",
        "考核办法": "县域校本研修考核办法（110 分）", "总分": "34.00 分", "等级": "优秀",
        "组内名次": "第 3 名（语文组计 10 人）", "师德考核分": "10 分", "上报学时": "12 学时", "": "",
    }  # fmt: skip
    table, sentence = section(made, "考核结果")
    assert table[0] == ["项目", "外出学习", "考勤", "活动参与", "读书活动", "加分", "总分"]
    assert table[2] == ["得分", "0.00", "24.00", "0.00", "10.00", "0.00", "34.00"]
    # of ten by 30/40/30: the best three, then four; the next line is 孙三's own
    assert "名额为优秀 3 名、良好 4 名、合格 3 名" in sentence
    assert "正好在优秀线 34.00 上" in sentence
    (table,) = section(made, "各项得分的算法")
    assert table[2] == ["考勤", "30 × 24 ÷ 30 = 24.00 分，全校最高 30 学时", "24.00"]


def test_every_activity_stands_there_with_its_hours_and_its_row(ten, tmp_path):
    sums, table = section(opened(ten, "0003", tmp_path), "参加活动")
    assert sums == "应参加 10 次：实到 8 次，请假、缺席 2 次；合计得 24 学时。"
    assert table[0] == ["时间", "培训内容", "考勤", "计入学时", "出处"]
    assert len(table) == 11
    # 孙三 is the third of ten: rows 22 to 31 of the sheet, ill twice
    assert table[1] == ["2021-09-01", "研修1", "病假（未补课）", "0", "考勤·Sheet 第 22 行"]
    assert table[3] == ["2021-09-03", "研修3", "出席", "3", "考勤·Sheet 第 24 行"]


def test_who_failed_a_gate_is_told_which_and_why(ten, tmp_path):
    made = opened(ten, "0010", tmp_path)
    facts = [cell for row in cells(made.tables[0]) for cell in row]
    assert facts[facts.index("组内名次") + 1] == "不参加排名"
    (table,) = section(made, "一票否决的条款")
    assert table[1] == [
        "无故缺席超过应参加活动的 20%",
        "触及",
        "无故缺席 9 次 ÷ 应参加活动 10 次 = 90%，超过 20%，考勤项作废",
    ]
    assert table[2][1] == "没有触及"


def test_a_task_left_undone_is_named_where_it_fails_the_gate(tmp_path):
    task = {
        "teacher_id": "1",
        "kind": "任务",
        "content": "听课报告",
        "required": True,
        "done": False,
    }
    made = opened(assess(tiny_school(participation=[task])), "1", tmp_path)
    (table,) = section(made, "一票否决的条款")
    assert table[2][1] == "触及"
    assert "听课报告" in table[2][2]


def test_records_that_count_and_that_do_not_stand_in_their_sections(tmp_path):
    awards = [
        {"teacher_id": "1", "award": "甲赛", "award_category": "竞赛", "level": "市", "prize": "一等奖"},
        {"teacher_id": "1", "award": "乙赛", "award_category": "竞赛", "level": "县", "prize": "二等奖"},
    ]  # fmt: skip
    reading = [
        {"teacher_id": "1", "book": "某书", "completion": "未交"},
        {"teacher_id": "2", "book": "他书", "completion": "未交"},
    ]
    made = opened(assess(tiny_school(awards=awards, reading=reading)), "1", tmp_path)
    (counted,) = section(made, "计入的其他记录")
    assert [(row[0], row[3]) for row in counted[1:]] == [
        ("读书活动", "扣 3 分"), ("加分", "4 分")
    ]  # fmt: skip
    assert "甲赛" in counted[2][2]
    (aside,) = section(made, "没有计入的其他记录")
    assert [(row[0], row[3]) for row in aside[1:]] == [
        ("加分", "不是得分最高的一项；类别是竞赛，不属于评选")
    ]  # fmt: skip
    assert "他书" not in "".join(text for row in (*counted, *aside) for text in row)


def test_equals_are_counted_and_not_named(tmp_path):
    result = assess(tiny_school())
    made = opened(result, "1", tmp_path)
    _, sentence = section(made, "考核结果")
    assert "同分 2 人" in sentence
    assert "乙" not in "\n".join(part_texts(tmp_path / "a.docx").values())


def test_who_has_no_records_has_a_letter_that_says_so(tmp_path):
    result = assess(tiny_school(attendance=[attended("2", "01")], plan=[
        {"activity_id": "01", "title": "活动", "term": 1, "month": "2021-09",
         "audience": "数学组", "hours": 3, "required": True}
    ]))  # fmt: skip
    made = opened(result, "1", tmp_path)
    assert section(made, "参加活动") == ["没有应参加的活动，也没有考勤记录。"]
    assert section(made, "计入的其他记录") == ["没有。"]


def test_what_is_asked_is_held_against_what_was_done(ten, tmp_path):
    # the regulation asks for no hours: nobody is told to be short of what nobody asked
    (told,) = section(opened(ten, "0003", tmp_path), "学时等要求")
    assert "第一学期已有 24 学时" in told
    assert told.endswith("活动计划全年共提供 30 学时。考核办法没有写明应完成多少学时。")


@pytest.fixture
def decided(ten, tmp_path):
    """20/50/30 and weight 1.2 decided: 孙三 has 24 x 1.2 + 10 = 38.80 and is the third of two."""
    scenario = Scenario(
        "少评优秀",
        {"ratios": "20/50/30", "weights": {"考勤": "1.2"}},
        (
            ManualMove("0004", "优秀", "支教一年", "校长室"),
            ManualMove("0005", "良好", "支教", "校长室"),
        ),
    )
    ledger = decide(
        ten, open_ledger(tmp_path), scenario=scenario, decided_by="教代会", reason="名额从紧"
    )
    result = settle(ten, ledger).result
    return result, find_authority(result, ledger)


def test_who_decided_and_what_the_regulation_alone_gives_is_told(decided, tmp_path):
    result, line = decided
    _, _, told = section(opened(result, "0003", tmp_path, line=line), "考核结果")
    assert told == (
        "按考核办法总分 34.00 分，等级为优秀；按第 2 号决定（教代会决定，理由：名额从紧），"
        "总分 38.80 分，等级为良好。决定的改动：比例：30/40/30 → 20/50/30；考勤的权重：1 → 1.2。"
    )
    (_, _, trial) = section(opened(result, "0003", tmp_path), "考核结果")
    assert "按试算的设置（与办法不同，没有会议决定作依据）为良好" in trial


def test_a_move_to_where_somebody_is_anyway_is_no_favour(decided, tmp_path):
    result, line = decided
    _, moved, _ = section(opened(result, "0004", tmp_path, line=line), "考核结果")
    assert moved.endswith("等级为良好，会议调整为优秀（支教一年；批准人：校长室）。")
    _, idle, _ = section(opened(result, "0005", tmp_path, line=line), "考核结果")
    assert idle.endswith("等级为良好，会议的调整没有作用：按规则已是这一等级。")
    assert [move.teacher_id for move in result.idle] == ["0005"]


def test_a_row_that_counts_twice_says_what_it_gives_to_each(tmp_path):
    study = {
        "teacher_id": "1", "training": "省级培训", "host_level": "省级", "hours": Fraction(12),
        "start_date": pd.Timestamp("2021-10-11"), "return_date": pd.Timestamp("2021-10-13"),
        "relay_date": pd.Timestamp("2021-10-14"), "credits": Fraction(3),
    }  # fmt: skip
    made = opened(assess(tiny_school(external=[study])), "1", tmp_path)
    (table,) = section(made, "计入的其他记录")
    assert "12 学时" in table[1][3]
    assert "二次培训奖励学分 3 学分" in table[1][3]


def test_homework_in_time_is_not_listed_as_not_counted(tmp_path):
    read = {"teacher_id": "1", "activity_type": "读书", "completion": "按时", "deduction": None}
    made = opened(assess(tiny_school(reading=[read])), "1", tmp_path)
    assert "不扣分" not in str(section(made, "没有计入的其他记录"))


def test_how_to_appeal_has_blanks_or_what_the_school_says(ten, tmp_path):
    (text,) = section(opened(ten, "0003", tmp_path), "如有异议")[:1]
    assert "年　　月　　日前向教研组长或教务处提出，附证明" in text
    appeal = Appeal("教学处", "2022 年 7 月 5 日")
    (text,) = section(opened(ten, "0003", tmp_path, appeal=appeal), "如有异议")[:1]
    assert "请于2022 年 7 月 5 日前向教学处提出" in text
    assert any("本人签名" in line for line in said(opened(ten, "0003", tmp_path)))


# ------------------------------------------------------------------ nobody else


def test_no_letter_of_the_sample_holds_anybody_else_or_any_personal_number(sample, tmp_path):
    people = dict(zip(sample.teachers["teacher_id"], sample.teachers["name"], strict=True))
    births = sample.school.tables["roster"].set_index("teacher_id")["birth_date"].dropna()
    written = write_letters(sample, tmp_path)
    assert len(written) == len(sample.standings) > 50
    for path in written:
        own = path.stem.split("_")[0]
        text = words_of(path)
        numbers = set(re.findall(r"(?<![0-9A-Za-z])\d{4}(?![0-9A-Za-z])", text))
        assert numbers & set(people) == {own}, path.name
        assert {name for name in people.values() if name in text} == {people[own]}, path.name
        assert own not in births or f"{births[own]:%Y-%m-%d}" not in text
        assert not re.search(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", text)


def test_others_are_hidden_and_oneself_is_not():
    teachers = pd.DataFrame(
        [("0001", "李伟"), ("0002", "李伟明"), ("0003", "甲"), ("12", "王芳"), ("0005", "李伟")],
        columns=["teacher_id", "name"],
    )
    hide = other_hider(teachers)
    assert (
        hide("李伟与李伟明（0002，语文组）同名", ("0001",)) == "李伟与某教师（＊＊＊，语文组）同名"
    )
    assert (
        hide("李伟与李伟明（0002，语文组）同名", ("0002",)) == "某教师与李伟明（0002，语文组）同名"
    )
    assert hide("0001、0005 都叫李伟", ("0001",)) == "0001、＊＊＊ 都叫李伟"
    # a name of one letter only by itself; an id of two signs could be any number; rows are rows
    assert hide("甲，甲组第 0003 行 12 学时", ("0001",)) == "某教师，甲组第 0003 行 12 学时"
    assert hide("未登记的有李伟明、甲、王芳等", ("0001",)) == "未登记的有某教师等"
    assert hide("电话 13800000000\x0b", ("0001",)) == "电话 （已隐去）�"


def test_a_reason_that_names_somebody_else_does_not(ten, tmp_path):
    moved = move_teachers(ten, [ManualMove("0004", "优秀", "与孙三相当（0003）", "校长室")])
    _, sentence = section(opened(moved, "0004", tmp_path), "考核结果")
    assert "会议调整为优秀（与某教师相当（＊＊＊）；批准人：校长室）" in sentence


# ------------------------------------------------------------------ files


def test_hostile_names_are_text_and_their_files_can_be_written(harmful, tmp_path):
    written = write_letters(harmful, tmp_path)
    assert len(written) == len(harmful.standings)
    for path in written:
        assert not set(path.name) & set('<>:"/\\|?*\x0b\u202e')
        document = docx.Document(str(path))
        assert document.tables
        for name, part in part_texts(path).items():
            assert "<script" not in part.casefold(), name
            assert "<img" not in part.casefold(), name
        assert "1979" not in "".join(text for table in document.tables for row in cells(table)
                                     for text in row)  # fmt: skip


def test_equal_schools_give_equal_bytes_whatever_was_written_before(ten, tmp_path):
    write_letters(ten, tmp_path / "a")
    ((name, write), *_) = reversed(list(letters(ten)))
    write(tmp_path / name)
    assert (tmp_path / name).read_bytes() == (tmp_path / "a" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        f"{number:04d}_{who}.docx" for number, who in enumerate(NAMES, 1)
    ]


def test_stopping_in_the_middle_of_three_hundred_leaves_whole_letters_only(tmp_path):
    result = assess(as_school(school_rows(1, teachers=300, groups=25, activities=2)))
    told = []

    def stop(name):
        told.append(name)
        if len(told) == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_letters(result, tmp_path, progress=stop)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted(told[:-1])
    assert all(docx.Document(str(tmp_path / name)).tables for name in left)


def test_a_letter_that_cannot_be_written_leaves_the_old_one_whole(ten, tmp_path, monkeypatch):
    (old, *_) = write_letters(ten, tmp_path)
    before = old.read_bytes()

    def fail(_path, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OutputError, match="无法写入"):
        write_letters(ten, tmp_path)
    assert old.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == len(NAMES)


def test_letters_in_the_schools_folder_are_not_read_as_plans(ten, tmp_path):
    home = write_school(tmp_path / "校")
    before = read_school(home).tables["plan"]
    write_letters(ten, home)
    write_table(home / "空.xlsx", [("说明",)])
    assert read_school(home).tables["plan"].shape == before.shape
