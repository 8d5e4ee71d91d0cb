"""Set up and run the whole thing with nothing but Python 3.11 or later.

`python run.py` makes `.venv` from requirements.lock, hash by hash, and writes the meeting pack
of the sample school; `python run.py help` lists the other commands. Only the standard library is
imported, and nothing here needs a newer Python to be *read*, so that an old one gets a sentence.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-finished"
LOCK = ROOT / "requirements.lock"
CONSTRAINTS = ROOT / "constraints.txt"
PYPROJECT = ROOT / "pyproject.toml"

HELP = """\
用法：
  python run.py                  准备环境，读 data/sample，把会议材料写到 out
  python run.py test [参数]      准备环境，运行全部检查和测试（参数交给 pytest）
  python run.py test --fast      同上，跳过 Office 与笔记本测试
  python run.py lab [文件夹]     准备环境，在 JupyterLab 中打开 notebooks；meeting 打开会议投影
  python run.py bench            准备环境，运行性能对比，写 docs/benchmarks.md
  python run.py check 文件夹     核对自己学校的文件；score、tiers、pack、sample、policy 同样
  python run.py lock [参数]      （开发者）重写 requirements.lock 与 constraints.txt，需要 uv
"""

ADVICE = {
    "ensurepip": "本机的 Python 缺少 venv 组件。Debian、Ubuntu 请先运行 sudo apt install "
    "python3-venv，再运行一次。",
    "No space left|not enough space": "磁盘空间不足：约需 1 GB。请清理后再运行一次。",
    "Long Path": "文件夹路径太长，Windows 不能写入。请把项目移到较短的路径（如 D:\\xiaoben）再运行。",
    "MATCH THE HASHES|Hash mismatch": "下载的软件包与 requirements.lock 的校验值不符，可能是下载"
    "中断或镜像有误。请换一个镜像，再运行一次。",
    "[Cc]onnect|resolv|timed out|dns error|sending request|Network|getaddrinfo|No matching": "无法"
    "从软件包服务器取得所需的软件包。请检查网络；需要代理或镜像时先在 pip 或 uv 中设好，再运行一次。",
}


class SetUpError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    if sys.version_info < OLDEST:
        print(too_old(sys.version_info[:2]))
        return 2
    name, *rest = arguments or ["main-job"]
    commands = {"main-job": main_job, "test": test, "bench": bench, "lock": lock}
    if name in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    try:
        return commands[name](rest) if name in commands else xiaoben(arguments)
    except SetUpError as error:
        print(error)
    except KeyboardInterrupt:
        print("\n已停止。")
    return 1


def main_job(_: list[str]) -> int:
    """Write the pack of the sample school; the problems planted in it are no failure."""
    set_up()
    record = ROOT / "out" / "run.json"
    before = _written(record)
    code = _run([venv_python(), "-m", "xiaoben_analytics", "pack", "data/sample", "-o", "out"])
    if code == 1 and _written(record) != before:
        print(
            "样例里的问题是特意留下的，清单在总结报告第九部分和成绩总表的“问题清单”；材料已写好。"
        )
        return 0
    return code


def xiaoben(arguments: list[str]) -> int:
    """Hand the arguments to the command line of the package, in the caller's own folder."""
    set_up()
    return _run([venv_python(), "-m", "xiaoben_analytics", *arguments], cwd=Path.cwd())


def test(arguments: list[str]) -> int:
    """Run every check, then pytest, whose closing line comes last; stop at the first failure."""
    set_up()
    for title, command in test_steps(arguments):
        started = time.monotonic()
        print(f"▸ {title}", flush=True)
        code = _run(command)
        if code:
            print(f"✗ {title}未通过（退出码 {code}）。")
            return code
        if "pytest" not in command:
            print(f"  {time.monotonic() - started:.1f} 秒", flush=True)
    return 0


def bench(_: list[str]) -> int:
    """Run the benchmarks, which rewrite docs/benchmarks.md."""
    set_up()
    return _run([venv_python(), "-m", "benchmarks"])


def lock(arguments: list[str]) -> int:
    """Resolve pyproject.toml for every platform; `--upgrade` takes newer versions."""
    uv = find_uv()
    if not uv:
        raise SetUpError("重写 requirements.lock 需要 uv，没有找到。请先安装 uv，再运行一次。")
    code = _run([*lock_command(uv), *arguments])
    if code == 0:
        text = LOCK.read_text(encoding="utf-8")
        CONSTRAINTS.write_text(without_hashes(text), encoding="utf-8", newline="\n")
        print(f"已写入 {LOCK.name} 和 {CONSTRAINTS.name}。")
    return code


def set_up() -> None:
    """Make `.venv` as the lock says, unless a finished one is there.

    The stamp is written last, so an interrupted set-up is made again from the start.
    """
    wanted = stamp(LOCK.read_bytes(), PYPROJECT.read_bytes(), str(ROOT))
    if Path(venv_python()).exists() and STAMP.is_file() and STAMP.read_text("utf-8") == wanted:
        return
    print("正在准备运行环境 .venv（只在第一次，或依赖有变化时需要）", flush=True)
    started = time.monotonic()
    _remove_environment()
    for title, command in set_up_steps(find_uv()):
        _install(title, command)
    STAMP.write_text(wanted, encoding="utf-8")
    print(f"运行环境已就绪，用时 {time.monotonic() - started:.0f} 秒。", flush=True)


