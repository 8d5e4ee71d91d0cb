"""What the last decision of a ledger makes of an assessment."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.errors import UsageError, XiaobenError
from xiaoben_analytics.labels import moment, printable
from xiaoben_analytics.ledger.chain import Line
from xiaoben_analytics.ledger.contents import DECISION, KINDS
from xiaoben_analytics.ledger.decisions import digests
from xiaoben_analytics.ledger.file import Ledger, fail_if_unsound
from xiaoben_analytics.ledger.replaying import read_scenario
from xiaoben_analytics.ledger.telling import say_line
from xiaoben_analytics.policy import amend


@dataclass(frozen=True, eq=False)
class Settled:
    """What the last decision of a ledger makes of an assessment.

    `line` is that decision, None where there is none yet: `result` is the assessment itself then.
    `equal` says whether ranks and lines are bit for bit those that were decided.
    """

    result: Assessment
    line: Line | None = None
    equal: bool = True

    @property
    def sentence(self) -> str:
        if self.line is None:
            return "账本里还没有决定：以下按考核办法，不作改动。"
        told = f"以下按{cite_line(self.line)}。"
        if self.equal:
            return printable(told)
        return printable(f"{told}文件或办法与当时不同，算出的结果与当时的记录不一致，请先核对。")


def settle(result: Assessment, ledger: Ledger) -> Settled:
    """Do what the last decision says.

    Raises
    ------
    LedgerError
        If the ledger is unsound, or its last line half written.
    UsageError
        If its scenario cannot be applied to these files any more.
    """
    fail_if_unsound(ledger)
    line = find_present(ledger)
    if line is None:
        return Settled(result)
    try:
        decided = try_scenario(result.base or result, read_scenario(line))
    except UsageError as misfit:
        raise UsageError.decision_misfit(cite_line(line), str(misfit)) from None
    return Settled(decided, line, equal=digests(decided) == line.content["digests"])


def find_present(ledger: Ledger) -> Line | None:
    """Return the last decision of a ledger, None where there is none yet."""
    return next((line for line in reversed(ledger.lines) if line.kind == DECISION), None)


def find_authority(result: Assessment, ledger: Ledger | None) -> Line | None:
    """Return the last decision where `result` is what it makes of the regulation, else None."""
    line = None if ledger is None or ledger.faults else find_present(ledger)
    if line is None or result.base is None:
        return None
    scenario = read_scenario(line)
    with suppress(XiaobenError):
        decided = amend(result.base.policy, scenario.changes)
        if decided.written == result.policy.written and tuple(scenario.moves) == result.manual:
            return line
    return None


def cite_line(line: Line) -> str:
    """Say which line it is, of what kind, of when, and what it says."""
    return f"第 {line.sequence} 号记录（{KINDS[line.kind]}，{moment(line.time)}）：{say_line(line)}"
