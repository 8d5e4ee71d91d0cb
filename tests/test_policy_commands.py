"""The commands plan-check, policy check and policy copy, as their users call them."""

import json
from pathlib import Path

import openpyxl
import pytest

from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.sample import write_sample

PLAN = (Path(__file__).parent / "reading" / "data" / "plan_000.txt").read_text("utf-8")


@pytest.fixture
def folder(tmp_path):
    """A folder that holds nothing but a plan, within the text of a whole document."""
    prose = "\n".join(f"（{number}）本校开展校本培训的目标和条件。" for number in range(1, 90))
    inside = tmp_path / "学校"
    inside.mkdir()
    inside.joinpath("计划书.txt").write_text(f"{prose}\n{PLAN}", encoding="utf-8")
    return inside


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    place = tmp_path_factory.mktemp("sample") / "学校"
    write_sample(place, teachers=12)
    return place


def test_a_plan_that_cannot_satisfy_the_regulation_is_said_to_be_so(xiaoben, folder):
    code, said, _ = xiaoben("plan-check", folder)
    assert code == 1
    assert "计划本身不能满足要求：第一学期安排 12 学时，要求 30 学时，缺 18 学时。" in said
    assert "计划本身不能满足要求：第二学期安排 24 学时，要求 30 学时，缺 6 学时。" in said
    assert "2022-01" in said


def test_the_plan_check_for_machines_has_plain_numbers(xiaoben, folder):
    code, said, _ = xiaoben("plan-check", folder, "--json")
    report = json.loads(said)
    assert code == 1
    assert list(report) == [
        "terms",
        "school_year",
        "years",
        "activities",
        "empty_months",
        "overlaps",
        "leads_unknown",
        "missing",
        "stages",
        "requirements",
    ]
    assert [
        (one["term"], one["offered"], one["required"], one["short"]) for one in report["terms"]
    ] == [
        (1, 12, 30, 18),
        (2, 24, 30, 6),
    ]
    assert report["terms"][0]["categories"] == [
        {"category": "全体教师", "teachers": None, "offered": 12, "required": 30, "short": 18}
    ]


def test_the_fifth_year_is_short_of_credits_for_machines(xiaoben, folder):
    _, said, _ = xiaoben("plan-check", folder, "--policy", "five-year-credits", "--json")
    report = json.loads(said)
    assert report["years"][4] == {
        "year": 5,
        "planned": 0.5,
        "required": 2,
        "short": 1.5,
        "unit": "学分",
    }
    assert report["school_year"][1]["offered"] == 1.8
    _, said, _ = xiaoben("plan-check", folder, "--policy", "five-year-credits")
    assert "办法自相矛盾：第 5 学年安排 0.5 学分，要求 2 学分，缺 1.5 学分" in said


def test_a_plan_that_is_enough_leaves_with_0(xiaoben, folder, tmp_path):
    own = tmp_path / "本校.toml"
    own.write_text(
        'extends = "term-hours"\n[[requirements]]\nname = "term_hours"\nat_least = "12 学时"\n',
        encoding="utf-8",
    )
    code, said, _ = xiaoben("plan-check", folder, "--policy", own)
    assert code == 0
    assert "计划能满足办法中的各项要求" in said


def test_who_is_offered_how_much_is_shown_where_it_differs(xiaoben, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ("培训内容", "培训时间", "培训对象", "负责人", "学时"),
        ("师德培训", "2021-09-15", "全体教师", "校外专家", 3),
        ("语文教研", "2021-09-15", "语文组", "", 2),
    ):
        book.active.append(row)
    roster = book.create_sheet("花名册")
    names = ["语文组", "数学组", "英语组", "物理组", "化学组", "生物组"]
    for row in (
        ("工号", "姓名", "教研组"),
        *((str(n), f"教师{n}", name) for n, name in enumerate(names)),
    ):
        roster.append(row)
    tmp_path.joinpath("学校").mkdir()
    book.save(tmp_path / "学校" / "计划.xlsx")
    code, said, _ = xiaoben("plan-check", tmp_path / "学校")
    assert code == 1
    assert "第一学期安排最少的教师 3 学时，要求 30 学时，缺 27 学时" in said
    assert "其余教师（5 人）" in said
    assert "语文组（1 人）" in said
    assert "2021-09-15 《师德培训》与《语文教研》" in said
    assert "《语文教研》没有负责人" in said
    assert "校外专家（1 项活动）" in said


