"""The meeting's pack: every file, or none."""

from __future__ import annotations

import json
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import OutputError
from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.export.html import write_page
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.summary import Summary, summarize
from xiaoben_analytics.tables import School

REPORT, WORKBOOK, PAGE, RUN = "总结报告.docx", "成绩总表.xlsx", "互动图表.html", "run.json"

_PACKAGES = ("xiaoben-analytics", "pandas", "plotly", "python-docx", "python-pptx", "xlsxwriter")


@dataclass(frozen=True)
class Pack:
    """What was written: the files, and the key numbers that all of them show."""

    files: tuple[Path, ...]
    key_numbers: Mapping[str, str]


def write_pack(
    result: Assessment, folder: str | Path, *, progress: Callable[[str], None] | None = None
) -> Pack:
    """Write report, workbook, charts and run.json into a folder; `progress` is told each file.

    Everything is written beside the folder's old files first; only when all of it is whole does
    it take their place, run.json last.

    Raises
    ------
    OutputError
        If a file cannot be written or replaced; the old files stay whole.
    """
    target = Path(folder)
    summary = summarize(result)
    writers: Mapping[str, Callable[[Path], None]] = {
        REPORT: lambda path: write_report(summary, path),
        WORKBOOK: lambda path: write_workbook(result, summary, path),
        PAGE: lambda path: write_page(result, summary, path),
        RUN: lambda path: _write_run(result, summary, path),
    }
    with _whole_or_nothing(target) as unfinished:
        for name, write in writers.items():
            if progress:
                progress(name)
            write(unfinished / name)
        _replace_all(unfinished, target, tuple(writers))
    return Pack(tuple(target / name for name in writers), summary.numbers)


@contextmanager
def _whole_or_nothing(target: Path) -> Iterator[Path]:
    """Give an empty folder inside the target, gone afterwards; name the file that went wrong."""
    new = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target, prefix=".未完成-") as unfinished:
            yield Path(unfinished)
            new = False
    except OSError as error:
        named = Path(error.filename2 or error.filename or target)
        wrong = target if named == target else target / named.name
        raise OutputError.not_writable(str(wrong), error.strerror or str(error)) from error
    finally:
        if new:
            with suppress(OSError):
                target.rmdir()


def _replace_all(made: Path, target: Path, names: Sequence[str]) -> None:
    """Put the new files in place of the old, each in one step; if one fails, put the old back."""
    old = made / "old"
    old.mkdir()
    for name in names:
        if (target / name).exists():
            shutil.copy2(target / name, old / name)
    replaced: list[str] = []
    try:
        for name in names:
            (made / name).replace(target / name)
            replaced.append(name)
    except OSError:
        for name in replaced:
            if (old / name).exists():
                (old / name).replace(target / name)
            else:
                (target / name).unlink()
        raise


def _write_run(result: Assessment, summary: Summary, path: Path) -> None:
    """Write down what the pack was made of and with: enough to make it again and compare."""
    run = {
        "program": {name: _version(name) for name in _PACKAGES}
        | {"python": platform.python_version()},
        "school": summary.facts["学校"],
        "school_year": summary.facts["学年"],
        "policy": _policy(result.policy),
        "inputs": _inputs(result.school),
        "outputs": {name: _hash(path.parent / name) for name in (REPORT, WORKBOOK, PAGE)},
        "key_numbers": dict(summary.numbers),
    }
    path.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _version(package: str) -> str | None:
    """Tell a package's version; unknown where the program runs from its source folder."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _policy(policy: Policy) -> dict[str, object]:
    tiers = policy.tiers
    text = policy.model_dump_json()
    return {
        "id": policy.id,
        "sha256": sha256(text.encode()).hexdigest(),
        "ratios": {level.name: str(level.ratio) for level in tiers.levels},
        "group_ratios": {
            group: [str(share) for share in shares] for group, shares in tiers.group_ratios.items()
        },
        **{
            name: getattr(tiers, name)
            for name in ("rounding", "ties", "scope", "min_group", "count_gated")
        },
    }


def _inputs(school: School) -> list[dict[str, object]]:
    """List the files read, by name, with what became of their rows."""
    counts = [col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    files = school.files.groupby(col.FILE, sort=False)[counts].sum()
    return [
        {
            "file": str(name),
            "sha256": _hash(Path(school.folder) / str(name)),
            **{count: int(row[count]) for count in counts},
        }
        for name, row in files.iterrows()
    ]


def _hash(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None
