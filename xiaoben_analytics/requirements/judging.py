"""Compare evidence with what is required: a verdict, and the sentence that gives the reason."""

from __future__ import annotations

from xiaoben_analytics.requirements.case import Case
from xiaoben_analytics.requirements.facts import Facts
from xiaoben_analytics.requirements.forecast import ON_THE_PLAN, forecast
from xiaoben_analytics.requirements.model import (
    MET,
    NOT_MEANT,
    SHORT,
    UNDECIDED,
    UNDER_WAY,
    Answer,
    Forecast,
)
from xiaoben_analytics.requirements.periods import goes_on, joined_late, unseen_years
from xiaoben_analytics.requirements.pieces import Added, add_up
from xiaoben_analytics.requirements.weeks import judge_weeks


def judge(case: Case, facts: Facts) -> Answer:
    """Say whether a requirement is met; exactly at the threshold it is."""
    if case.period.start > facts.school_year.end:
        return Answer(NOT_MEANT, f"{case.period.start} 开始")
    missing = facts.is_silent(case.measure)
    if missing and not case.pieces:
        told = f"没有读到{missing}，无从判断"
        return Answer(UNDECIDED, told, None, case.needed, case.measure.unit, case.measure.scale)
    if case.requirement.each:
        return judge_weeks(case, facts)
    return _judge_amount(case, facts)


def _judge_amount(case: Case, facts: Facts) -> Answer:
    measure, rules = case.measure, facts.policy.rules
    added = add_up(case.pieces, case.period, measure)
    amount = max(int(measure.whole(added.sure, rules)), 0)
    ahead = None
    if case.teacher and measure.name in ON_THE_PLAN:
        ahead = forecast(case, added, facts)
    verdict, why = _verdict(case, added, ahead, facts)
    reason = f"已有 {case.show(amount)}，须 {case.show(case.needed)}"
    if amount < case.needed:
        reason += f"，还缺 {case.show(case.needed - amount)}"
    reason = "；".join(filter(None, (reason, why, _outlook(case, ahead, verdict))))
    unknown = why if verdict == UNDECIDED else ""
    amounts = amount, case.needed, measure.unit, measure.scale
    return Answer(verdict, reason, *amounts, forecast=ahead, unknown=unknown)


def _verdict(case: Case, added: Added, ahead: Forecast | None, facts: Facts) -> tuple[str, str]:
    """Decide, and say what beside the amounts decided; what is open is never taken for a no."""
    whole, period = case.measure.whole, case.period
    rules = facts.policy.rules
    most = whole(added.most, rules)
    if whole(added.sure, rules) >= case.needed:
        return MET, ""
    if most >= case.needed:
        return UNDECIDED, f"另有 {added.loose} 条记录没有日期或跨出本期，算上才达到"
    if goes_on(period, facts):
        return UNDER_WAY, f"本期到 {period.end} 为止"
    in_reach = ahead is None or most + ahead.offered >= case.needed
    return _doubted(case, facts, still=in_reach and facts.is_open(period))


def _doubted(case: Case, facts: Facts, *, still: bool) -> tuple[str, str]:
    """Decide where not enough is known to have happened; `still` may be reached in time."""
    is_blank, unknown = facts.is_blank(case.period), _unknown(case, facts)
    if still and not is_blank and not _is_late(case):
        return UNDER_WAY, ""
    if unknown:
        return UNDECIDED, unknown
    if is_blank:
        past = facts.is_past(case.period)
        return UNDECIDED if past else UNDER_WAY, "本期没有任何记录，计划中也没有活动"
    return SHORT, ""


def _is_late(case: Case) -> bool:
    """Tell whether a cycle is asked of somebody who joined after it began."""
    return bool(
        case.requirement.per == "cycle" and case.person and joined_late(case.period, case.person)
    )


def _unknown(case: Case, facts: Facts) -> str:
    """Say what of the period cannot be known: earlier years, or what is asked of a latecomer."""
    if case.person and _is_late(case):
        return f"{case.person.joined} 入职，本周期已经开始，办法没有写明是否减少"
    unseen = unseen_years(case.period, case.requirement, facts, case.teacher)
    return f"{'、'.join(unseen)} 学年没有记录" if unseen else ""


def _outlook(case: Case, ahead: Forecast | None, verdict: str) -> str:
    """Say what the plan still holds, and what could be made up."""
    if ahead is None or verdict == MET:
        return ""
    said = []
    if ahead.offered:
        offer = f"计划其后还有 {case.show(ahead.offered)}"
        reach = f"次次参加的话，到 {ahead.reached_by} 这一次就够"
        lack = f"全部参加也还缺 {case.show(ahead.missing)}"
        said.append(f"{offer}，{lack if ahead.missing else reach}")
    if ahead.make_up:
        said.append(f"补课还可得 {case.show(ahead.make_up)}")
    return "；".join(said)
