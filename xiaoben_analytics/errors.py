"""What can go wrong, in words a school understands.

An error stops the run; a problem (see `problems`) is listed and the run goes on.
Each message says what was found, where, what was expected and what to do.
"""

from __future__ import annotations

import errno
import os
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class XiaobenError(Exception):
    """Base of all errors shown to a user; `exit_code` is what the command line returns."""

    exit_code = 1


class DataError(XiaobenError):
    """The school's files do not allow a result."""

    @classmethod
    def table_missing(cls, label: str, folder: str, headings: Iterable[str]) -> DataError:
        return cls(
            f"在“{folder}”中没有找到《{label}》：应有一张含“{'、'.join(headings)}”等标题的表。"
            "请放入该表，或检查标题行的写法。"
        )

    @classmethod
    def table_blank(cls, label: str, file: str) -> DataError:
        return cls(f"“{file}”的《{label}》里还没有填写任何行，无法计分。请填写后再运行。")

    @classmethod
    def folder_empty(cls, folder: str) -> DataError:
        return cls(
            f"文件夹“{folder}”里没有可以读取的文件。请放入花名册、活动计划、考勤等表格，"
            "或用 xiaoben template 写出空白的登记表。"
        )

    @classmethod
    def nobody_assessed(cls) -> DataError:
        return cls(
            "《花名册》中没有“在岗”的教师，无人参评。请检查“状态”一列：空白或“在岗”表示参评。"
        )

    @classmethod
    def roster_unclear(cls) -> DataError:
        return cls("《花名册》中有重复的工号或没有教研组的教师，无法排名。请改正后重试。")

    @classmethod
    def sheet_unread(cls, place: str, label: str, problem: str) -> DataError:
        return cls(
            f"“{place}”像是《{label}》，但没有读到：{problem}，已停止计算。请改正后再运行；"
            "确实不需要时，请改名或移出文件夹，或用 --max-loss 100% 不计此项。"
        )

    @classmethod
    def correction_unusable(cls, place: str, found: str, advice: str) -> DataError:
        return cls(f"更正“{place}”不能使用：{found}。{advice}。没有改动任何文件。")

    @classmethod
    def too_much_lost(
        cls, tables: Iterable[tuple[str, int, int]], limit: str, enough: str
    ) -> DataError:
        """Name all `tables` (label, lost rows, rows), and the limit that would be `enough`."""
        told = "；".join(
            f"《{label}》共 {rows} 行，其中 {lost} 行不能使用" for label, lost, rows in tables
        )
        return cls(
            f"{told}，超过允许的 {limit}，已停止计算。请按问题清单改正（xiaoben check 会列出）；"
            f"确定不用这些行时，可加 --max-loss {enough} 再运行。"
        )


class RefusedError(DataError):
    """A file that is not opened at all; `reason` and `advice` are kept apart for lists."""

    def __init__(self, file: str, reason: str, advice: str) -> None:
        super().__init__(f"{file}：{reason}。{advice}。")
        self.file, self.reason, self.advice = file, reason, advice


class OutputError(XiaobenError):
    """A result cannot be written, whatever the data."""

    exit_code = 2

    @classmethod
    def not_writable(cls, path: str, detail: str) -> OutputError:
        cause = _CAUSES.get(detail, detail)
        return cls(
            f"无法写入“{path}”（{cause}）。请关闭正在打开它的 Excel、WPS 或 Word，"
            "确认文件夹可写、磁盘未满，再运行一次。原有文件没有改动。"
        )


