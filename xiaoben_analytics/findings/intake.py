"""What was read, and what was found wrong with it."""

from __future__ import annotations

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.findings.wording import name_holders
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED


def finding_reconciliation(files: pd.DataFrame) -> str:
    """Say what became of all rows that were read, and whether they add up."""
    counts = (col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE)
    rows, used, aside, furniture = (int(files[name].sum()) for name in counts)
    equal = "等于总行数" if used + aside + furniture == rows else "不等于总行数，请先核对"
    return (
        f"读入 {files[col.FILE].nunique()} 个文件的 {len(files)} 张工作表，共 {rows} 行：使用 {used} 行，"
        f"搁置 {aside} 行，标题、合计等 {furniture} 行，三者之和{equal}。"
    )


def finding_problems(problems: pd.DataFrame) -> str:
    """Count what was found wrong, and name the files that have most of it."""
    counts = problems[col.SEVERITY].value_counts()
    if counts.empty:
        return "没有发现需要核对的问题。"
    others = [f"{kind} {counts[kind]} 条" for kind in (NOTICE, REPEATED) if kind in counts]
    if PROBLEM not in counts:
        return f"没有必须改正的问题；{'、'.join(others)}。"
    wrong = problems[(problems[col.SEVERITY] == PROBLEM) & (problems[col.FILE] != "")]
    told = "、".join([f"问题 {counts[PROBLEM]} 条", *others])
    files = {str(file): count for file, count in wrong[col.FILE].value_counts(sort=False).items()}
    if len(files) < 2:
        return f"发现{told}{f'；问题都在{next(iter(files))}' if files else ''}。"
    most = max(files.values())
    return f"发现{told}；问题最多的是{name_holders(files, most)}（{most} 条）。"
