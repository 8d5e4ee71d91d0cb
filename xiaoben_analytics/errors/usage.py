"""Calls that cannot be followed: an unknown name, an impossible value, a regulation that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiaoben_analytics.errors.base import XiaobenError, near

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


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
    def decision_misfit(cls, line: str, cause: str) -> UsageError:
        return cls(
            f"账本里的{line}。这个决定套用不到现在的文件上：{cause}"
            "请改正文件，或记入新的决定；只按考核办法写会议材料，请加 --by-rules。"
        )

    @classmethod
    def already(cls, state: str) -> UsageError:
        return cls(f"决议{state}，没有写入。用 xiaoben ledger 可以查看账本。")

    @classmethod
    def folder_missing(cls, path: str) -> UsageError:
        return cls(f"没有找到文件夹“{path}”。请检查路径；可用 xiaoben sample 文件夹 先做一个样例。")

    @classmethod
    def no_pack(cls, path: str) -> UsageError:
        return cls(
            f"“{path}”里没有会议材料的记录 run.json，或它已损坏。请写明 xiaoben pack 写出的文件夹。"
        )

    @classmethod
    def no_tables(cls, path: str) -> UsageError:
        return cls(
            f"文件夹“{path}”里没有可以读取的表格。请检查是不是这个文件夹，"
            "或用 xiaoben template 写出空白的登记表。"
        )

    @classmethod
    def port_taken(cls, port: int) -> UsageError:
        return cls(
            f"端口 {port} 已被别的程序占用。请用 --port 换一个数，或不写 --port，由程序选一个空的。"
        )

    @classmethod
    def template_unusable(cls, path: str, found: str, advice: str) -> UsageError:
        return cls(f"模板“{path}”不能使用：{found}。{advice}；也可移走它，用程序自带的版式。")

    @classmethod
    def program_missing(cls, what: str, package: str) -> UsageError:
        return cls(f"没有安装 {what}，这个命令要用它。请运行 pip install {package}，再试一次。")

    @classmethod
    def no_browser(cls, named: str) -> UsageError:
        found = (
            f"BROWSER_PATH 写明的“{named}”不是浏览器程序" if named else "没有找到可以画图的浏览器"
        )
        return cls(
            f"{found}。请安装 Chrome、Edge 或 Chromium 中的一种，"
            "或在环境变量 BROWSER_PATH 中写明它的位置，再试一次。没有写出图片。"
        )

    @classmethod
    def no_chinese_font(cls) -> UsageError:
        return cls(
            "这台电脑没有中文字体，图上的字会成为方框，没有写出图片。"
            "请安装一种，例如 Noto Sans CJK（Debian、Ubuntu 中是 fonts-noto-cjk），再试一次。"
        )

    @classmethod
    def template_lacks(cls, layout: str) -> UsageError:
        return cls(
            f"演示文稿模板中没有“{layout}”版式。请在母版中补上，"
            "或以程序写出的 汇报.pptx 为底，改好后用作模板。"
        )

    @classmethod
    def not_readable(cls, path: str) -> UsageError:
        return cls(f"无法读取“{path}”。请检查路径和读取权限。")

    @classmethod
    def drafts_unread(cls, path: str) -> UsageError:
        return cls(
            f"“{path}”不是本程序能读的方案草案，可能已损坏，或由更新的版本所写；没有读取，也没有改动。"
            "要重新保存方案，请先把它移走或改名。"
        )

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
    def pooled(cls, group: str, pool: str) -> UsageError:
        return cls(
            f"{group}并入了{pool}，它另定的比例或权重用不上：请先按“本组恢复共同比例”"
            "（程序和命令行中去掉给它的那一项）。"
        )

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
    def one_by_one(cls, place: str, example: str) -> PolicyError:
        return cls(f"“{place}”要写明改的是哪一个，例如 {example}。请写明后重试。")

    @classmethod
    def changes_nothing(cls, place: str) -> PolicyError:
        return cls(
            f"“{place}”不能改成空的：空的一列去不掉底稿中的各条，什么也不会变。"
            "要去掉的，请在考核办法的文件中写 drop。"
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