class LedgerError(XiaobenError):
    """The ledger of decisions does not take another line, or cannot be relied on."""

    @classmethod
    def unsound(cls, path: str, faults: Iterable[str]) -> LedgerError:
        return cls(
            f"账本“{path}”不可信：{_first(faults)}。不能再写入，也不能据以重算。"
            "请找回未改动的副本，用 xiaoben ledger 核对后再继续。"
        )

    @classmethod
    def not_mendable(cls, path: str, faults: Iterable[str]) -> LedgerError:
        return cls(
            f"--repair 只能补记写了一半的最后一行，账本“{path}”不是这样：{_first(faults)}。"
            "这样的行写完之后才变成这样，截去它或补一行都不能还原当时的记录，没有写入。"
            "请找回未改动的副本，用 xiaoben ledger 核对后再继续。"
        )

    @classmethod
    def torn(cls, path: str, line: int) -> LedgerError:
        return cls(
            f"账本“{path}”的第 {line} 行只写了一半，可能是写入时断电。"
            "请用 xiaoben ledger 文件夹 --repair --by 姓名 --reason 原因 补记一行，再继续。"
        )

    @classmethod
    def cut(cls, path: str) -> LedgerError:
        return cls(
            f"账本“{path}”打开之后被改动：先前读到的记录已不在其中。没有写入。"
            "请找回原来的账本，再运行一次。"
        )

    @classmethod
    def locked(cls, sequence: int, by: str) -> LedgerError:
        return cls(
            f"决议已由{by}在第 {sequence} 号记录锁定，不能再改。确需改动，"
            "请先用 xiaoben reopen 写明批准人和理由。"
        )

    @classmethod
    def busy(cls, path: str) -> LedgerError:
        return cls(f"另一个程序一直占用账本“{path}”，没有写入。请稍后再运行一次。")

    @classmethod
    def not_as_shown(cls, name: str) -> LedgerError:
        return cls(
            f"方案“{name}”算出的等级与眼前的结果不同，没有记入账本。"
            "请把所改的各项都写进方案，再作决定。"
        )

    @classmethod
    def untraceable(cls, policy: str) -> LedgerError:
        return cls(
            f"考核办法“{policy}”在程序中改动过，日后无法重算，没有记入账本。"
            "请用办法文件计分，改动写进方案。"
        )

    @classmethod
    def regulation_unread(cls, policy: str) -> LedgerError:
        return cls(f"不能重算：账本中“{policy}”的全文，这个版本的程序读不懂。请用当时的版本重算。")

    @classmethod
    def not_replayed(cls, causes: Iterable[str], obstacle: str) -> LedgerError:
        told = "；".join(causes) or "文件与当时相同"
        return cls(f"不能重算：{obstacle.rstrip('。')}。与当时相比：{told}。")


class BallotError(XiaobenError):
    """Ballots that cannot be sealed or opened; every fault is named with its file and cell."""

    @classmethod
    def not_opened(cls, faults: Iterable[str]) -> BallotError:
        return cls(
            f"{'；'.join(faults)}。没有开票。请找回封存时的票，"
            "或用 --without 姓名 写明不计入的成员，账本会记下。"
        )

    @classmethod
    def no_round(cls) -> BallotError:
        return cls("现在没有进行中的表决。请先用 xiaoben ballots template 发票。")

    @classmethod
    def changed(cls, topic: str) -> BallotError:
        return cls(f"表决“{topic}”刚才有人封存或开票，这一次没有写入。请再运行一次。")

    @classmethod
    def other_tiers(cls, then: Iterable[str], now: Iterable[str]) -> BallotError:
        return cls(
            f"这次表决的等级是{'、'.join(then)}，所用办法的是{'、'.join(now)}，不能对照。"
            "请用 --policy 写明表决时的办法，或重新发票。"
        )

    @classmethod
    def other_size(cls, scope: str, then: int, now: int) -> BallotError:
        return cls(
            f"表决时“{scope}”有 {then} 人，现在 {now} 人，按当时人数填的名额不能套用。"
            "请核对花名册，或重新发票。"
        )

    @classmethod
    def round_open(cls, topic: str) -> BallotError:
        return cls(f"上一轮表决“{topic}”已有人投票，还没有开票。请先用 xiaoben ballots open 开票。")


