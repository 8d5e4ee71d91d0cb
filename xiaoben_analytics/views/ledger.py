"""What was decided, what would be, and what it comes to: the ledger, a decision, the key numbers."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.findings import finding_moves, finding_tiers
from xiaoben_analytics.labels import moment, printable
from xiaoben_analytics.ledger import KINDS, Ledger, cite_line, find_present, say_line
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.summary import key_numbers
from xiaoben_analytics.views.readable import readable
from xiaoben_analytics.views.view import View

MOST_LINES = 500
"""Lines of a ledger that are listed, the latest ones."""

FINGERPRINT = "指纹由一条记录的全部内容算出，改动一字就不同。"
"""What a reader has to know of a line's hash."""

_MOVES = (
    *(col.GROUP, col.TEACHER_ID, col.NAME, col.TOTAL, col.RANK),
    *(col.FROM_TIER, col.TO_TIER, col.WHY),
)
_FAULTS = 3  # faults of a ledger that are told in its sentence


def say_present(ledger: Ledger) -> str:
    """Say which decision holds; nothing where there is none, or the ledger cannot be relied on."""
    line = None if ledger.faults else find_present(ledger)
    return printable(f"现行决定：{cite_line(line)}。") if line else ""


def explore_ledger(ledger: Ledger) -> View:
    """List what the ledger records, the latest line first, and say whether it is whole and open."""
    if ledger.faults:
        told = "；".join(map(str, ledger.faults[:_FAULTS]))
        return View(
            printable(f"账本有 {len(ledger.faults)} 处不对：{told}。不能再记入，请先核对。")
        )
    if not ledger.lines:
        return View("账本里还没有记录。")
    rows = [
        (str(line.sequence), moment(line.time), KINDS[line.kind], say_line(line), line.hash[:16])
        for line in reversed(ledger.lines[-MOST_LINES:])
    ]
    names = ["序号", "时间", "种类", "内容", "指纹（前 16 位）"]
    listed = pd.DataFrame(rows, columns=names, dtype="str").map(printable)
    return View(f"共 {len(ledger.lines)} 条记录，前后相接，没有改动{_lock(ledger)}。{FINGERPRINT}",
                tables={"决议账本（最近的在前）": listed})  # fmt: skip


def explore_decision(result: Assessment, scenario: Scenario) -> View:
    """Show what would be recorded: how many are in each tier, who moves and why.

    Raises
    ------
    UsageError
        If the scenario cannot be applied.
    """
    base = result.base or result
    decided = try_scenario(base, scenario)
    names = tuple(dict.fromkeys([*base.policy.tiers.names, *decided.policy.tiers.names]))
    before, after = (_counts(one, names) for one in (base, decided))
    counts = pd.DataFrame(
        {
            "等级": names,
            "按考核办法（人）": before,
            "记入后（人）": after,
            "增减": [f"{new - old:+d}".replace("+0", "0") for old, new in zip(before, after, strict=True)],
        }
    )  # fmt: skip
    moves = decided.moves
    told = f"{finding_tiers(decided.cutoffs)}{finding_moves(moves, names)}{_idle(decided)}"
    listed = {"等级改变的教师": readable(moves, _MOVES, in_points={col.TOTAL})}
    return View(
        f"“{printable(scenario.name)}”：{told}",
        tables={"各等级人数": counts.astype("str"), **({} if moves.empty else listed)},
    )


def explore_key_numbers(result: Assessment) -> View:
    """Show the key numbers of the report, as every file of the pack shows them."""
    numbers = key_numbers(result)
    table = pd.DataFrame({"项目": list(numbers), "数字": list(numbers.values())}, dtype="str")
    return View(finding_tiers(result.cutoffs), tables={"主要数字": table})


def _lock(ledger: Ledger) -> str:
    if ledger.lock is None:
        return ""
    by = ledger.lock.content["by"]
    return f"；已由{printable(by)}在第 {ledger.lock.sequence} 号记录锁定，不能再记入决定"


def _idle(decided: Assessment) -> str:
    """Say that moves by hand do nothing where somebody is in that tier by the rules."""
    idle = len(decided.idle)
    return f"有 {idle} 人按规则就在所调的等级，这项调整没有作用。" if idle else ""


def _counts(result: Assessment, names: tuple[str, ...]) -> list[int]:
    return [int((result.standings[col.TIER] == name).sum()) for name in names]
