"""The command line: `xiaoben`, also `python -m xiaoben_analytics`.

Exit codes: 0 fine, 1 problems found in the data, 2 wrong call. Results go to stdout, progress and
errors to stderr; an error is one Chinese sentence, `--debug` shows where it came from.
"""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from typer.exceptions import TyperException

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess, fail_if_unusable, list_problems
from xiaoben_analytics.commands.plan import add_plan_commands
from xiaoben_analytics.commands.policies import add_policy_commands
from xiaoben_analytics.commands.teacher import teachers
from xiaoben_analytics.errors import DataError, UsageError, XiaobenError
from xiaoben_analytics.export import (
    score_table,
    write_pack,
    write_scores,
    write_templates,
    writer_for,
)
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.labels import printable, shell_word
from xiaoben_analytics.policy import Policy, list_policies, policy_text, ratio, read_policy
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import PEOPLE_FILE, offer_people, read_file, read_school
from xiaoben_analytics.sample import write_sample
from xiaoben_analytics.tables import TABLES, School, Table
from xiaoben_analytics.terminal import (
    Command,
    Group,
    print_files,
    print_frame,
    print_json,
    print_outcome,
    print_problems,
    print_reading,
    print_table,
    print_tiers,
    report_file,
    report_school,
    rows_of,
    screen,
    status,
    working,
)

INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    cls=Group,
    help="校本培训分析：读懂学校的表格，按条文计分、排名、划等级，生成领导会议材料。",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
policies = typer.Typer(cls=Group, help="查看考核办法。", no_args_is_help=True)
app.add_typer(policies, name="policy")
app.add_typer(teachers)
add_plan_commands(app)
add_policy_commands(policies)

Folder = Annotated[Path, typer.Argument(help="学校的文件夹", metavar="文件夹")]
PolicyName = Annotated[str, typer.Option("--policy", help="考核办法的名称，或 .toml 文件")]
MaxLoss = Annotated[str, typer.Option(help="一张表最多允许搁置多少行，例如 5%")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
ScoreFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="写入 .csv、.xlsx 或 .parquet 文件")
]


@app.command(cls=Command)
def check(folder: Folder, *, policy: PolicyName = "county-110", as_json: Json = False) -> int:
    """核对一所学校的文件：每张表读了多少行、用了多少行，有哪些问题。"""
    school = _read(folder, read_policy(policy))
    problems = list_problems(school, read_policy(policy))
    if as_json:
        print_json(report_school(school, problems))
    else:
        print_files(school)
        print_problems(problems)
        print_outcome(problems, school, listed=True)
        _say_if_unusable(school)
    return _exit_code(problems)


@app.command("read", cls=Command)
def read_one(
    file: Annotated[Path, typer.Argument(help="一个表格文件", metavar="文件")],
    *,
    table: Annotated[
        str | None, typer.Option("--as", help="当作哪张表来读，例如 考勤、花名册")
    ] = None,
    policy: PolicyName = "county-110",
    as_json: Json = False,
) -> int:
    """读一个文件：每张工作表是什么，读到哪些内容，哪些没有读懂。"""
    found = read_file(file, table=_table(table), policy=read_policy(policy))
    if as_json:
        print_json(report_file(found))
    else:
        print_reading(found)
    return int(bool(found.refused) or any(sheet.problems for sheet in found.sheets))


@app.command(cls=Command)
def people(
    folder: Folder,
    *,
    write: Annotated[bool, typer.Option("--write", help="写入学校文件夹中的 people.toml")] = False,
    policy: PolicyName = "county-110",
) -> int:
    """列出认不出是谁的姓名和昵称，写成 people.toml 供填写工号。"""
    target = folder / PEOPLE_FILE
    school = _read(folder, read_policy(policy))
    written = target.read_bytes().decode("utf-8-sig") if target.is_file() else ""
    offer, is_open = offer_people(school, written), bool(offer_people(school))
    if not offer and is_open:
        status.print(printable(f"认不出的姓名都已列在 {target} 中，请填写工号。"))
    elif not offer:
        status.print("所有姓名都能在花名册中找到，不需要在 people.toml 中写明。")
    elif write:
        with replacing(target) as unfinished:
            unfinished.write_bytes(offer.encode())
        done = f"已写入 {target}，原有的各行没有改动" if written else f"已写入 {target}"
        status.print(printable(f"{done}。填好后请运行 xiaoben check {shell_word(folder)}"))
    else:
        screen.print(printable(offer.rstrip()))
    return int(is_open)


