"""`xiaoben plan-check`: can the plan satisfy the regulation."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import typer

from xiaoben_analytics.checks import Balance, PlanCheck, check_plan, plain, state_balance
from xiaoben_analytics.commands.given import HOURS, Folder, Json, PolicyName, read_folder
from xiaoben_analytics.labels import printable
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
        _print_balances(found)
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


def _print_balances(found: PlanCheck) -> None:
    """Show what the plan offers; what is short is said plainly, and who is offered less."""
    held = (*found.terms, *found.years, *found.activities)
    headings = ["期间", "要求", "安排", "应有", "缺", "单位"]
    print_table(headings, (_line(one) for one in (*held, *found.cycle)))
    for one in held:
        if one.short:
            about = "" if one in found.terms else f"（{one.requirement}）"
            screen.print(printable(f"计划本身不能满足要求：{state_balance(one)}{about}。"))
        _print_categories(one)
    for one in found.cycle:
        if one.short:
            screen.print(printable(f"办法自相矛盾：{state_balance(one)}（{one.requirement}）。"))
    if not found.short:
        screen.print("计划能满足办法中的各项要求。")


def _line(balance: Balance) -> tuple[object, ...]:
    amounts = (plain(one) for one in (balance.offered, balance.required, balance.short))
    return (balance.name, balance.requirement or "（没有要求）", *amounts, balance.unit)


def _print_categories(balance: Balance) -> None:
    """Show who is offered how much, the least first, where some are offered more than others."""
    amounts = sorted({one.offered for one in balance.categories})
    if len(amounts) > 1:
        screen.print(printable(f"{balance.name}各类教师可参加的活动（{balance.unit}）："))
        print_table(["安排", "缺", "教师"], (_alike(balance, amount) for amount in amounts))


def _alike(balance: Balance, amount: Fraction) -> tuple[object, ...]:
    """Put the categories that are offered the same on one line."""
    alike = [one for one in balance.categories if one.offered == amount]
    names = "；".join(one.name for one in alike[:SHOWN])
    more = f" 等 {len(alike)} 类" if len(alike) > SHOWN else ""
    return (plain(amount), plain(alike[0].short), f"{names}{more}")


def _print_open(found: PlanCheck) -> None:
    """Show what the plan leaves open, each kind on one line."""
    unknown = (f"《{title}》{lead}" for title, lead in found.leads_unknown if lead)
    lacking = (f"《{one}》没有{'、'.join(lacks)}" for one, lacks in found.missing)
    overlaps = (f"{day} {'与'.join(f'《{one}》' for one in both)}" for day, both in found.overlaps)
    _print_line("没有活动的月份（第一学期 9—1 月，第二学期 2—7 月）", found.empty_months)
    _print_line("同一天、同一批教师有两项活动", overlaps)
    _print_line("没有写全的活动", lacking)
    _print_line("负责人不在花名册上（校外人员无须处理）", unknown)


def _print_line(label: str, listed: Iterable[str]) -> None:
    texts = list(listed)
    if texts:
        screen.print(printable(f"{label}：{'；'.join(texts)}"))
