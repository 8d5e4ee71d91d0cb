"""The public notice, opened again: names by tier, and nothing that is not for everybody."""

import re
from pathlib import Path

import docx
import openpyxl
import pytest
from decided import NAMES, ROSTER, attendance, write_school
from made import HARMFUL, make_result
from parts import part_texts, words_of

from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.export.notice import (
    make_notice,
    mask_name,
    write_notice,
    write_notice_workbook,
)
from xiaoben_analytics.ledger import decide, open_ledger
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.scenarios import ManualMove, Scenario

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    """Ten teachers of one group: three, four and two in the tiers; 陈十 failed a gate."""
    rows = [
        (who, what, "缺席" if who == "陈十" and how == "病假" else how)
        for who, what, how in attendance()
    ]
    return assess(read_school(write_school(tmp_path_factory.mktemp("school"), 考勤=rows)))


@pytest.fixture(scope="module")
def sample():
    return assess(read_school(SAMPLE))


def named(folder, names, groups=None):
    """Assess the ten under other names; of equal names the file's ids tell who is who."""
    ids = [row[0] for row in ROSTER[1:]]
    groups = groups or ["语文组"] * len(names)
    roster = [ROSTER[0], *zip(ids, names, groups, strict=True)]
    rows = attendance()
    by_name = dict(zip(NAMES, ids, strict=True))
    told = [("工号", *rows[0][1:]), *((by_name[who], *rest) for who, *rest in rows[1:])]
    return assess(read_school(write_school(folder, 花名册=roster, 考勤=told)))


def test_names_stand_by_group_and_tier_in_the_order_of_pinyin(ten):
    notice = make_notice(ten)
    # 赵一 is first of all and stands last: what order they have tells nothing of ranks
    assert notice.names == (
        ("语文组", "优秀", ("钱二", "孙三", "赵一")),
        ("语文组", "良好", ("李四", "吴六", "郑七", "周五")),
        ("语文组", "合格", ("冯九", "王八")),
    )
    assert notice.seats == (("全校", "3 名", "4 名", "其余"),)
    assert (notice.untold, notice.rest) == (1, "另有 1 人结果已单独告知本人。")


