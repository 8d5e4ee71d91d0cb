"""The sheet 参数: every setting in a cell, beside what the regulation says, and whether it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.formulas import (
    ANOTHER,
    NOT_WHOLE,
    literal,
)
from xiaoben_analytics.export.layout import (
    APPRAISAL,
    CHANGES,
    COUNT_GATED,
    FAULTS,
    LINES,
    RATIOS,
    REPORTED,
    ROUNDING_PLACE,
    SETTINGS,
    STATUS,
    TIER_NAMES,
    TIES_PLACE,
    TOTAL_CAP,
    WEIGHTS,
    Layout,
    layout_of,
)
from xiaoben_analytics.export.origin import Origin
from xiaoben_analytics.policy import Policy, Tiers
from xiaoben_analytics.summary import SCOPE

ROUNDING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "half_up": "累计四舍五入",
        "floor": "累计只舍不入",
        "largest_remainder": "最大余数",
        "sainte_lague": "圣拉古",
    }
)
TIES_WORDS: Mapping[str, str] = MappingProxyType(
    {"break": "依次比较各项", "up": "同进较高等级", "down": "同入较低等级"}
)
UNCHANGED, CHANGED, SETTLED = "与办法一致", "已改", "不可在此修改"
VERDICT = "参数_核对"
"""The name of the sentence that says whether the settings are the regulation's."""
_YES, _NO = "是", "否"
_HINT = "黄色单元格可以修改，总分、名次、名额、等级、师德考核分和上报学时随之重算；灰色为办法和会议决定，不能修改。"
_STATE, _COUNTS, _TOP = 2, 3, 5
"""Rows, counted from 0: the verdict on all, how many settings differ, the headings."""
_WIDTHS = (30, 18, 18, 18, 32)
_ITEM, _NOW, _RULED, _DECIDED, _TOLD, _PLACE = range(6)
_MOST = 9999


@dataclass(frozen=True)
class Setting:
    """A row of 参数; `kind` says what may be typed, "" that nothing may.

    `ruled` is what the regulation says, None where it knows no such setting.
    """

    name: str
    label: str
    value: str | float
    kind: str = ""
    place: str = ""
    ruled: str | float | None = None

    @property
    def is_decided(self) -> bool:
        return self.value != self.ruled


@dataclass(frozen=True)
class Block:
    """Settings under a heading; those of one `column` have one name together."""

    heading: str
    settings: tuple[Setting, ...]
    column: str = ""


def write_settings(book: Book, result: Assessment, layout: Layout, origin: Origin) -> None:
    """Write every setting, and define the names by which formulas call them."""
    sheet = book.add_sheet(SETTINGS)
    sheet.set_portrait()
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(_PLACE, _PLACE, 8, None, {"hidden": True, "level": 1})
    book.write_row(sheet, 0, [Cell(SETTINGS, "title")])
    book.write_row(sheet, 1, [Cell(_HINT, "text")])
    headings = ("设置", "现用", "办法规定", origin.heading, "核对")
    book.write_row(sheet, _TOP, [Cell(name, "heading") for name in headings])
    row, placed = _TOP + 1, []
    for block in _compared(result, layout):
        cells = [Cell(block.heading, "section"), *[Cell(None, "section")] * (len(headings) - 1)]
        book.write_row(sheet, row, cells)
        for setting in block.settings:
            row += 1
            placed.append((setting, row))
            _write_setting(book, sheet, setting, row, origin.decided)
        _name_columns(book, block, row)
        row += 1
        if block.column == RATIOS:
            _write_sum(book, sheet, row, block.settings)
            row += 1
    _write_verdict(book, sheet, placed, layout, origin)
    _color(book, sheet, row, origin.decided)
    book.protect(sheet)
    sheet.print_area(0, 0, row - 1, _TOLD)
    sheet.repeat_rows(_TOP)


def _compared(result: Assessment, layout: Layout) -> Iterator[Block]:
    """Put beside every setting what the regulation itself says."""
    base = (result.base or result).policy
    known = layout_of(result.base or result)
    ruled = {one.name: one.value for block in _blocks(base, known) for one in block.settings}
    for block in _blocks(result.policy, layout):
        settings = (replace(one, ruled=ruled.get(one.name)) for one in block.settings)
        yield replace(block, settings=tuple(settings))