class UsageError(XiaobenError):
    """The call itself is wrong."""

    exit_code = 2

    @classmethod
    def blank(cls, what: str) -> UsageError:
        return cls(f"没有写明{what}。请写明后重试。")

    @classmethod
    def no_line(cls, sequence: int | None, known: Iterable[int]) -> UsageError:
        listed = "、".join(map(str, known))
        found = "账本中还没有决定" if sequence is None else f"第 {sequence} 号记录不是方案或决定"
        return cls(
            f"{found}。{f'可以重算的有：{listed}。' if listed else '请先用 xiaoben decide。'}"
        )

    @classmethod
    def already(cls, state: str) -> UsageError:
        return cls(f"决议{state}，没有写入。用 xiaoben ledger 可以查看账本。")

    @classmethod
    def folder_missing(cls, path: str) -> UsageError:
        return cls(f"没有找到文件夹“{path}”。请检查路径；可用 xiaoben sample 文件夹 先做一个样例。")

    @classmethod
    def not_readable(cls, path: str) -> UsageError:
        return cls(f"无法读取“{path}”。请检查路径和读取权限。")

    @classmethod
    def settings_invalid(cls, file: str, found: str, expected: str) -> UsageError:
        return cls(f"设置文件“{file}”有误：{found}。应为{expected}，请改正后重试。")

    @classmethod
    def is_file(cls, path: str) -> UsageError:
        return cls(
            f'“{path}”是一个文件，这里要写文件夹。只看这一个文件，请用 xiaoben read "{path}"。'
        )

    @classmethod
    def output_is_file(cls, path: str) -> UsageError:
        return cls(f"“{path}”是一个已有的文件。会议材料有几个文件，请用 -o 写明一个文件夹。")

    @classmethod
    def is_folder(cls, path: str) -> UsageError:
        return cls(f"“{path}”是文件夹。请写明其中的一个文件；要读整个文件夹，请用 check。")

    @classmethod
    def file_missing(cls, path: str) -> UsageError:
        return cls(f"没有找到文件“{path}”。请检查路径。")

    @classmethod
    def unknown(cls, what: str, value: str, known: Iterable[str]) -> UsageError:
        names = list(known)
        return cls(f"没有名为“{value}”的{what}。{near(value, names)}可用的有：{'、'.join(names)}。")

    @classmethod
    def not_assessed(cls, teacher: str, *, on_roster: bool) -> UsageError:
        if not on_roster:
            return cls(f"花名册中没有工号“{teacher}”。请检查工号。")
        return cls(f"工号“{teacher}”不在岗，不参评，没有得分。如应参评，请在花名册的“状态”中改正。")

    @classmethod
    def same_year(cls, year: str) -> UsageError:
        return cls(f"两个文件夹都是 {year} 学年，不能当作两年来比较。请换成上一年的文件夹。")

    @classmethod
    def no_such_teacher(cls, given: str, known: list[str]) -> UsageError:
        return cls(f"花名册中没有“{given}”。{near(given, known)}请写明工号，或没有重名的姓名。")

    @classmethod
    def several_teachers(cls, name: str, people: Iterable[str]) -> UsageError:
        return cls(f"花名册中有几位“{name}”：{'、'.join(people)}。请写明工号。")

    @classmethod
    def out_of_range(cls, what: str, value: int, low: int, high: int) -> UsageError:
        return cls(f"{what}为 {value}，应在 {low} 到 {high} 之间。请换一个数再试。")

    @classmethod
    def bad_value(cls, what: str, value: str, expected: str) -> UsageError:
        return cls(f"“{what}”的值“{value}”不对，应为{expected}。")

    @classmethod
    def unsaid(cls, teacher: str, what: str) -> UsageError:
        return cls(
            f"工号“{teacher}”的等级调整没有写明{what}。工号、等级、理由和批准人都要写明，请补上。"
        )

    @classmethod
    def repeated(cls, what: str, name: str) -> UsageError:
        return cls(f"{what}“{name}”重复。每个只能有一次，请改名或去掉一个。")

    @classmethod
    def reserved(cls, what: str, name: str, meaning: str) -> UsageError:
        return cls(f"{what}不能叫“{name}”：这个名称专指{meaning}。请换一个名称。")

    @classmethod
    def not_applicable(cls, name: str, obstacle: str) -> UsageError:
        return cls(f"方案“{name}”不能套用：{obstacle}")

    @classmethod
    def gate_stands(cls, name: str, gates: str, tier: str) -> UsageError:
        return cls(
            f"{name}因“{gates}”列为{tier}，不能直接调整等级。会议知情仍要调整的，"
            "请在调整中写明“会议知情”（程序中为 despite_gate，命令行用 --despite-gate）。"
        )

    @classmethod
    def several_tables(cls, file: str, tables: Iterable[str]) -> UsageError:
        names = list(tables)
        return cls(
            f"“{file}”只能存一张表，这里有 {len(names)} 张：{'、'.join(names)}。"
            f"请用 --table 写明一张，例如 --table {names[0]}，或改存 .xlsx。"
        )

    @classmethod
    def day_outside_year(cls, day: date, first: date, last: date) -> UsageError:
        return cls(
            f"{day} 不在这个文件夹的学年（{first} 至 {last}）之内。请用 --on 写其中的一天，"
            "或不写 --on。"
        )

    @classmethod
    def folder_in_use(cls, path: str) -> UsageError:
        return cls(f"文件夹“{path}”里已有别的文件，样例不能混在其中。请换一个空的或新的文件夹。")

    @classmethod
    def file_exists(cls, path: str) -> UsageError:
        return cls(f"已有“{path}”，空白的表不能盖掉它，什么也没有写。请换一个空的或新的文件夹。")

    @classmethod
    def taken(cls, path: str) -> UsageError:
        return cls(f"已有“{path}”，没有改动它。请换一个文件名。")

    @classmethod
    def would_overwrite(cls, path: str) -> UsageError:
        return cls(
            f"“{path}”里是学校的原始文件，结果不能写在那里。请用 -o 换一个位置，例如另一个文件夹。"
        )

    @classmethod
    def extra_missing(cls, what: str, extra: str) -> UsageError:
        return cls(
            f'输出 {what} 需要另装组件：pip install "xiaoben-analytics[{extra}]"。也可改用 .csv。'
        )


