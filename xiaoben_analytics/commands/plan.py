"""`xiaoben plan-check`: can the plan satisfy the regulation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

import typer

from xiaoben_analytics.checks import (
    Balance,
    PlanAnswer,
    PlanCheck,
    check_plan,
    plain,
    state_balance,
)
from xiaoben_analytics.commands.given import HOURS, Folder, Json, PolicyName, read_folder
from xiaoben_analytics.labels import printable, reading_order
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.terminal import (
    Command,
    print_json,
    print_outcome,
    print_table,
    screen,
)

SHOWN = 4  # categories of teachers on a line


room = typer.Typer()


@room.command("plan-check", cls=Command)
def plan_check(folder: Folder, *, policy: PolicyName = HOURS, as_json: Json = False) -> int:
    """核对活动计划：计划本身能不能满足办法的要求，还缺什么。"""
    regulation = read_policy(policy)
    school = read_folder(folder, regulation)
    found = check_plan(school, regulation)
    if as_json:
        print_json(_report(found))
    else:
        screen.print(printable(f"{school.name or '本校'} {school.school_year} 学年活动计划"))
        _print_offered(found)
        _print_answers(found)
        _print_open(found)
        print_outcome(school.problems, school)
    return int(bool(found.short))


def _report(found: PlanCheck) -> dict[str, object]:
    """Lay a check out for machines; amounts are plain numbers in the unit."""
    return {
        "terms": [{"term": one.number, **_period(one)} for one in found.terms],
        "school_year": [_period(one) for one in found.years],
        "years": [
            {
                "year": one.number,
                "planned": plain(one.offered),
                "required": plain(one.required),
                "short": plain(one.short),
                "unit": one.unit,
            }
            for one in found.cycle
        ],
        "activities": [
            {"term": one.number, "requirement": one.requirement, **_amounts(one)}
            for one in found.activities
        ],
        "empty_months": list(found.empty_months),
        "overlaps": [{"date": day, "titles": list(titles)} for day, titles in found.overlaps],
        "leads_unknown": [{"title": title, "lead": lead} for title, lead in found.leads_unknown],
        "missing": [{"activity": one, "missing": list(lacks)} for one, lacks in found.missing],
        "stages": [{"stage": one.number, **_period(one)} for one in found.stages],
        "requirements": [
            {"requirement": one.requirement, "answer": one.answer, "reason": one.reason}
            for one in found.answers
        ],
    }


def _period(balance: Balance) -> dict[str, object]:
    categories = [
        {"category": one.name, "teachers": one.teachers, **_amounts(one)}
        for one in balance.categories
    ]
    return {
        **_amounts(balance),
        "unit": balance.unit,
        "requirement": balance.requirement,
        "categories": categories,
    }


def _amounts(balance: Balance) -> dict[str, int | float]:
    return {
        "offered": plain(balance.offered),
        "required": plain(balance.required),
        "short": plain(balance.short),
    }


def _print_offered(found: PlanCheck) -> None:
    """Say what the plan offers in each term, where nothing is required of it."""
    free = [one for one in found.terms if not one.requirement]
    if free:
        told = "；".join(f"{one.name} {plain(one.offered)} {one.unit}" for one in free)
        screen.print(printable(f"计划安排：{told}（办法没有按学期要求学时）"))


def _print_answers(found: PlanCheck) -> None:
    """Answer requirement by requirement; what is short is said plainly, and who is offered less."""
    if found.answers:
        rows = ((one.requirement, one.answer, one.reason) for one in found.answers)
        print_table(["要求", "计划能否满足", "说明"], rows)
    for one in (*found.terms, *found.years, *found.stages, *found.activities):
        if one.short:
            about = "" if one in found.terms else f"（{one.requirement}）"
            screen.print(printable(f"计划本身不能满足要求：{state_balance(one)}{about}。"))
            _print_categories(one)
    for one in found.cycle:
        if one.short:
            screen.print(printable(f"办法自相矛盾：{state_balance(one)}（{one.requirement}）。"))
    screen.print(_concluded(found.answers))


def _concluded(answers: Sequence[PlanAnswer]) -> str:
    """Say how many requirements the plan satisfies, and of how many it tells nothing."""
    seen = [one for one in answers if one.is_seen]
    enough, unseen = sum(one.is_enough for one in seen), len(answers) - len(seen)
    if not answers:
        return "办法没有对学时和次数的要求，没有可以和计划对照的。"
    if not seen:
        return f"办法的 {unseen} 项要求都不是计划能说明的，要看各自的记录。"
    if enough == len(answers):
        return "计划能满足办法中的各项要求。"
    rest = f"，{unseen} 项从计划看不出来" if unseen else ""
    return f"办法有 {len(answers)} 项要求：计划能满足 {enough} 项，不能 {len(seen) - enough} 项{rest}。"


def _print_categories(balance: Balance) -> None:
    """Show who is offered how much, the least first, where some are offered more than others."""
    lines: dict[Fraction, list[Balance]] = {}
    for one in sorted(balance.categories, key=lambda one: one.offered):
        lines.setdefault(one.offered, []).append(one)
    if len(lines) > 1:
        screen.print(printable(f"{balance.name}各类教师可参加的活动（{balance.unit}）："))
        names = dict(zip(lines, _names([*lines.values()]), strict=True))
        rows = (
            (plain(offered), plain(alike[0].short), names[offered] + _people(alike))
            for offered, alike in lines.items()
        )
        print_table(["安排", "缺", "教师"], rows)


def _names(lines: Sequence[Sequence[Balance]]) -> list[str]:
    """Name the categories of each line by the audiences that only they belong to, if that does."""
    words = [{name for one in alike for name in one.through} for alike in lines]
    own = [one - {name for other in words if other is not one for name in other} for one in words]
    told = [
        all(not mine.isdisjoint(one.through) for one in alike)
        for mine, alike in zip(own, lines, strict=True)
    ]
    return [
        _listed(sorted(mine, key=reading_order))
        if whole
        else "其余教师"
        if sum(told) == len(lines) - 1
        else _listed(["、".join(one.through) or "其余教师" for one in alike])
        for mine, whole, alike in zip(own, told, lines, strict=True)
    ]


def _listed(names: Iterable[str]) -> str:
    called = list(dict.fromkeys(names))
    more = f" 等 {len(called)} 类" if len(called) > SHOWN else ""
    return f"{'；'.join(called[:SHOWN])}{more}"


def _people(alike: Sequence[Balance]) -> str:
    counts = [one.teachers for one in alike if one.teachers is not None]
    return f"（{sum(counts)} 人）" if counts else ""


def _print_open(found: PlanCheck) -> None:
    """Show what the plan leaves open, each kind on one line."""
    unknown = Counter(lead for _, lead in found.leads_unknown if lead)
    leads = (f"{lead}（{count} 项活动）" for lead, count in unknown.items())
    lacking = (f"《{one}》没有{'、'.join(lacks)}" for one, lacks in found.missing)
    overlaps = (f"{day} {'与'.join(f'《{one}》' for one in both)}" for day, both in found.overlaps)
    _print_line("没有活动的月份（第一学期 9—1 月，第二学期 2—7 月）", found.empty_months)
    _print_line("同一天、同一批教师有两项活动", overlaps)
    _print_line("没有写全的活动", lacking)
    _print_line("负责人不在花名册上（校外人员无须处理）", leads)


def _print_line(label: str, listed: Iterable[str]) -> None:
    texts = list(listed)
    if texts:
        screen.print(printable(f"{label}：{'；'.join(texts)}"))