@app.command(cls=Command)
def score(
    folder: Folder,
    *,
    policy: PolicyName = "county-110",
    output: ScoreFile = None,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """计分、排名、划等级，每位参评教师一行。"""
    result = _assess(folder, policy, max_loss, output)
    if as_json:
        print_json(rows_of(score_table(result)))
    elif output is None:
        print_frame(score_table(result).drop(columns=["学校", "师德考核分", "上报学时"]))
    return _deliver(result, output)


@app.command(cls=Command)
def tiers(  # noqa: PLR0913  each option is a setting of the regulation
    folder: Folder,
    *,
    ratios: Annotated[str | None, typer.Option(help="等级比例，例如 30/40/30")] = None,
    rounding: Annotated[
        str | None,
        typer.Option(help="取整：half_up、floor、largest_remainder、sainte_lague"),
    ] = None,
    ties: Annotated[str | None, typer.Option(help="同分：break、up、down")] = None,
    policy: PolicyName = "county-110",
    output: ScoreFile = None,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """换一组比例或规则重新划等级，并列出名额、划线和变动的教师。"""
    result = _assess(folder, policy, max_loss, output)
    result = result.what_if(ratios=ratios, rounding=rounding, ties=ties)
    if as_json:
        lines = {"cutoffs": rows_of(result.cutoffs), "moves": rows_of(result.moves)}
        print_json({**lines, "scores": rows_of(score_table(result))})
    else:
        print_tiers(result)
    return _deliver(result, output)


@app.command(cls=Command)
def pack(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")] = Path("out"),
    policy: PolicyName = "county-110",
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """生成会议材料：总结报告、成绩总表、互动图表。"""
    if output.resolve() == folder.resolve():
        raise UsageError.would_overwrite(str(output))
    if output.is_file():
        raise UsageError.output_is_file(str(output))
    result = _assess(folder, policy, max_loss)
    with working("正在生成会议材料") as progress:
        written = write_pack(result, output, progress=progress)
    if as_json:
        files = [str(path) for path in written.files]
        print_json({"files": files, "key_numbers": dict(written.key_numbers)})
    else:
        print_files(result.school)
        print_outcome(result.problems, result.school)
        screen.print("\n主要数据")
        for name, value in written.key_numbers.items():
            screen.print(f"  {name}：{value}")
        screen.print("\n会议材料")
        for path in written.files:
            screen.print(f"  {path}")
    return _exit_code(result.problems)


@app.command(cls=Command)
def sample(
    folder: Folder,
    *,
    seed: Annotated[int, typer.Option(help="随机种子：同一个数得到同一所学校")] = 2021,
    teachers: Annotated[int, typer.Option(help="教师人数，12 至 500")] = 60,
) -> int:
    """做一所虚构的学校：和真实文件一样杂乱，姓名均为虚构。"""
    files = write_sample(folder, seed=seed, teachers=teachers)
    for path in files:
        screen.print(str(path))
    screen.print(f"已写入 {len(files)} 个文件。接下来可运行：xiaoben check {shell_word(folder)}")
    return 0


@app.command(cls=Command)
def template(folder: Folder) -> int:
    """写出空白的登记表：每种记录一个工作簿，带下拉列表、填法和例子。"""
    files = write_templates(folder)
    for path in files:
        screen.print(str(path))
    screen.print(f"已写入 {len(files)} 个文件。填好后可运行：xiaoben check {shell_word(folder)}")
    return 0


@policies.command("list", cls=Command)
def policy_list(*, as_json: Json = False) -> int:
    """列出随程序提供的考核办法。"""
    shipped = list_policies()
    if as_json:
        print_json(
            [{"id": one.id, "title": one.title, "source": one.source} for one in shipped.values()]
        )
    else:
        print_table(
            ["名称", "考核办法", "说明"], [(o.id, o.title, o.text) for o in shipped.values()]
        )
    return 0


@policies.command("show", cls=Command)
def policy_show(
    name: Annotated[str, typer.Argument(metavar="名称")], *, as_json: Json = False
) -> int:
    """显示一个考核办法的全文。"""
    policy = read_policy(name)
    if as_json:
        print_json(policy.model_dump(mode="json"))
    else:
        screen.print(policy_text(name).rstrip())
    return 0


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = [given for given in sys.argv[1:] if given != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        code = app(arguments, standalone_mode=False)
        if code == INTERRUPTED:
            status.print("已中断，没有留下未完成的文件。")
    except (XiaobenError, TyperException) as error:
        if debug:
            raise
        status.print(printable(_sentence(error)))
        code = getattr(error, "exit_code", 2)
    except Exception as error:
        if debug:
            raise
        status.print(
            f"程序出错了（{type(error).__name__}），没有写出结果。请加 --debug 再运行一次，把显示的内容发给维护者。"
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _say_if_unusable(school: School) -> None:
    """Say after a check what would stop the scoring."""
    try:
        fail_if_unusable(school)
    except DataError as obstacle:
        status.print(printable(f"现在还不能计分：{obstacle}"))


def _assess(folder: Path, policy: str, max_loss: str, output: Path | None = None) -> Assessment:
    """Read and assess; what is wrong with the call is said before the work."""
    regulation, limit = read_policy(policy), _share(max_loss)
    if output is not None:
        writer_for(output)
    school = _read(folder, regulation)
    with working("正在计分、排名、划等级"):
        return assess(school, regulation, max_loss=limit)


def _read(folder: Path, policy: Policy) -> School:
    """Read a school; a folder without any file is said before anything else."""
    with working("正在读取") as progress:
        school = read_school(folder, policy=policy, progress=progress)
    if school.files.empty:
        raise DataError.folder_empty(str(folder))
    return school


def _share(text: str) -> Fraction:
    try:
        share = ratio(text)
    except ValueError:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise UsageError.bad_value("--max-loss", text, "0% 到 100% 之间的比例，例如 5%")
    return share


def _deliver(result: Assessment, output: Path | None) -> int:
    """Write the score table where one is asked for; return the exit code that the problems ask."""
    if output is not None:
        _fail_if_input(result.school, output)
        write_scores(result, output)
        status.print(f"已写入 {output}（{len(result.standings)} 位参评教师）")
    print_outcome(result.problems, result.school)
    return _exit_code(result.problems)


def _fail_if_input(school: School, output: Path) -> None:
    """Keep the school's own files from being overwritten by results."""
    tables = school.files.loc[school.files[col.TABLE] != "", col.FILE]
    if output.resolve() in {(Path(school.folder) / name).resolve() for name in tables}:
        raise UsageError.would_overwrite(str(output))


def _exit_code(problems: pd.DataFrame) -> int:
    return int((problems[col.SEVERITY] == PROBLEM).any())


def _table(name: str | None) -> Table | None:
    """Find a table by its name or what readers call it."""
    labels = {label: table for table in TABLES.values() for label in (table.name, table.label)}
    if name is not None and name not in labels:
        raise UsageError.unknown("表", name, [table.label for table in TABLES.values()])
    return labels[name] if name is not None else None


def _sentence(error: Exception) -> str:
    """Say in Chinese what is wrong with the call."""
    if isinstance(error, XiaobenError):
        return str(error)
    said = str(error).replace("(s)", "")
    given = re.search(r"'([^']*)'|\(([^)]*)\)|(--?[\w-]+)", said)
    value = next(filter(None, given.groups()), "") if given else ""
    named = getattr(error, "param", None)
    parameter = getattr(named, "metavar", None) or "".join(getattr(named, "opts", ())[-1:])
    texts = {
        "MissingParameter": f"缺少参数“{parameter}”。",
        "BadParameter": f"参数“{parameter}”的值不对。",
        "NoSuchOption": f"没有“{value}”这个选项。",
        "NoArgsIsHelpError": "请写明要做什么。",
    }
    if said.startswith("No such command"):
        commands = {
            command.name or command.callback.__name__
            for command in app.registered_commands
            if command.callback
        }
        return str(UsageError.unknown("命令", value, sorted(commands | {"policy"})))
    unknown = f'命令中的“{value}”无法识别。路径中有空格时请加引号，例如 "我的 学校"。'
    text = texts.get(type(error).__name__, unknown)
    return f"{text}请运行 xiaoben --help 查看用法。"


if __name__ == "__main__":
    main()
