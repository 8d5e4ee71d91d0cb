"""Measure every row of the report, print it and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import python_calamine

from benchmarks import by_hand
from benchmarks.bare_files import bare_writes
from benchmarks.panel import SCHOOLS, panel_latency
from benchmarks.report import report
from benchmarks.side_by_side import Row, median_seconds
from benchmarks.window_query import GROUP, make_totals, window_query
from benchmarks.workbooks import write_year
from tests.schools import as_school, school_rows
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.export import write_pack
from xiaoben_analytics.policy import parse_ratios, read_policy
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.standing import assign_tiers, rank_teachers

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
NUMBERS = ["teacher_id", *by_hand.COMPONENTS, "total", "rank", "tier"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each work (default 7)")
    rounds = parser.parse_args().rounds
    parts = (start, reading, one_school, many_teachers, sample_pack, whole_pack)
    rows = [row for part in parts for row in part(rounds)]
    latencies = [panel_latency(people, groups=groups, presses=40) for people, groups in SCHOOLS]
    page = report(rows, latencies, rounds=rounds)
    print(page)
    PAGE.write_text(page, encoding="utf-8", newline="\n")


def start(rounds: int) -> list[Row]:
    """Compare starting: the bare import, and all that the main job's three calls need."""
    calls = "from xiaoben_analytics import assess, read_policy, read_school"
    works = {code: _python(code) for code in ("import pandas", "import xiaoben_analytics", calls)}
    seconds = median_seconds(works, rounds=rounds)
    rival = ("`import pandas`", seconds["import pandas"])
    return [
        Row("`import xiaoben_analytics`", seconds["import xiaoben_analytics"], *rival, 1.15),
        Row(f"`{calls}`", seconds[calls], *rival),
    ]


def reading(rounds: int) -> list[Row]:
    """Compare reading a year of workbooks, checks and all, with the bare parsing of their cells."""
    policy = read_policy("county-110")
    with TemporaryDirectory() as folder:
        rows = write_year(Path(folder))
        files = sorted(Path(folder).glob("*.xlsx"))
        works: dict[str, Callable[[], object]] = {
            "read": lambda: read_school(folder, policy=policy),
            "calamine": lambda: [_bare_calamine(file) for file in files],
            "openpyxl": lambda: [pd.read_excel(file, engine="openpyxl") for file in files],
        }
        school = read_school(folder, policy=policy)
        assert school.files["used"].sum() == rows, "every row is used"
        seconds = median_seconds(works, rounds=rounds)
    work = f"`read_school` ({len(files)} workbooks, {rows:,} rows)"
    return [
        Row(work, seconds["read"], "bare python-calamine", seconds["calamine"], 1.5),
        Row(work, seconds["read"], "pandas + openpyxl `read_excel`", seconds["openpyxl"], 0.4),
    ]


def one_school(rounds: int) -> list[Row]:
    """Compare one school of 100 teachers x 40 activities with pandas by hand, same numbers."""
    school = as_school(school_rows(1, teachers=100, groups=6, activities=40))
    policy = read_policy("county-110")
    result = assess(school, policy)
    ours = result.standings[NUMBERS].sort_values("teacher_id", ignore_index=True)
    theirs = by_hand.stand(school.tables)[NUMBERS].sort_values("teacher_id", ignore_index=True)
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)

    ranked = rank_teachers(result.standings, policy)
    works: dict[str, Callable[[], object]] = {
        "rival": lambda: by_hand.stand(school.tables),
        "assess": lambda: assess(school, policy),
        "tiers": lambda: assign_tiers(ranked, policy.tiers.with_ratios(parse_ratios("25/45/30"))),
        "what_if": lambda: result.what_if(ratios="25/45/30").standings,
        "weights": lambda: result.what_if(weights={"attendance": "1.2"}).standings,
    }
    seconds = median_seconds(works, rounds=rounds)
    rival = ("the same numbers by hand in pandas", seconds["rival"])
    size = f"100 teachers x 40 activities, {len(school.tables['attendance'])} attendance rows"
    return [
        Row(f"`assess`: tables to tiers ({size})", seconds["assess"], *rival, 1.9),
        Row("what-if of ratios, the tiers alone", seconds["tiers"], *rival, 0.02),
        Row("what-if of ratios, `what_if(…).standings`", seconds["what_if"], *rival),
        Row("what-if of weights, `what_if(…).standings`", seconds["weights"], *rival, 0.32),
    ]


def many_teachers(rounds: int) -> list[Row]:
    """Compare a what-if of ratios with a window query in DuckDB, at three sizes, equal tiers."""
    policy = read_policy("county-110")
    tiers = policy.tiers.with_ratios(parse_ratios("25/45/30"))
    rows = []
    for teachers, target in ((100, 0.03), (20_000, 0.1), (800_000, 0.15)):
        totals = make_totals(teachers)
        ranked, query = rank_teachers(totals, policy), window_query(totals, 25, 70)
        levels = [tiers.names[level] for level in query()]
        assert assign_tiers(ranked, tiers).tolist() == levels, "the same tiers"
        works = {"tiers": partial(assign_tiers, ranked, tiers), "query": query}
        seconds = median_seconds(works, rounds=rounds)
        work = f"what-if of ratios, the tiers alone ({teachers:,} teachers in groups of {GROUP})"
        rows.append(Row(work, seconds["tiers"], "DuckDB window query", seconds["query"], target))
    return rows


def sample_pack(rounds: int) -> list[Row]:
    """Time the main job on the sample school, a fresh process each round, against its limit."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "xiaoben_analytics", "pack", "data/sample", "-o", folder]
        works = {"pack": lambda: _run(command, fine=(0, 1))}
        seconds = median_seconds(works, rounds=rounds)["pack"]
    return [Row("the sample's pack, from the command line", seconds, "limit", 40.0, 1.0)]


def whole_pack(rounds: int) -> list[Row]:
    """Time all files of 100 teachers, letters included, against their contents written bare."""
    result = assess(as_school(school_rows(1, teachers=100, groups=8, activities=40)))
    with TemporaryDirectory() as one, TemporaryDirectory() as other, TemporaryDirectory() as bare:
        write_pack(result, one)
        works = {
            "pack": lambda: write_pack(result, other),
            "bare": bare_writes(Path(one), Path(bare)),
        }
        seconds = median_seconds(works, rounds=min(rounds, 5))
    return [
        Row("a pack of 100 teachers", seconds["pack"], "files written bare", seconds["bare"], 1.5)
    ]


def _python(code: str) -> Callable[[], object]:
    return lambda: _run([sys.executable, "-c", code])


def _bare_calamine(file: Path) -> list[list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _run(command: list[str], *, fine: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    if done.returncode not in fine:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    main()