def test_paper_and_workbook_say_the_same(ten, tmp_path):
    notice = make_notice(ten, period="2022年7月1日至7日", contact="教务处")
    write_notice(notice, tmp_path / "a.docx")
    write_notice_workbook(notice, tmp_path / "a.xlsx")
    document = docx.Document(str(tmp_path / "a.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "校本培训考核结果公示"
    assert "另有 1 人结果已单独告知本人。" in texts
    assert "公示期：2022年7月1日至7日。" in texts
    assert any("以书面形式实名向教务处反映" in text for text in texts)
    rows = [[cell.text.replace("\n", "") for cell in row.cells] for row in document.tables[1].rows]
    assert rows == [
        ["教研组", "优秀", "良好", "合格"],
        ["语文组", "钱二、孙三、赵一", "李四、吴六、郑七、周五", "冯九、王八"],
    ]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["公示名单", "等级名额", "说明"]
    rows = list(book["公示名单"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("教研组", "考核结果", "姓名")
    assert [row[2] for row in rows[1:]] == [
        "钱二", "孙三", "赵一", "李四", "吴六", "郑七", "周五", "冯九", "王八"
    ]  # fmt: skip


def test_period_and_contact_are_blanks_where_nobody_says(ten):
    period, feedback = make_notice(ten).feedback
    assert period == "公示期：＿＿＿＿年＿＿月＿＿日至＿＿＿＿年＿＿月＿＿日。"
    assert "向＿＿＿＿＿＿反映" in feedback


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("罗小敏", "罗*敏"), ("张伟", "张*"), ("欧阳小明", "欧**明"), ("甲", "*"),
        ("阿依古丽·买买提", "阿***·**提"), ("古丽•木", "古*·木"), ("Anna", "A**a"),
        ("阿·买", "阿·*"), ("张 伟", "张*"), ("欧阳 小明", "欧**明"), ("甲·", "*·"),
    ],
)  # fmt: skip
def test_masks_leave_the_ends_of_a_name(name, masked):
    assert mask_name(name) == masked


def test_who_cannot_be_told_apart_in_a_group_is_numbered_by_id(tmp_path):
    names = ["张伟", "张敏", "李小明", "李大明", "张伟", "王芳", "王芳", "赵一", "钱二", "孙三"]
    groups = ["语文组"] * 5 + ["数学组"] * 5
    result = named(tmp_path, names, groups)
    shown = {
        name
        for group, _, people in make_notice(result, masked=True).names
        if group == "语文组"
        for name in people
    }
    # 张伟 张敏 张伟 are the first, second and third 张*; by id, as ids show nowhere
    assert shown == {"张*（1）", "张*（2）", "张*（3）", "李*明（1）", "李*明（2）"}
    tiers = {name: tier for _, tier, people in make_notice(result).names for name in people}
    assert {"张伟（1）", "张伟（2）", "张敏", "王芳（1）", "王芳（2）", "孙三"} <= set(tiers)
    # of five in a group the first two are best (1.5 rounded up): 0001 and 0002
    assert (tiers["张伟（1）"], tiers["张伟（2）"]) == ("优秀", "合格")


def test_who_failed_is_counted_for_the_whole_school_and_for_no_group(tmp_path, ten):
    notice = make_notice(ten)
    write_notice(notice, tmp_path / "a.docx")
    write_notice_workbook(notice, tmp_path / "a.xlsx")
    for path in (tmp_path / "a.docx", tmp_path / "a.xlsx"):
        text = "\n".join(part_texts(path).values())
        assert "陈十" not in text
        assert "不合格" not in text
        assert "缺席" not in text
        assert "10 人" not in text
    lifted = move_teachers(
        ten, [ManualMove("0010", "合格", "情况特殊", "校长室", despite_gate=True)]
    )
    assert make_notice(lifted).rest == ""
    assert "陈十" in make_notice(lifted).names[2][2]


@pytest.mark.parametrize("masked", [False, True])
def test_no_part_holds_ids_points_ranks_or_personal_numbers(sample, tmp_path, masked):
    notice = make_notice(sample, masked=masked, contact="教务处 13800000000")
    write_notice(notice, tmp_path / "a.docx")
    write_notice_workbook(notice, tmp_path / "a.xlsx")
    standings = sample.standings
    births = sample.school.tables["roster"]["birth_date"].dropna()
    for path in (tmp_path / "a.docx", tmp_path / "a.xlsx"):
        parts = part_texts(path)
        told = "\n".join(text for name, text in parts.items() if name.endswith("#"))
        assert not any(re.search(rf"(?<!\d){one}(?!\d)", told) for one in standings["teacher_id"])
        assert not re.search(r"\d{11}", told.replace("\n", " "))
        for total in standings["total"]:
            assert f"{total // 100}.{total % 100:02d}" not in told
        for born in births:
            assert f"{born:%Y-%m-%d}" not in told
        failed = standings.loc[standings["tier"] == "不合格", "name"]
        assert len(failed) == 3
        assert not any(name in text for name in failed for text in parts.values())
        full = standings.loc[standings["tier"] != "不合格", "name"]
        assert all((name in told) is not masked for name in full)


def test_hostile_names_are_text(harmful, tmp_path):
    notice = make_notice(harmful)
    write_notice(notice, tmp_path / "a.docx")
    write_notice_workbook(notice, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    shown = {str(cell.value) for cell in cells}
    assert {HARMFUL[0], HARMFUL[1]} & {re.sub("（.*）", "", one) for one in shown}
    assert all("<script" not in text for text in part_texts(tmp_path / "a.docx").values())


def test_equal_notices_are_equal_bytes(ten, tmp_path):
    for name in ("a", "b"):
        write_notice(make_notice(ten), tmp_path / f"{name}.docx")
        write_notice_workbook(make_notice(ten), tmp_path / f"{name}.xlsx")
    for ending in ("docx", "xlsx"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_notice_in_the_schools_folder_is_not_read_as_notes(ten, tmp_path):
    home = write_school(tmp_path / "校")
    write_notice(make_notice(ten), home / "公示.docx")
    write_notice_workbook(make_notice(ten), home / "公示.xlsx")
    tables = read_school(home).tables
    assert tables["notes"].empty
    assert len(tables["roster"]) == 10


# ------------------------------------------------------------------ what can be worked out from it


@pytest.mark.parametrize("seed", range(6))
def test_from_the_notice_nobody_can_work_out_how_many_of_a_group_failed(seed):
    """Seats and who is not named are told of the whole school only; nothing else names a group."""
    result = make_result(seed, teachers=40)
    told = make_notice(result)
    assert [row[0] for row in told.seats] == ["全校"]
    groups = set(result.standings["group"])
    sizes = result.standings.groupby("group").size()
    listed = {
        group: sum(len(people) for name, _, people in told.names if name == group)
        for group in groups
    }
    assert sum(sizes[group] - listed[group] for group in groups) == told.untold
    said = " ".join((told.opening, told.ratios, told.rest, *told.reasons, *map(str, told.seats)))
    assert not any(group in said for group in groups)


def test_more_names_than_seats_are_explained_by_the_tie(tmp_path):
    # 良好 ends with the seventh place: 王八 was away as often as 郑七, and comes along
    missed = (0, 1, 2, 3, 4, 5, 6, 6, 8, 9)
    result = assess(read_school(write_school(tmp_path, 考勤=attendance(missed))))
    notice = make_notice(result)
    assert notice.seats == (("全校", "3 名", "4 名", "其余"),)
    assert [len(people) for _, _, people in notice.names[:2]] == [3, 5]
    assert notice.reasons == (
        "良好名额 4 名，列出 5 人：线上同分 2 人，按办法同分依次比较各项得分，仍相同的同进较高等级。",
    )
    write_notice(notice, tmp_path / "a.docx")
    write_notice_workbook(notice, tmp_path / "a.xlsx")
    for name in ("a.docx", "a.xlsx"):
        assert notice.reasons[0] in words_of(tmp_path / name)


def test_what_a_meeting_decided_is_said(ten):
    assert "会议" not in make_notice(ten).opening
    moved = move_teachers(ten, [ManualMove("0004", "优秀", "理由", "校长室")])
    assert "》并经会议决定，经考核" in make_notice(moved).opening
    assert "优秀名额 3 名，列出 4 人：会议另有调整。" in make_notice(moved).reasons
    own = assess(
        ten.school, ten.policy.amended({"tiers": {"group_ratios": {"语文组": "40%/30%/30%"}}})
    )
    assert make_notice(own).ratios.endswith("；语文组 优秀 40%、良好 30%、合格 30%")


def test_a_decision_in_the_ledger_is_cited_by_its_number(tmp_path):
    home = write_school(tmp_path / "校")
    result = assess(read_school(home))
    given = {"scenario": Scenario("定案"), "decided_by": "校长室", "reason": "会议通过"}
    # line 1 keeps what was considered, line 2 decides it
    ledger = decide(result, open_ledger(home), **given)
    assert "并经会议决定（第 2 号），" in make_notice(result, ledger).opening