def too_old(version: tuple[int, ...]) -> str:
    """Say that this Python will not do."""
    found, needed = ".".join(map(str, version)), ".".join(map(str, OLDEST))
    return (
        f"现在的 Python 是 {found}，需要 {needed} 或更高版本。"
        f"请安装新版 Python，再用它运行，例如 python{needed} run.py（Windows：py -{needed} run.py）。"
    )


def stamp(locked: bytes, project: bytes, place: str) -> str:
    """Name a finished environment by all that shaped it: lock, project, place and Python."""
    python = f"{sys.implementation.name} {sys.version_info[:3]}"
    parts = (locked, project, place.encode(), python.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def venv_python(*, windows: bool = os.name == "nt") -> str:
    """Return the path of the environment's own Python."""
    return venv_tool("python", windows=windows)


def venv_tool(name: str, *, windows: bool = os.name == "nt") -> str:
    """Return the path of a program of the environment."""
    return str(VENV / "Scripts" / f"{name}.exe" if windows else VENV / "bin" / name)


def find_uv() -> str | None:
    """Return the path of a uv that answers; a version manager may offer one that does not."""
    uv = shutil.which("uv")
    return uv if uv and _run([uv, "--version"], quiet=True) == 0 else None


def set_up_steps(uv: str | None) -> list[tuple[str, list[str]]]:
    """List what makes the environment, with uv or with pip alone.

    The lock's hashes cannot cover the project itself, so it is installed by a call of its own,
    built by the locked build tool: nothing outside the lock is fetched.
    """
    base = getattr(sys, "_base_executable", "") or sys.executable  # not the one to be replaced
    if uv:
        make = [uv, "venv", "--no-project", "--python", base, str(VENV)]
        install = [uv, "pip", "install", "--compile-bytecode", "--python", venv_python()]
    else:
        make = [base, "-m", "venv", str(VENV)]
        install = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check"]
    return [
        ("建立 .venv", make),
        ("安装软件包", [*install, "--no-deps", "--require-hashes", "-r", str(LOCK)]),
        ("安装本项目", [*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]),
    ]


def test_steps(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """List the checks in order, quickest first; `--fast` leaves the slow tests out."""
    python = venv_python()
    fast = ["-m", "not office and not notebook"] if "--fast" in arguments else []
    rest = [argument for argument in arguments if argument != "--fast"]
    return [
        ("代码检查 ruff check", [python, "-m", "ruff", "check"]),
        ("代码格式 ruff format", [python, "-m", "ruff", "format", "--check"]),
        ("导入层次 lint-imports", [venv_tool("lint-imports")]),
        ("类型检查 mypy", [python, "-m", "mypy"]),
        ("测试 pytest", [python, "-m", "pytest", "-n", "auto", "--maxprocesses=8", *fast, *rest]),
    ]


def lock_command(uv: str) -> list[str]:
    """Build the call that resolves the project for every platform, without any server's address."""
    return [
        *(uv, "pip", "compile", "--quiet", PYPROJECT.name, "--group", "dev", "--all-extras"),
        *("-o", LOCK.name),
        *("--universal", "--python-version", ".".join(map(str, OLDEST)), "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links"),
        *("--custom-compile-command", "python run.py lock"),
    ]


def child_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a child: UTF-8, and nothing that leads astray or slows it down."""
    astray = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__"}
    slow = {"PYTHONDONTWRITEBYTECODE"}  # every start would compile every package again
    kept = {name: value for name, value in variables.items() if name not in astray | slow}
    return {**kept, "PYTHONUTF8": "1"}


def without_hashes(locked: str) -> str:
    """Return the versions and markers of a lock alone, one a line."""
    lines = [line.rstrip("\\ ") for line in locked.splitlines() if re.match(r"[\w.-]+==", line)]
    return "\n".join(["# python run.py lock", *lines, ""])


def advice(output: str) -> str:
    """Name the cause of a failed installation, and what to do."""
    known = [text for pattern, text in ADVICE.items() if re.search(pattern, output)]
    return known[0] if known else "请按上面的提示处理，再运行一次。"


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _written(file: Path) -> int | None:
    return file.stat().st_mtime_ns if file.exists() else None


def _run(command: list[str], *, quiet: bool = False, cwd: Path = ROOT) -> int:
    """Run a program to its end; Ctrl-C reaches it too, and it is given the time to clear up."""
    output = subprocess.DEVNULL if quiet else None
    environment = child_environment(os.environ)
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=output, stderr=output
    ) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def _remove_environment() -> None:
    try:
        if VENV.exists():
            STAMP.unlink(missing_ok=True)
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetUpError(
            f"不能更换 .venv（{error}）。请关闭正在使用它的 JupyterLab 或终端，再运行一次。"
        ) from None


def _install(title: str, command: list[str]) -> None:
    """Run a step of the set-up; its output is shown only if it fails."""
    print(f"  {title} ……", flush=True)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        output = _follow(process)
    if process.returncode:
        print("\n".join(output.splitlines()[-15:]))
        raise SetUpError(f"{title}没有成功。{advice(output)}")


def _follow(process: subprocess.Popen[str]) -> str:
    """Collect the output, and show from time to time how many packages pip has reached."""
    lines: list[str] = []
    reached = 0
    for line in process.stdout or ():
        lines.append(line)
        if line.startswith(("Collecting ", "Processing ")):
            reached += 1
            if reached % 25 == 0:
                print(f"    已取得 {reached} 个软件包", flush=True)
        if reached and line.startswith("Installing collected"):
            print(f"    共 {reached} 个，正在写入", flush=True)
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
