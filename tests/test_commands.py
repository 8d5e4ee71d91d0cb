"""What the commands say of odd calls and folders: empty, blank, a file, a path with blanks."""

import tomllib

import openpyxl
import pytest

from xiaoben_analytics.tables import ATTENDANCE, ROSTER

TEACHERS = [("0001", "王伟", "语文组"), ("0002", "李娜", "数学组"), ("0003", "张敏", "数学组")]
TABLES = {
    "花名册": [("工号", "姓名", "教研组"), *TEACHERS],
    "活动计划": [("活动编号", "培训内容", "培训时间", "学时"), ("P1", "师德培训", "2025-09-10", 3)],
    "考勤": [("姓名", "活动编号", "考勤"), *((name, "P1", "出席") for _, name, _ in TEACHERS)],
}


@pytest.fixture
def school(tmp_path):
    """Write a small school, some of its tables otherwise."""

    def write(folder="学校", **tables):
        home = tmp_path / folder
        home.mkdir()
        for name, rows in {**TABLES, **tables}.items():
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(home / f"{name}.xlsx")
        return home

    return write


@pytest.mark.parametrize("command", ["check", "score", "people"])
def test_an_empty_folder_is_called_empty(xiaoben, tmp_path, command):
    code, shown, error = xiaoben(command, tmp_path)
    assert (code, shown) == (1, "")
    assert "没有可以读取的文件" in error


def test_a_file_in_place_of_a_folder_is_sent_to_read(xiaoben, tmp_path):
    path = tmp_path / "我的 表.csv"
    path.write_text("姓名\n", "utf-8")
    code, _, error = xiaoben("check", path)
    assert code == 2
    assert f'xiaoben read "{path}"' in error


def test_a_pack_is_not_written_to_a_file(xiaoben, school, tmp_path):
    (tmp_path / "成绩.csv").write_text("x", "utf-8")
    code, _, error = xiaoben("pack", school(), "-o", tmp_path / "成绩.csv")
    assert (code, "是一个已有的文件" in error) == (2, True)
    assert "正在读取" not in error


def test_an_unknown_command_is_told_its_neighbour(xiaoben):
    code, _, error = xiaoben("chekc", "x")
    assert (code, "是否想用“check”？" in error) == (2, True)


def test_a_path_that_fell_apart_is_explained(xiaoben):
    code, _, error = xiaoben("check", "我的", "学校")
    assert (code, "路径中有空格时请加引号" in error) == (2, True)


def test_commands_to_be_typed_quote_paths_with_blanks(xiaoben, tmp_path, school):
    folder = tmp_path / "新 校"
    assert f'xiaoben check "{folder}"' in xiaoben("template", folder)[1].replace("\n", "")
    home = school("乱 校", 考勤=[*TABLES["考勤"], ("赵六", "P1", "出席")])
    assert f'xiaoben check "{home}"' in xiaoben("score", home, "--max-loss", "50%")[2]


def test_check_does_not_send_to_check(xiaoben, school):
    _, shown, error = xiaoben("check", school(考勤=[*TABLES["考勤"], ("赵六", "P1", "出席")]))
    assert "有 1 处问题需要核对" in error
    assert "查看" not in error
    assert shown.index("问题 1 条") < shown.index("提示")


def test_what_is_counted_and_what_is_listed_agree(xiaoben, school):
    rows = [*TABLES["考勤"], ("赵六", "P1", "出席"), ("赵六", "P1", "出席")]
    assert "问题 2 处，相同的合为 1 条" in xiaoben("check", school(考勤=rows))[1]


def test_all_tables_over_the_limit_are_said_with_the_limit_that_would_do(xiaoben, school):
    awards = [
        ("姓名", "类别", "级别", "等次"),
        ("王伟", "竞赛", "县", "一等奖"),
        ("赵六", "竞赛", "县", "一等奖"),
    ]
    home = school(考勤=[*TABLES["考勤"], ("赵六", "P1", "出席")], 获奖=awards)
    code, _, error = xiaoben("score", home)
    assert code == 1
    assert "《考勤》共 4 行，其中 1 行不能使用；《获奖》共 2 行，其中 1 行不能使用" in error
    assert "--max-loss 50%" in error
    assert xiaoben("score", home, "--max-loss", "49%")[0] == 1
    assert "已停止" in xiaoben("score", home, "--max-loss", "49%")[2]
    assert "已停止" not in xiaoben("score", home, "--max-loss", "50%")[2]


def test_blank_forms_are_called_blank_and_their_notes_are_known(xiaoben, tmp_path):
    xiaoben("template", tmp_path / "新校")
    code, shown, error = xiaoben("check", tmp_path / "新校")
    assert code == 1
    assert "01-花名册.xlsx 里还没有填写任何行" in shown
    assert "没有读到" not in shown
    assert "未识别" not in shown
    assert "学年，也没有" not in shown
    assert "“01-花名册.xlsx”的《花名册》里还没有填写任何行" in error


def test_a_table_that_was_asked_for_names_its_headings(xiaoben, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    code, shown, _ = xiaoben("read", path, "--as", ATTENDANCE.label)
    assert code == 1
    assert "--as" not in shown
    assert "其中有“考勤”" in shown
    assert "现有的标题是“甲、乙”" in shown
    assert ROSTER.label not in shown


def test_people_adds_new_names_to_old_answers(xiaoben, school):
    home = school(考勤=[*TABLES["考勤"], ("赵六", "P1", "出席"), ("小李", "P1", "出席")])
    target = home / "people.toml"
    target.write_bytes('# 旧的\r\n[people]\r\n"小李" = "0002"\r\n'.encode())
    code, _, error = xiaoben("people", home, "--write")
    assert (code, "原有的各行没有改动" in error) == (1, True)
    assert "xiaoben check" in error
    assert target.read_bytes().startswith('# 旧的\r\n[people]\r\n"小李" = "0002"'.encode())
    assert tomllib.loads(target.read_text("utf-8")) == {"people": {"小李": "0002", "赵六": ""}}
    assert "都已列在" in xiaoben("people", home, "--write")[2]


def test_scoring_is_not_called_reading(xiaoben, school):
    assert "正在读取：计分" not in xiaoben("score", school())[2]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("春晖中学2025-2026学年校本培训计划", "春晖中学"),
        ("春晖县第二小学 教师培训计划", "春晖县第二小学"),
        ("2025-2026学年校本培训计划", "本校"),
        ("我校2025-2026学年校本培训计划", "本校"),
    ],
)
def test_a_plans_title_names_the_school(xiaoben, school, title, name):
    home = school(活动计划=[[title], *TABLES["活动计划"]])
    assert xiaoben("check", home)[1].startswith(f"{name} 2025-2026 学年")


def test_a_conflict_names_what_differs(xiaoben, school):
    rows = [*TABLES["考勤"], ("王伟", "P1", "迟到")]
    assert "的“考勤”不一致，以后者（迟到）为准" in xiaoben("check", school(考勤=rows))[1]


def test_an_unrelated_sheet_may_be_moved_out(xiaoben, school):
    home = school(值日表=[("星期", "地点"), ("一", "操场"), ("二", "食堂")])
    assert "与校本培训无关的，请移出文件夹" in xiaoben("check", home)[1]