def _blocks(policy: Policy, layout: Layout) -> tuple[Block, ...]:
    tiers = policy.tiers
    return (
        Block("等级比例（合计 100%）", tuple(_ratios(tiers, layout)), RATIOS),
        Block("名额与同分", tuple(_rules(tiers))),
        Block("各项权重（每项得分乘权重，四舍五入到 0.01 分，再相加）", tuple(_weights(policy, layout))),
        Block("师德考核分", tuple(_earned(tiers, layout, APPRAISAL)), APPRAISAL),
        Block("上报学时", tuple(_earned(tiers, layout, REPORTED)), REPORTED),
    )  # fmt: skip


def _ratios(tiers: Tiers, layout: Layout) -> Iterator[Setting]:
    for level, tier in enumerate(tiers.levels):
        kind = "" if tiers.conserve else "percent"
        yield Setting(layout.name(RATIOS, level), tier.name, float(tier.ratio), kind)


def _rules(tiers: Tiers) -> Iterator[Setting]:
    """Name the rules; where the whole school's seats are shared out, those of seats stand."""
    rounding, counted = ROUNDING_WORDS[tiers.rounding], _YES if tiers.count_gated else _NO
    settled = tiers.conserve
    yield Setting("取整", "名额取整", rounding, "" if settled else "rounding", ROUNDING_PLACE)
    yield Setting("同分", "同分处理", TIES_WORDS[tiers.ties], "ties", TIES_PLACE)
    yield Setting(COUNT_GATED, "否决人员计入名额基数", counted, "" if settled else "yes_no")
    yield Setting("排名范围", "排名范围", SCOPE[tiers.scope])


def _weights(policy: Policy, layout: Layout) -> Iterator[Setting]:
    for part in policy.components:
        name = layout.name(WEIGHTS, part.name)
        yield Setting(name, part.label, float(part.weight), "weight")
    if policy.total is not None:
        yield Setting(TOTAL_CAP, "总分上限", policy.points / 100)


def _earned(tiers: Tiers, layout: Layout, what: str) -> Iterator[Setting]:
    for level, tier in enumerate((*tiers.levels, tiers.failing)):
        value = tier.appraisal if what == APPRAISAL else tier.reported_hours
        yield Setting(layout.name(what, level), tier.name, value, "count")


def _write_setting(book: Book, sheet: Any, setting: Setting, row: int, decided: str) -> None:
    looks = _LOOKS.get(setting.kind) or ("choice" if isinstance(setting.value, str) else "percent")
    same = decided if setting.is_decided else UNCHANGED
    told = same if setting.kind else SETTLED
    cells = [
        Cell(setting.label, "left"),
        Cell(setting.value, f"edit_{looks}" if setting.kind else f"ruled_{looks}"),
        Cell("没有" if setting.ruled is None else setting.ruled, f"ruled_{looks}"),
        Cell(setting.value if setting.is_decided else None, f"ruled_{looks}"),
        Cell(told, "wrap", _status_formula(setting, row + 1, same) if setting.kind else ""),
    ]
    book.write_row(sheet, row, cells)
    book.define_name(setting.name, SETTINGS, (row, _NOW))
    if setting.kind:
        sheet.data_validation(row, _NOW, row, _NOW, VALIDATIONS[setting.kind])
    if setting.place:
        words = list((ROUNDING_WORDS if setting.place == ROUNDING_PLACE else TIES_WORDS).values())
        found = f"=IFERROR(MATCH($B{row + 1},{{{_listed(words)}}},0),1)"
        place = words.index(str(setting.value)) + 1
        book.write_row(sheet, row, [Cell(place, "quiet", found)], start=_PLACE)
        book.define_name(setting.place, SETTINGS, (row, _PLACE))


def _status_formula(setting: Setting, row: int, told_same: str) -> str:
    now, ruled = f"$B{row}", f"${'D' if setting.is_decided else 'C'}{row}"
    same = f'IF({now}={ruled},"{told_same}","{CHANGED}")'
    wrong, told = _FAULTS[setting.kind]
    if wrong.startswith("ISNA"):
        return f'=IF({wrong.format(now=now)},"{told}",{same})'
    # a text is no number, and ROUND of one an error: ask for the number first
    checked = f'IF({wrong.format(now=now, ruled=ruled)},"{told}",{same})'
    return f'=IF(ISNUMBER({now}),{checked},"{told}")'