@pytest.mark.parametrize(
    ("policy", "code", "ending"),
    [
        ("new-teacher", 1, "从计划看不出来"),
        ("staff-targets", 0, "办法的 6 项要求都不是计划能说明的，要看各自的记录。"),
        ("county-110", 0, "办法没有对学时和次数的要求，没有可以和计划对照的。"),
    ],
)
def test_nothing_is_called_satisfied_that_was_not_checked(xiaoben, folder, policy, code, ending):
    left, said, _ = xiaoben("plan-check", folder, "--policy", policy)
    assert left == code
    assert ending in said
    assert "计划能满足办法中的各项要求" not in said
    assert "没有要求）" not in said


def test_a_lead_who_is_not_on_the_roster_is_named_once(xiaoben, tmp_path):
    book = openpyxl.Workbook()
    heading = ("培训内容", "培训时间", "培训对象", "负责人", "学时")
    for row in (heading, *((f"讲座{n}", "2021-09-15", "全体教师", "校外专家", 3) for n in (1, 2))):
        book.active.append(row)
    roster = book.create_sheet("花名册")
    for row in (("工号", "姓名", "教研组"), ("1", "教师1", "语文组")):
        roster.append(row)
    tmp_path.joinpath("学校").mkdir()
    book.save(tmp_path / "学校" / "计划.xlsx")
    _, said, _ = xiaoben("plan-check", tmp_path / "学校")
    assert said.count("校外专家") == 1
    assert "校外专家（2 项活动）" in said


def test_a_folder_without_a_plan_is_refused(xiaoben, tmp_path):
    tmp_path.joinpath("花名册.csv").write_text("工号,姓名\nT01,张三\n", encoding="utf-8")
    code, said, why = xiaoben("plan-check", tmp_path)
    assert (code, said) == (1, "")
    assert "没有找到《活动计划》" in why


def test_policy_check_lists_findings_with_both_readings(xiaoben):
    code, said, _ = xiaoben("policy", "check", "county-110")
    assert code == 1
    assert "满分只有 10 分" in said
    assert "现在的读法：累计线四舍五入。" in said
    assert "另一种读法：总分封顶 100 分。" in said
    assert "共 13 处" in said
    assert "xiaoben policy copy county-110" in said


def test_policy_check_for_machines(xiaoben):
    code, said, _ = xiaoben("policy", "check", "county-110", "--json")
    (findings,) = json.loads(said).values()
    assert code == 1
    assert len(findings) == 13
    assert all(list(one) == ["place", "finding", "reading", "other_readings"] for one in findings)
    assert all(isinstance(text, str) for one in findings for text in one["other_readings"])


def test_a_regulation_without_findings_leaves_with_0(xiaoben):
    code, said, _ = xiaoben("policy", "check", "term-hours")
    assert code == 0
    assert "没有发现" in said
    assert json.loads(xiaoben("policy", "check", "term-hours", "--json")[1]) == {"findings": []}


def test_with_a_school_the_effects_of_every_reading_are_listed(xiaoben, sample):
    _, said, _ = xiaoben("policy", "check", "county-110", "--school", sample, "--json")
    (findings,) = json.loads(said).values()
    for one in findings:
        assert [effect["reading"] for effect in one["effects"]] == one["other_readings"]
    changed = [
        teacher for one in findings for effect in one["effects"] for teacher in effect["teachers"]
    ]
    assert changed
    assert all(teacher["from"] != teacher["to"] for teacher in changed)
    assert set(changed[0]) == {"teacher_id", "name", "group", "from", "to"}
    assert set(changed[0]["to"]) == {"points", "rank", "tier"}


def test_with_a_school_who_changes_is_shown(xiaoben, sample):
    _, said, _ = xiaoben("policy", "check", "county-110", "--school", sample)
    assert "人有变动" in said
    assert "没有人变动" in said
    assert " → " in said


def test_a_copy_can_be_edited_and_checked(xiaoben, tmp_path):
    path = tmp_path / "新" / "本校.toml"
    assert xiaoben("policy", "copy", "county-110", path)[0] == 0
    code, said, _ = xiaoben("policy", "check", path)
    assert code == 1
    assert f"把决定写进“{path}”，即为写明" in said


