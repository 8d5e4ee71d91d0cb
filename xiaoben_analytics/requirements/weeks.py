"""An amount in every teaching week, or every two: how many of them reached it."""

from __future__ import annotations

from collections.abc import Sequence

from xiaoben_analytics.calendar import Period, terms, weeks
from xiaoben_analytics.requirements.case import Case
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.model import MET, SHORT, UNDECIDED, UNDER_WAY, Answer
from xiaoben_analytics.requirements.pieces import Piece

STEPS = {"week": 1, "two_weeks": 2}
UNITS = {"week": "周", "two_weeks": "个两周"}
MOST_A_DAY = 8
"""More lessons or papers than this in a row with one date are a summary of many days."""

_NAMED = 3


def teaching_spans(facts: Facts, period: Period, step: int) -> list[Period]:
    """List the weeks (or spans of `step` weeks) of a period in which the school taught.

    They go, term by term, from the week of the first to that of the last dated record; weeks
    that are wholly off do not count.
    """
    taught = (facts.teaching(term) for term in terms(facts.year))
    spans = (span for term in taught if term for span in weeks(term, step=step))
    return [span for span in spans if span.start <= period.end and period.start <= span.end]


def judge_weeks(case: Case, facts: Facts) -> Answer:
    """Count the teaching weeks that reached the amount; all of them must.

    What has no date, and a row of one day that sums up many, may belong to any week: it decides
    only where it could not fill the gaps anyway.
    """
    each = case.requirement.each or "week"
    spans = teaching_spans(facts, case.period, STEPS[each])
    if not spans and facts.days and facts.is_open(case.period):
        return Answer(UNDER_WAY, "本期还没有带日期的记录")
    if not spans:
        return Answer(UNDECIDED, "没有带日期的记录，无从确定教学周")
    placed, loose = _place(case, spans)
    gaps = {span: case.needed - worth for span, worth in placed.items() if worth < case.needed}
    reached = len(spans) - len(gaps)
    last = spans[-1]
    is_open = facts.is_open(case.period)
    running = is_open and (facts.on is None or facts.on <= last.end)
    verdict = _verdict(gaps, loose, last=last if running else None)
    if verdict == MET and is_open:
        verdict = UNDER_WAY
    least = case.requirement.at_least
    reason = f"{len(spans)} {UNITS[each]}中 {reached} {UNITS[each]}达到 {least}"
    if verdict == UNDER_WAY and not gaps:
        reason += f"；至今每{UNITS[each].removeprefix('个')}都达到，本期到 {case.period.end} 为止"
    if gaps:
        reason += f"；没有达到：{_named(list(gaps))}"
    if verdict == UNDECIDED:
        reason += f"；另有 {len(loose)} 条记录没有日期、跨周或是多日的合计，算上才可能达到"
    return Answer(verdict, reason, reached, len(spans), UNITS[each])


def _place(case: Case, spans: Sequence[Period]) -> tuple[dict[Period, int], list[Piece]]:
    """Add pieces up week by week; those that belong to no single week of the period are loose."""
    most = MOST_A_DAY * case.measure.scale if case.measure.unit != "字" else None
    placed, loose = dict.fromkeys(spans, 0), []
    for piece in case.pieces:
        own = next((span for span in spans if piece.lies_in(span)), None)
        if own is not None and (most is None or piece.worth <= most):
            placed[own] += piece.worth
        elif (own is not None or not piece.is_of_one_day) and piece.may_lie_in(case.period):
            loose.append(piece)
    return placed, loose


def _verdict(gaps: dict[Period, int], loose: Sequence[Piece], *, last: Period | None) -> str:
    """Decide by the gaps; the `last` week that still goes on is none yet."""
    if not gaps:
        return MET
    if loose and sum(piece.worth for piece in loose) >= sum(gaps.values()):
        return UNDECIDED
    return UNDER_WAY if set(gaps) == {last} else SHORT


def _named(spans: Sequence[Period]) -> str:
    more = f"等 {len(spans)} 个" if len(spans) > _NAMED else ""
    return "、".join(span.label for span in spans[:_NAMED]) + more
