"""The command line: `xiaoben`, also `python -m xiaoben_analytics`.

Exit codes: 0 fine, 1 problems found in the data, 2 wrong call. Results go to stdout, progress and
errors to stderr; an error is one Chinese sentence, `--debug` shows where it came from.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.exceptions import TyperException

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, assess, list_problems
from xiaoben_analytics.errors import UsageError, XiaobenError
from xiaoben_analytics.export import write_pack, write_scores
from xiaoben_analytics.labels import HEADINGS, points, printable
from xiaoben_analytics.policy import list_policies, policy_text, read_policy
from xiaoben_analytics.policy.model import ratio
from xiaoben_analytics.problems import PROBLEM
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.sample import write_sample
from xiaoben_analytics.tables import TABLES, School

app = typer.Typer(
    help="校本培训分析：读懂学校的表格，按条文计分、排名、划等级，生成领导会议材料。",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)
policies = typer.Typer(help="查看考核办法。", no_args_is_help=True)
app.add_typer(policies, name="policy")

Folder = Annotated[Path, typer.Argument(help="学校的文件夹", metavar="文件夹")]
PolicyName = Annotated[str, typer.Option("--policy", help="考核办法的名称，或 .toml 文件")]
MaxLoss = Annotated[str, typer.Option(help="一张表最多允许搁置多少行，例如 5%")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
ScoreFile = Annotated[
    Path | None, typer.Option("--output", "-o", help="写入 .csv、.xlsx 或 .parquet 文件")
]

screen = Console(soft_wrap=True, markup=False, highlight=False, emoji=False)
status = Console(stderr=True, markup=False, highlight=False, emoji=False)


@app.command()
def check(folder: Folder, *, policy: PolicyName = "county-110", as_json: Json = False) -> int:
    """核对一所学校的文件：每张表读了多少行、用了多少行，有哪些问题。"""
    with _working("正在读取") as progress:
        school = read_school(folder, policy=read_policy(policy), progress=progress)
        problems = list_problems(school, read_policy(policy))
    if as_json:
        _print_json(_check_report(school, problems))
    else:
        _print_files(school)
        _print_problems(problems)
    return int(_found_problems(problems))


@app.command()
def score(
    folder: Folder,
    *,
    policy: PolicyName = "county-110",
    output: ScoreFile = None,
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """计分、排名、划等级，每位参评教师一行。"""
    result = _assess(folder, policy, max_loss)
    return _deliver(result, output, as_json=as_json)


@app.command()
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
    result = _assess(folder, policy, max_loss)
    result = result.what_if(ratios=ratios, rounding=rounding, ties=ties)
    if not as_json:
        _print_tiers(result)
    return _deliver(result, output, as_json=as_json, table=False)


@app.command()
def pack(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件夹")] = Path("out"),
    policy: PolicyName = "county-110",
    max_loss: MaxLoss = "5%",
    as_json: Json = False,
) -> int:
    """生成会议材料：总结报告、成绩总表、互动图表。"""
    result = _assess(folder, policy, max_loss)
    with _working("正在生成会议材料") as progress:
        written = write_pack(result, output, progress=progress)
    if as_json:
        files = [str(path) for path in written.files]
        _print_json({"files": files, "key_numbers": dict(written.key_numbers)})
    else:
        _print_files(result.school)
        _print_summary_of_problems(result.problems)
        screen.print("\n主要数据")
        for name, value in written.key_numbers.items():
            screen.print(f"  {name}：{value}")
        screen.print("\n会议材料")
        for path in written.files:
            screen.print(f"  {path}")
    return int(_found_problems(result.problems))


@app.command()
def sample(
    folder: Folder,
    *,
    seed: Annotated[int, typer.Option(help="随机种子：同一个数得到同一所学校")] = 2021,
    teachers: Annotated[int, typer.Option(min=12, max=500, help="教师人数")] = 60,
) -> int:
    """做一所虚构的学校：和真实文件一样杂乱，姓名均为虚构。"""
    files = write_sample(folder, seed=seed, teachers=teachers)
    for path in files:
        screen.print(str(path))
    screen.print(f"已写入 {len(files)} 个文件。接下来可运行：xiaoben check {folder}")
    return 0


@app.command()
def lab(
    folder: Annotated[Path, typer.Argument(help="笔记本所在的文件夹")] = Path("notebooks"),
) -> int:
    """打开 JupyterLab。"""
    from jupyterlab.labapp import main as open_lab  # noqa: PLC0415  a server, only when asked for

    if not folder.is_dir():
        raise UsageError.folder_missing(str(folder))
    open_lab([str(folder), "--ServerApp.ip=127.0.0.1"])
    return 0


@policies.command("list")
def policy_list(*, as_json: Json = False) -> int:
    """列出随程序提供的考核办法。"""
    shipped = list_policies()
    if as_json:
        _print_json(
            [{"id": one.id, "title": one.title, "source": one.source} for one in shipped.values()]
        )
    else:
        _print_table(
            ["名称", "考核办法", "说明"], [(o.id, o.title, o.text) for o in shipped.values()]
        )
    return 0


@policies.command("show")
def policy_show(name: str, *, as_json: Json = False) -> int:
    """显示一个考核办法的全文。"""
    policy = read_policy(name)
    if as_json:
        _print_json(policy.model_dump(mode="json"))
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
    except KeyboardInterrupt:
        status.print("已中断，没有留下未完成的文件。")
        code = 130
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


def _assess(folder: Path, policy: str, max_loss: str) -> Assessment:
    regulation = read_policy(policy)
    limit = _share(max_loss)
    with _working("正在读取") as progress:
        school = read_school(folder, policy=regulation, progress=progress)
        progress("计分、排名、划等级")
        return assess(school, regulation, max_loss=limit)


def _share(text: str) -> Fraction:
    try:
        share = ratio(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise UsageError.bad_value("--max-loss", text, "0% 到 100% 之间的比例，例如 5%")
    return share


def _deliver(result: Assessment, output: Path | None, *, as_json: bool, table: bool = True) -> int:
    if output is not None:
        write_scores(result, output)
        status.print(f"已写入 {output}（{len(result.standings)} 位参评教师）")
    if as_json:
        _print_json(
            result.standings.astype("object")
            .where(result.standings.notna(), None)
            .to_dict("records")
        )
    elif table and output is None:
        _print_scores(result)
    _print_summary_of_problems(result.problems)
    return int(_found_problems(result.problems))


def _found_problems(problems: pd.DataFrame) -> bool:
    return bool((problems[col.SEVERITY] == PROBLEM).any())


def _check_report(school: School, problems: pd.DataFrame) -> dict[str, Any]:
    shown = [col.FILE, col.SHEET, col.ROW, col.COLUMN, col.VALUE, col.PROBLEM, col.ADVICE]
    listed = problems.assign(**{col.PROBLEM: _stated(problems)})
    by_severity = {
        name: _records(listed.loc[chosen, shown])
        for name, chosen in (
            ("problems", listed[col.SEVERITY] == PROBLEM),
            ("notices", listed[col.SEVERITY] != PROBLEM),
        )
    }
    files = school.files[
        [col.FILE, col.SHEET, col.TABLE, col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    ]
    files = files.assign(**{col.TABLE: files[col.TABLE].replace("", None)})
    return {"files": _records(files), **by_severity, "legends": list(school.legends)}


def _stated(problems: pd.DataFrame) -> pd.Series:
    """Join what was found and what was expected into one statement."""
    expected = problems[col.EXPECTED].map(lambda text: f"（应为：{text}）" if text else "")
    return problems[col.PROBLEM] + expected


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    kept = rows.astype("object").where(rows.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=int) + "\n")


def _print_files(school: School) -> None:
    names = [col.FILE, col.SHEET, col.TABLE, col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    labels = {name: table.label for name, table in TABLES.items()}
    files = school.files.assign(**{col.TABLE: school.files[col.TABLE].map(labels)})
    rows = files[names].fillna("—").astype("str").to_numpy().tolist()
    screen.print(
        f"{school.name or '本校'}　{school.school_year} 学年　数据核对（总行数 = 使用 + 搁置 + 标题与合计等）"
    )
    _print_table([HEADINGS[name] for name in names], rows)
    for legend in school.legends:
        screen.print(printable(legend))


def _print_problems(problems: pd.DataFrame) -> None:
    rows = problems.assign(**{col.PROBLEM: _stated(problems)})
    names = [
        col.SEVERITY,
        col.FILE,
        col.SHEET,
        col.ROW,
        col.COLUMN,
        col.VALUE,
        col.PROBLEM,
        col.ADVICE,
    ]
    for severity, listed in rows.groupby(col.SEVERITY, sort=False):
        screen.print(f"\n{severity} {len(listed)} 条")
        shown = listed[names[1:]].astype("object").where(listed[names[1:]].notna(), "")
        _print_table([HEADINGS[name] for name in names[1:]], shown.to_numpy().tolist())
    _print_summary_of_problems(problems)


def _print_summary_of_problems(problems: pd.DataFrame) -> None:
    count = int((problems[col.SEVERITY] == PROBLEM).sum())
    notices = len(problems) - count
    if count:
        status.print(
            f"有 {count} 个问题需要核对，另有 {notices} 条提示；用 xiaoben check 文件夹 查看。"
        )
    else:
        status.print(f"没有发现问题（{notices} 条提示）。")


def _print_scores(result: Assessment) -> None:
    components = {part.name: part.label for part in result.policy.components}
    names = [
        col.GROUP,
        col.TEACHER_ID,
        col.NAME,
        *components,
        col.TOTAL,
        col.RANK,
        col.TIER,
        col.REMARK,
    ]
    rows = [
        [
            points(row[name]) if name in (*components, col.TOTAL) else _shown(row[name])
            for name in names
        ]
        for row in result.standings.to_dict("records")
    ]
    _print_table([(HEADINGS | components)[name] for name in names], rows)


def _print_tiers(result: Assessment) -> None:
    names = [col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP]
    hundredths = (col.CUTOFF, col.GAP)
    rows = [
        [
            ""
            if pd.isna(row[name])
            else points(row[name])
            if name in hundredths
            else _shown(row[name])
            for name in names
        ]
        for row in result.cutoffs.to_dict("records")
    ]
    _print_table([HEADINGS[name] for name in names], rows)
    moves = result.moves
    screen.print(f"与条文所定比例和规则相比，{len(moves)} 人等级有变动")
    if len(moves):
        shown = [col.GROUP, col.NAME, col.FROM_TIER, col.TO_TIER, col.WHY]
        _print_table([HEADINGS[name] for name in shown], moves[shown].to_numpy().tolist())


def _shown(value: object) -> str:
    return "" if value is pd.NA or value is None else str(value)


def _print_table(headings: list[str], rows: list[Any]) -> None:
    table = Table(*headings)
    for row in rows:
        table.add_row(*(printable(str(value)) for value in row))
    screen.print(table)


@contextmanager
def _working(what: str) -> Iterator[Any]:
    """Show what is being done, and for how long, on stderr."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=status, transient=True) as progress:
        task = progress.add_task(what)

        def step(name: str) -> None:
            progress.update(task, description=f"{what}：{printable(name)}")
            if not status.is_terminal:
                status.print(f"{what}：{printable(name)}")

        yield step


def _sentence(error: Exception) -> str:
    """Say in Chinese what is wrong with the call."""
    if isinstance(error, XiaobenError):
        return str(error)
    given = re.search(r"'([^']*)'|\(([^)]*)\)|(--?[\w-]+)", str(error))
    value = next(filter(None, given.groups()), "") if given else ""
    parameter = getattr(getattr(error, "param", None), "human_readable_name", "")
    texts = {
        "MissingParameter": f"缺少参数“{parameter}”。",
        "BadParameter": f"参数“{parameter}”的值不对。",
        "NoSuchOption": f"没有“{value}”这个选项。",
        "NoArgsIsHelpError": "请写明要做什么。",
    }
    text = texts.get(type(error).__name__, f"命令中的“{value}”无法识别。")
    return f"{text}请运行 xiaoben --help 查看用法。"


if __name__ == "__main__":
    main()