class PolicyError(UsageError):
    """A regulation file or a setting that cannot be applied."""

    @classmethod
    def invalid(cls, place: str, found: str, expected: str) -> PolicyError:
        return cls(f"考核办法“{place}”处有误：{found}。应为{expected}，请改正后重试。")

    @classmethod
    def unusable(cls, fault: str) -> PolicyError:
        return cls(f"考核办法有误：{fault.rstrip('。')}。请改正后重试。".replace("？。", "？"))

    @classmethod
    def not_changeable(cls, fault: str) -> PolicyError:
        return cls(
            f"不能这样改考核办法：{fault.rstrip('。')}。请改正后重试。".replace("？。", "？")
        )

    @classmethod
    def read_already(cls, place: str) -> PolicyError:
        return cls(
            f"“{place}”在读取文件时就用到了，不能在读完之后再改。请写入考核办法的文件，重新读取学校。"
        )

    @classmethod
    def not_scored(cls, name: str) -> PolicyError:
        return cls(
            f"考核办法“{name}”只有要求，没有计分的规则，不能排名。请用 requirements 查看达标情况，"
            f"或与计分的办法同用，例如 --policy county-110+{name}。"
        )


_NAMED = 3  # faults of a ledger that an error names

_CAUSES = {
    os.strerror(code): cause
    for code, cause in {
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.EROFS: "这个位置只能读取",
        errno.ENOSPC: "磁盘已满",
        errno.EISDIR: "已有同名的文件夹",
        errno.EEXIST: "已有同名的文件，它不是文件夹",
        errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
        errno.ENOENT: "没有这个位置",
        errno.ENAMETOOLONG: "文件名太长",
    }.items()
}
"""What the system says, in Chinese."""


def _first(faults: Iterable[str]) -> str:
    """Name the first faults, and how many there are."""
    told = list(faults)
    more = f"等共 {len(told)} 处" if len(told) > _NAMED else ""
    return "；".join(told[:_NAMED]) + more


def near(value: str, names: list[str]) -> str:
    """Offer the nearest name, if one is near."""
    close = get_close_matches(value, names, n=1, cutoff=0.5)
    return f"是否想用“{close[0]}”？" if close else ""