def _write_sum(book: Book, sheet: Any, row: int, ratios: Sequence[Setting]) -> None:
    total = f"SUM($B{row - len(ratios) + 1}:$B{row})"
    decided = any(one.is_decided for one in ratios)
    wrong = "比例合计不是 100%，请改正"
    cells = [
        Cell("合计", "left"),
        Cell(1.0, "ruled_percent", f"={total}"),
        Cell(1.0, "ruled_percent"),
        Cell(1.0 if decided else None, "ruled_percent"),
        Cell(_WHOLE, "wrap", f'=IF(ROUND({total},6)=1,"{_WHOLE}","{wrong}")'),
    ]
    book.write_row(sheet, row, cells)


def _name_columns(book: Book, block: Block, last: int) -> None:
    if block.column not in (APPRAISAL, REPORTED):
        return
    first = last - len(block.settings) + 1
    book.define_name(block.column, SETTINGS, (first, _NOW), (last, _NOW))
    if block.column == APPRAISAL:
        book.define_name(TIER_NAMES, SETTINGS, (first, _ITEM), (last, _ITEM))


def _write_verdict(
    book: Book, sheet: Any, placed: Sequence[tuple[Setting, int]], layout: Layout, origin: Origin
) -> None:
    """Count what is wrong and what differs, here and in 划线, and say it in one sentence."""
    last = placed[-1][1] + 1
    told = f"$E${_TOP + 2}:$E${last}"
    pools = layout.all_lines(STATUS)
    good = "+".join(f'COUNTIF({told},"{word}")' for word in _good(origin.decided))
    faults = f'=COUNTA({told})-({good})+COUNTIF({pools},"{NOT_WHOLE}")'
    changes = f'=COUNTIF({told},"{CHANGED}")+COUNTIF({pools},"{ANOTHER}")'
    cells = [
        Cell("填错的设置", "left"),
        Cell(0, "ruled_count", faults),
        Cell("已改动的设置", "left"),
        Cell(0, "left_count", changes),
    ]
    book.write_row(sheet, _COUNTS, cells)
    book.define_name(FAULTS, SETTINGS, (_COUNTS, 1))
    book.define_name(CHANGES, SETTINGS, (_COUNTS, 3))
    sheet.set_row(_STATE, 64)
    book.write_merged(
        sheet,
        (_STATE, 0, _STATE, _TOLD),
        Cell(origin.as_made, "verdict", _verdict(placed, layout, origin)),
    )
    book.define_name(VERDICT, SETTINGS, (_STATE, 0))


def _verdict(placed: Sequence[tuple[Setting, int]], layout: Layout, origin: Origin) -> str:
    names = "".join(
        f'&IF($E${row + 1}="{CHANGED}",{literal(f"、{_title(setting)}")},"")'
        for setting, row in placed
        if setting.kind
    )
    groups = f'&IF(COUNTIF({layout.all_lines(STATUS)},"{ANOTHER}")>0,"、某组另定的比例","")'
    listed = f'MID(""{names}{groups},2,2000)'
    pools = f'COUNTIF({layout.all_lines(STATUS)},"{NOT_WHOLE}")'
    wrong = f'"参数有误 "&{FAULTS}&" 处，等级暂不计算，请按“核对”一列的红字改正"'
    wrong += f'&IF({pools}>0,"（其中 "&{pools}&" 处在《{LINES}》，各比例须为 0%–100%，合计 100%）","")&"。"'
    changed = f'"已改动 "&{CHANGES}&" 处，与{origin.against}不同："&{listed}&"。结果是试算，不是正式等级。"'
    return f'=IF({FAULTS}>0,{wrong},IF({CHANGES}=0,"{origin.as_made}",{changed}))'


def _title(setting: Setting) -> str:
    """Say which setting it is where its heading is not in sight."""
    what, _, rest = setting.name.partition("_")
    return f"{what} {setting.label}" if rest else setting.label


