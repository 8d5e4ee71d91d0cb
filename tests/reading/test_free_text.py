"""Numbers of persons in free text are hidden once, on reading, and reach no output."""

import json

import pytest

from xiaoben_analytics.archive import make_archives
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.reading import read_school

NUMBERS = ("110101199003071234", "13800138000", "a.b@example.org")


@pytest.fixture
def folder(tmp_path):
    """A school in which such numbers stand in the plan, in notes and in what was studied."""
    inside = tmp_path / "学校"
    inside.mkdir()
    number, phone, mail = NUMBERS
    texts = {
        "花名册": "工号,姓名,教研组\n0001,李明,语文组\n0002,王芳,语文组\n",
        "活动计划": "活动编号,培训内容,培训时间,负责人,学时\n"
        f"A1,课例 {number},2021-10,张老师 {phone},3\n",
        "考勤": f"工号,姓名,活动编号,考勤,备注\n0001,李明,课例 {number},出席,联系 {mail}\n"
        "0002,王芳,A1,缺席,\n",
        "外出学习": f"工号,姓名,培训名称,返校日期,学时\n0001,李明,研修 {phone},2021-10-20,8\n",
    }
    for name, text in texts.items():
        inside.joinpath(f"{name}.csv").write_text(text, encoding="utf-8")
    return inside


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--json"),
        ("plan-check",),
        ("plan-check", "--json"),
        ("requirements", "--json"),
        ("explain", "0001"),
    ],
)
def test_no_such_number_is_printed(xiaoben, folder, arguments):
    command, *more = arguments
    _, out, err = xiaoben(command, folder, *more)
    assert not [one for one in NUMBERS if one in out + err]
    assert out


def test_an_activity_is_known_by_its_title_all_the_same(xiaoben, folder):
    told = json.loads(xiaoben("requirements", folder, "--json")[1])
    amounts = {
        row["teacher_id"]: row["amount"] for row in told["teachers"] if "一" in row["period"]
    }
    assert amounts == {"0001": 3, "0002": 0}


def test_no_such_number_is_in_a_training_file(folder):
    school = read_school(folder)
    told = str(list(make_archives(school, read_policy("county-110"))))
    assert not [one for one in NUMBERS if one in told]
    assert "课例 110****1234" in told
