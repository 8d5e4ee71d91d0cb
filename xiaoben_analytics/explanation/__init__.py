"""Why a teacher has this score: every component down to the rows of the school's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.explanation.arithmetic import (
    Applied,
    state_component,
    state_gate,
    state_item,
    state_total,
)
from xiaoben_analytics.explanation.entries import (
    Source,
    exact,
    explain_measure,
    take_rows,
)
from xiaoben_analytics.explanation.model import (
    ComponentExplained,
    Entry,
    Explanation,
    GateExplained,
    ItemExplained,
    Margin,
    MeasureExplained,
    Remark,
    Standing,
)
from xiaoben_analytics.explanation.remarks import Found, find_remarks, read_problems
from xiaoben_analytics.explanation.standing import explain_standing
from xiaoben_analytics.measures import MEASURES, RECORDS, teachers_rows
from xiaoben_analytics.policy import Component, Gate, Item
from xiaoben_analytics.scoring import (
    Yardsticks,
    apply_rule,
    fails_gate,
    find_companies,
    find_setters,
    find_yardsticks,
    score_item,
    voided,
)

__all__ = [
    "ComponentExplained",
    "Entry",
    "Explanation",
    "GateExplained",
    "ItemExplained",
    "Margin",
    "MeasureExplained",
    "Remark",
    "Standing",
    "explain",
    "explain_all",
]


def explain(result: Assessment, teacher_id: str) -> Explanation:
    """Take a teacher's total, rank and tier back to the rows they come from.

    Every number equals the one in the standings; what the counted rows are worth adds up to the
    measures, these make the points.

    Raises
    ------
    UsageError
        If no assessed teacher has this id.
    """
    if not (result.standings[col.TEACHER_ID] == teacher_id).any():
        known = (result.teachers[col.TEACHER_ID] == teacher_id).any()
        raise UsageError.not_assessed(teacher_id, on_roster=bool(known))
    (told,) = explain_all(result, [teacher_id])
    return told


def explain_all(
    result: Assessment, teacher_ids: Iterable[str] | None = None, *, naming: bool = True
) -> Iterator[Explanation]:
    """Explain some assessed teachers, or all of them, in order of the standings (see `explain`).

    Without `naming`, who has the highest amount, that of others is held against, is not named,
    nor told by a line that is the total of one or two others.
    """
    tables = {**result.school.tables, RECORDS: result.records}
    wanted = set(result.standings[col.TEACHER_ID] if teacher_ids is None else teacher_ids)
    if len(wanted) == 1:
        tables = teachers_rows(tables, *wanted)
    source = take_rows(tables, result.policy)
    found = read_problems(result.problems, result.school.tables)
    yardsticks = find_yardsticks(result.measures, result.teachers, result.policy)
    places = {str(one): place for place, one in enumerate(result.measures[col.TEACHER_ID])}
    for row in result.standings.to_dict("records"):
        one = str(row[col.TEACHER_ID])
        if one in wanted:
            standing = {str(name): value for name, value in row.items()}
            case = _Case(result, source, places[one], standing, yardsticks, naming=naming)
            yield _explained(case, found)


@dataclass(frozen=True)
class _Case:
    """One teacher of an assessment: `place` among the measures, the row of the standings."""

    result: Assessment
    source: Source
    place: int
    standing: Mapping[str, Any]
    yardsticks: Yardsticks
    naming: bool = True

    @property
    def teacher_id(self) -> str:
        return str(self.standing[col.TEACHER_ID])

    def amount(self, name: str) -> int:
        return int(self.result.measures[name].iloc[self.place])

    def explained(self, *names: str) -> tuple[MeasureExplained, ...]:
        return tuple(
            explain_measure(name, self.amount(name), self.teacher_id, self.source) for name in names
        )


def _explained(case: _Case, found: Sequence[Found]) -> Explanation:
    result = case.result
    parts = [int(case.standing[name]) for name in result.policy.component_names]
    total = int(case.standing[col.TOTAL])
    return Explanation(
        teacher_id=case.teacher_id,
        name=str(case.standing[col.NAME]),
        group=str(case.standing[col.GROUP]),
        school_year=result.school.school_year,
        policy=result.policy.title,
        total=exact(total),
        arithmetic=state_total(parts, total),
        components=tuple(_component(case, one) for one in result.policy.components),
        gates=tuple(_gate(case, gate) for gate in result.policy.gates),
        standing=explain_standing(result, case.standing, naming=case.naming),
        remarks=tuple(find_remarks(found, case.teacher_id)),
    )


def _component(case: _Case, component: Component) -> ComponentExplained:
    policy, measures = case.result.policy, case.result.measures
    void = voided(measures, component, policy)
    applied = [_applied(case, component, number) for number in range(len(component.items))]
    if void[case.place]:
        failed = (gate for gate in policy.gates if component.name in gate.voids)
        labels = [gate.label for gate in failed if fails_gate(measures, gate)[case.place]]
        stated = f"{'、'.join(labels)}，本项作废，计 0.00 分"
    else:
        less = [MEASURES[name].hundredths(case.amount(name)) for name in component.deductions]
        stated = state_component(component, [one.points for one in applied], less)
    return ComponentExplained(
        name=component.name,
        label=component.label,
        points=exact(int(case.standing[component.name])),
        most=exact(component.highest),
        arithmetic=stated,
        text=component.text,
        source=component.source,
        items=tuple(_item(case, one) for one in applied),
        deductions=case.explained(*component.deductions),
    )


def _applied(case: _Case, component: Component, number: int) -> Applied:
    """Apply a rule to everybody, and take this teacher's numbers out."""
    measures, item = case.result.measures, component.items[number]
    held = case.yardsticks.get((component.name, number))
    highest = 0 if held is None else int(held[case.place])
    return Applied(
        item=item,
        amounts=tuple(case.amount(name) for name in item.measures),
        given=int(apply_rule(measures, item, held=held)[case.place]),
        points=int(score_item(measures, item, held=held)[case.place]),
        highest=highest,
        holders=tuple(_holders(case, component, item, highest)),
        reference=case.result.policy.reference,
    )


def _holders(case: _Case, component: Component, item: Item, highest: int) -> list[str]:
    """Name those whose amount is what the teacher's own is held against, if they may be named."""
    if not highest or not case.naming:
        return []
    measures, teachers, policy = case.result.measures, case.result.teachers, case.result.policy
    companies = find_companies(teachers, policy)
    own = find_setters(measures, teachers, component, policy) & (companies == companies[case.place])
    holders = own & (measures[item.measures[0]] == highest).to_numpy()
    return list(teachers.loc[holders, col.NAME])


def _item(case: _Case, applied: Applied) -> ItemExplained:
    return ItemExplained(
        rule=applied.item.rule,
        arithmetic=state_item(applied),
        points=exact(applied.points),
        measures=case.explained(*applied.item.measures),
    )


def _gate(case: _Case, gate: Gate) -> GateExplained:
    policy = case.result.policy
    names = [name for name in (gate.measure, gate.of) if name]
    failed = bool(fails_gate(case.result.measures, gate)[case.place])
    voids = [one.label for one in policy.components if one.name in gate.voids]
    return GateExplained(
        name=gate.name,
        label=gate.label,
        failed=failed,
        arithmetic=state_gate(gate, [case.amount(n) for n in names], failed=failed, voids=voids),
        source=gate.source,
        measures=case.explained(*names),
    )
