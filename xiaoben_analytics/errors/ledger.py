"""A ledger that is not sound, or closed; votes that cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiaoben_analytics.errors.base import XiaobenError

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    def stale(cls, file: str) -> LedgerError:
        return cls(
            f"“{file}”在这一页打开之后有改动，页上的数字已不是它的。没有写入。"
            "请刷新这一页（笔记本中从头运行），看过新的结果再决定。"
        )

    @classmethod
    def recorded(cls, sequence: int) -> LedgerError:
        return cls(f"账本第 {sequence} 号记录已写明这一项，没有再记。要另记一项，请先改动。")

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


_NAMED = 3  # faults of a ledger that an error names


def _first(faults: Iterable[str]) -> str:
    """Name the first faults, and how many there are."""
    told = list(faults)
    more = f"等共 {len(told)} 处" if len(told) > _NAMED else ""
    return "；".join(told[:_NAMED]) + more