@pytest.mark.parametrize("name", ["county-110", "county-110+term-hours", "county-110+year-hours"])
def test_the_advice_of_a_check_can_be_followed(xiaoben, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for expected in ("本校.toml", "本校1.toml"):
        _, said, _ = xiaoben("policy", "check", name)
        advice = said.strip().splitlines()[-1].partition("：xiaoben ")[2].split()
        assert advice == ["policy", "copy", name, expected]
        assert xiaoben(*advice)[0] == 0
        assert xiaoben("policy", "check", expected)[0] == 1
    _, said, _ = xiaoben("policy", "check", "本校.toml")
    advice = said.strip().splitlines()[-1].partition("：xiaoben ")[2].split()
    assert xiaoben(*advice)[0] == 0


def test_a_copy_with_every_decision_written_down_has_no_finding(xiaoben, tmp_path):
    for name in ("county-110", "county-110+year-hours", "five-year-credits+term-hours"):
        path = tmp_path / f"{name}.toml"
        assert xiaoben("policy", "copy", name, path)[0] == 0
        lines = [line.removeprefix("# ") for line in path.read_text("utf-8").splitlines()]
        text = "\n".join(lines).replace('criteria = ""', 'criteria = "按材料的质量"')
        path.write_text(text, encoding="utf-8")
        assert not any(line.startswith('drop = ["') for line in lines)
        assert json.loads(xiaoben("policy", "check", path, "--json")[1]) == {"findings": []}
        assert xiaoben("policy", "check", path)[0] == 0


def test_a_copy_does_not_decide_about_criteria(xiaoben, tmp_path):
    path = tmp_path / "本校.toml"
    xiaoben("policy", "copy", "county-110", path)
    lines = [line.removeprefix("# ") for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    (findings,) = json.loads(xiaoben("policy", "check", path, "--json")[1]).values()
    assert len(findings) == 4
    assert all("没有写明标准" in one["finding"] for one in findings)


def test_the_regulation_in_force_is_shown_whole(xiaoben, tmp_path):
    path = tmp_path / "本校.toml"
    path.write_text(
        'extends = "county-110"\nid = "own"\n[[components]]\nname = "bonus"\npoints = 5\n',
        encoding="utf-8",
    )
    code, said, told = xiaoben("policy", "show", path)
    assert (code, said.count("\n")) == (0, 5)
    assert f"xiaoben policy show {path} --full" in told
    _, said, told = xiaoben("policy", "show", path, "--full")
    assert told == ""
    lines = said.splitlines()
    assert "points = 5  # 本校.toml 第 5 行" in lines
    assert 'id = "own"  # 本校.toml 第 2 行' in lines
    assert any(line.startswith("made_up_earns = true  # 通则") for line in lines)
    assert sum(line.startswith("points = 30  # county-110 第 ") for line in lines) == 3
    path.write_text(said, encoding="utf-8")
    assert read_policy(path).points == 10500


@pytest.mark.parametrize("name", ["county-110+term-hours", "county-110+year-hours"])
def test_joined_regulations_are_shown_as_one(xiaoben, tmp_path, name):
    code, said, _ = xiaoben("policy", "show", name)
    assert code == 0
    path = tmp_path / "全文.toml"
    path.write_text(said, encoding="utf-8")
    whole, joined = read_policy(path), read_policy(name)
    assert whole.model_dump() == joined.model_dump()
    assert json.loads(xiaoben("policy", "show", name, "--json")[1])["id"] == name


def test_a_copy_never_overwrites(xiaoben, tmp_path):
    path = tmp_path / "本校.toml"
    path.write_text("原有的内容", encoding="utf-8")
    code, _, why = xiaoben("policy", "copy", "county-110", path)
    assert code == 2
    assert "没有改动它" in why
    assert path.read_text("utf-8") == "原有的内容"


def test_a_copy_is_a_toml_file(xiaoben, tmp_path):
    code, _, why = xiaoben("policy", "copy", "county-110", tmp_path / "本校.txt")
    assert code == 2
    assert ".toml" in why
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_file_can_have_is_refused(xiaoben, tmp_path):
    for arguments in (
        ("policy", "show", "长" * 300),
        ("policy", "copy", "county-110", tmp_path / f"{'长' * 100}.toml"),
        ("policy", "check", f"{'长' * 300}.toml"),
    ):
        code, _, why = xiaoben(*arguments)
        assert code == 2
        assert "Traceback" not in why
        assert why.strip().endswith("。")


def test_a_copy_can_be_read_whatever_its_name(xiaoben, tmp_path):
    path = tmp_path / "本\x7f校.toml"
    assert xiaoben("policy", "copy", "term-hours", path)[0] == 0
    assert read_policy(path).id == "本\x7f校"


def test_no_training_files_without_a_roster(xiaoben, folder, tmp_path):
    code, said, why = xiaoben("archive", folder, "-o", tmp_path / "档案")
    assert (code, said) == (1, "")
    assert "没有找到《花名册》" in why


def test_a_label_that_looks_like_a_formula_is_no_formula_in_a_csv(xiaoben, sample, tmp_path):
    own, out = tmp_path / "本校.toml", tmp_path / "成绩.csv"
    own.write_text(
        'extends = "county-110"\n[[components]]\nname = "bonus"\nlabel = "=1+1"\n', "utf-8"
    )
    xiaoben("score", sample, "--policy", own, "-o", out)
    heading = out.read_text("utf-8-sig").splitlines()[0].split(",")
    assert "'=1+1" in heading
    assert "=1+1" not in heading
