"""What a regulation that divides teachers into tiers contradicts or leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xiaoben_analytics.checks.finding import Finding, OtherReading, place_of
from xiaoben_analytics.labels import percent
from xiaoben_analytics.policy import Policy, Tiers

ROUNDINGS = {
    "half_up": "累计线四舍五入",
    "floor": "累计线舍去小数（不超过）",
    "largest_remainder": "各档舍去小数后，余下名额给小数最大的档（最大余数法）",
    "sainte_lague": "名额逐个给商最大的档（圣拉古法）",
}
TIES = {
    "break": "同分时依次比较各项，仍相同则同进较高等级",
    "up": "同分都进较高等级",
    "down": "同分都进较低等级",
}


def check_tiers(policy: Policy) -> Iterator[Finding]:
    """List what is contradicted or left open of tiers, gates, rounding and ties."""
    yield from _tier_without_ratio(policy)
    yield from _gated_without_tier(policy)
    yield from _gated_in_the_size_of_the_group(policy)
    found = "没有写明比例乘人数不是整数时怎样取整"
    yield from _setting_unstated(policy, "rounding", ROUNDINGS, found)
    yield from _setting_unstated(policy, "ties", TIES, "没有写明划线处同分怎样处理")


def _tier_without_ratio(policy: Policy) -> Iterator[Finding]:
    """Find tiers that are announced but have no share, and are not said to follow from a gate."""
    tiers = policy.tiers
    divided = [level.name for level in tiers.levels]
    said = tiers.states("gated") and tiers.gated == "failing"
    for name in tiers.announced:
        if name not in divided and not (name == tiers.failing.name and policy.gates and said):
            found = (
                f"宣布 {len(tiers.announced)} 个等级，只给出 {len(divided)} 个比例：{name}没有比例"
            )
            place = place_of(policy, "tiers.levels", tiers)
            yield Finding(*place, found, *_readings_without_ratio(policy, name))


def _readings_without_ratio(policy: Policy, name: str) -> tuple[str, tuple[OtherReading, ...]]:
    """Say who gets a tier that has no share, and who else might."""
    tiers = policy.tiers
    if name != tiers.failing.name:
        return f"没有人列为{name}", tuple(_sharing_the_next(tiers, name))
    if not policy.gates:
        return f"没有人列为{name}", ()
    ways = {
        "failing": f"{name}不占比例，只由一票否决的条款产生",
        "ranked": f"没有人列为{name}，作废的照常排名",
    }
    here = ways.pop(tiers.gated)
    others = (OtherReading(text, {"tiers": {"gated": way}}) for way, text in ways.items())
    return here, tuple(others)


def _sharing_the_next(tiers: Tiers, name: str) -> Iterator[OtherReading]:
    """Give a tier half of the share of the one that is announced below it."""
    ratios = {level.name: level.ratio for level in tiers.levels}
    below = tiers.announced[tiers.announced.index(name) :]
    follower = next((one for one in below if one in ratios), None)
    if follower and not tiers.group_ratios:
        whole, half = ratios[follower], ratios[follower] / 2
        shares: dict[str, Fraction] = {}
        for level, share in ratios.items():
            shares |= {name: half, level: half} if level == follower else {level: share}
        levels = [{"name": level, "ratio": share} for level, share in shares.items()]
        text = f"{name}、{follower}平分{follower}的 {percent(whole)}，各占 {percent(half)}"
        yield OtherReading(text, {"tiers": {"levels": levels}})


def _gated_without_tier(policy: Policy) -> Iterator[Finding]:
    """Find gates of which nobody says what tier they lead to, or to one that nobody announces."""
    tiers, labels = policy.tiers, "”“".join(gate.label for gate in policy.gates)
    found = ""
    if not tiers.states("gated"):
        found = f"没有写明“{labels}”的教师列入哪一等级"
    elif tiers.gated == "failing" and tiers.failing.name not in (tiers.announced or tiers.names):
        announced = "、".join(tiers.announced)
        found = f"“{labels}”的教师列为{tiers.failing.name}，而条文只宣布{announced}"
    if policy.gates and found:
        ranked = OtherReading("只作废该项，总分照常排名、划等级", {"tiers": {"gated": "ranked"}})
        reading = f"列为{tiers.failing.name}，不排名次"
        yield Finding(*place_of(policy, "tiers.gated", *policy.gates), found, reading, (ranked,))


def _gated_in_the_size_of_the_group(policy: Policy) -> Iterator[Finding]:
    """Find gated teachers of whom nobody says whether the shares are taken of them, too."""
    tiers = policy.tiers
    if policy.gates and tiers.gated == "failing" and not tiers.states("count_gated"):
        found = f"没有写明列为{tiers.failing.name}的教师是否计入划等级的人数"
        left_out = OtherReading("不计入，比例只按其余教师取", {"tiers": {"count_gated": False}})
        place = place_of(policy, "tiers.count_gated", tiers)
        yield Finding(*place, found, "计入划等级的人数，名额不减", (left_out,))


def _setting_unstated(
    policy: Policy, name: str, choices: Mapping[str, str], found: str
) -> Iterator[Finding]:
    if len(policy.tiers.levels) > 1 and not policy.tiers.states(name):
        taken = getattr(policy.tiers, name)
        others = tuple(
            OtherReading(text, {"tiers": {name: choice}})
            for choice, text in choices.items()
            if choice != taken
        )
        yield Finding(
            *place_of(policy, f"tiers.{name}", policy.tiers), found, choices[taken], others
        )
