"""The command line: `xiaoben`, also `python -m xiaoben_analytics`.

Exit codes: 0 fine, 1 problems found in the data, 2 wrong call. Results go to stdout, progress and
errors to stderr; an error is one Chinese sentence, `--debug` shows where it came from.
"""

from __future__ import annotations

import re
import sys

import typer
from typer.exceptions import TyperException

from xiaoben_analytics.commands import app
from xiaoben_analytics.errors import UsageError, XiaobenError
from xiaoben_analytics.labels import printable
from xiaoben_analytics.terminal import status

INTERRUPTED = 130  # what typer makes of Ctrl-C


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
        commands = typer.main.get_group(app).commands
        return str(UsageError.unknown("命令", value, sorted(commands)))
    unknown = f'命令中的“{value}”无法识别。路径中有空格时请加引号，例如 "我的 学校"。'
    text = texts.get(type(error).__name__, unknown)
    return f"{text}请运行 xiaoben --help 查看用法。"


if __name__ == "__main__":
    main()