def _color(book: Book, sheet: Any, last: int, decided: str) -> None:
    """Put what is wrong in red, what differs in orange."""
    red = book.file.add_format({"font_color": "#C00000", "bold": True})
    orange = book.file.add_format({"font_color": "#9C5700", "bg_color": "#FFEB9C", "bold": True})
    quiet = "".join(f'*($E{_TOP + 2}<>"{word}")' for word in _good(decided))
    place = (_TOP + 1, _TOLD, last, _TOLD)
    filled = f'($E{_TOP + 2}<>"")'
    sheet.conditional_format(
        *place, {"type": "formula", "criteria": f"={filled}{quiet}", "format": red}
    )
    changed = {"type": "cell", "criteria": "==", "value": f'"{CHANGED}"', "format": orange}
    sheet.conditional_format(*place, changed)
    flag_changes(book, sheet, (_STATE, 0, _STATE, _TOLD))


def flag_changes(book: Book, sheet: Any, place: tuple[int, int, int, int]) -> None:
    """Colour a place where a setting is wrong or differs from the regulation."""
    red = book.file.add_format({"font_color": "#C00000", "bold": True})
    orange = book.file.add_format({"font_color": "#9C5700", "bg_color": "#FFEB9C", "bold": True})
    for name, look in ((FAULTS, red), (CHANGES, orange)):
        rule = {"type": "formula", "criteria": f"={name}>0", "format": look, "stop_if_true": True}
        sheet.conditional_format(*place, rule)


def _good(decided: str) -> tuple[str, ...]:
    """Name all that may stand under 核对 without being a mistake."""
    return (UNCHANGED, CHANGED, SETTLED, _WHOLE, decided)


def _listed(words: Sequence[str]) -> str:
    return ",".join(map(literal, words))


_WHOLE = "合计 100%"
_LOOKS = {
    "percent": "percent",
    "weight": "weight",
    "count": "count",
    "rounding": "choice",
    "ties": "choice",
    "yes_no": "choice",
}
_CHOICES = {
    "rounding": tuple(ROUNDING_WORDS.values()),
    "ties": tuple(TIES_WORDS.values()),
    "yes_no": (_YES, _NO),
}
_FAULTS = {
    "percent": (
        "OR({now}<0,{now}>1,AND({now}<>{ruled},ROUND({now},6)<>{now}))",
        "应为 0% 到 100% 的数，至多写到 0.0001%",
    ),
    "weight": (
        "OR({now}<0,{now}>100,ROUND({now},6)<>{now})",
        "权重应为 0 到 100 的数，至多 6 位小数",
    ),
    "count": (f"OR({{now}}<0,{{now}}>{_MOST},INT({{now}})<>{{now}})", f"应为 0 到 {_MOST} 的整数"),
    **{
        kind: (
            f"ISNA(MATCH({{now}},{{{{{_listed(words)}}}}},0))",
            f"应从下拉列表中选：{'、'.join(words)}",
        )
        for kind, words in _CHOICES.items()
    },
}
"""What makes a setting wrong, and what it says then."""
VALIDATIONS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "percent": {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
            "ignore_blank": False, "input_title": "等级比例",
            "input_message": "填 0% 到 100%，各等级合计应为 100%。",
            "error_title": "比例有误", "error_message": "请填 0% 到 100% 之间的比例。",
        },
        "weight": {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
            "ignore_blank": False, "input_title": "权重",
            "input_message": "填 0 到 100 的数；1 为原样，0 为不计这一项。",
            "error_title": "权重有误", "error_message": "请填 0 到 100 之间的数，例如 1.2。",
        },
        "count": {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST,
            "ignore_blank": False, "input_title": "整数",
            "input_message": "填不小于 0 的整数。",
            "error_title": "数值有误", "error_message": f"请填 0 到 {_MOST} 的整数。",
        },
        **{
            kind: {
                "validate": "list", "source": list(words), "ignore_blank": False,
                "input_title": "选择", "input_message": "点右边的箭头，从列表中选。",
                "error_title": "选择有误", "error_message": f"请从列表中选：{'、'.join(words)}。",
            }
            for kind, words in _CHOICES.items()
        },
    }
)  # fmt: skip
"""What each kind of editable cell takes, and what is said to whoever types something else."""
