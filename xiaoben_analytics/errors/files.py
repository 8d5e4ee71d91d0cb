"""Files that cannot be used, and places that cannot be written."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from xiaoben_analytics.errors.base import XiaobenError

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    def not_reviewed(cls, column: str) -> DataError:
        return cls(
            f"《教研组考核》中没有填写“{column}”，没有可采用的。请在该表补填这一列，或不采用教研组考核。"
        )

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

    @classmethod
    def not_as_computed(cls, told: str) -> OutputError:
        return cls(
            f"写出的文件与算出的结果不一致，没有采用：{told}原有文件没有改动。"
            "请再运行一次；仍不行时，请把这句话和所用的资料文件夹告诉本程序的维护者。"
        )

    @classmethod
    def not_drawn(cls, failed: str, cause: str, browser: str) -> OutputError:
        return cls(
            f"{failed}（{cause}）。所用的浏览器是“{browser}”，已将它结束，没有写出图片。"
            "请再试一次；仍不行时，请在环境变量 BROWSER_PATH 中写明另一个 Chrome、Edge 或 Chromium。"
        )


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
        errno.EFBIG: "文件大小超过了限额",
    }.items()
}
"""What the system says, in Chinese."""
