"""The form that writes the meeting's files for what was decided."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol
from urllib.parse import quote

import ipywidgets

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import OutputError, UsageError, XiaobenError
from xiaoben_analytics.figures.template import shorten
from xiaoben_analytics.labels import printable
from xiaoben_analytics.ledger import Settled, open_ledger, settle
from xiaoben_analytics.views import View, explore_key_numbers
from xiaoben_analytics.widgets.decision import DecisionForm
from xiaoben_analytics.widgets.explorer import Viewer
from xiaoben_analytics.widgets.outcome import Outcome

FOLDER = "会议材料"
"""Where the files go if nothing else is said, in the school's folder; reading passes it over."""

_NAMED = 3  # old files that are named
_SHOWN = 40  # letters of a place that cannot be


class Written(Protocol):
    """What was written, and what of an older pack was taken away, or was changed and stays."""

    @property
    def files(self) -> tuple[Path, ...]: ...
    @property
    def removed(self) -> tuple[Path, ...]: ...
    @property
    def kept(self) -> tuple[Path, ...]: ...


class Stopped(Exception):  # noqa: N818  nothing went wrong
    """Somebody stopped the writing; raised between two files, so that nothing stays half done."""


class PackForm(ipywidgets.VBox):  # type: ignore[misc]
    """Shows the key numbers of what was decided last, and writes its files with `write`.

    `write` takes an assessment, a folder and `progress`, which it calls before each file (see
    `export.write_pack`). The page stays alive meanwhile. Files that are there already are replaced
    only when the button is pressed once more.
    """

    def __init__(self, form: DecisionForm, write: Callable[..., Written]) -> None:
        self._form, self._write = form, write
        self._stop, self._agreed, self.working = Event(), "", Thread()
        self.numbers = Viewer(View(""))
        self.folder = ipywidgets.Text(
            value=str(Path(form.folder) / FOLDER), description="存放到", continuous_update=False,
            layout={"width": "min(640px, 95%)"}, style={"description_width": "7em"},
        )  # fmt: skip
        self.start = ipywidgets.Button(
            description="写出会议材料",
            icon="file",
            button_style="primary",
            layout={"width": "auto"},
        )
        self.cancel = ipywidgets.Button(description="停止", icon="stop", disabled=True)
        self.outcome, self.links = Outcome(), ipywidgets.Output()
        buttons = ipywidgets.HBox([self.start, self.cancel])
        super().__init__([self.numbers, self.folder, buttons, self.outcome, self.links])
        self.add_class("xiaoben-form")
        self.start.on_click(lambda _button: self._begin())
        self.cancel.on_click(lambda _button: self._stop.set())
        form.observe(self._show, "recorded")
        form.names.observe(self._show, "value")
        self._show(None)

    def settled(self) -> Settled:
        """Return what is written: what the last decision gives, else the regulation alone.

        Raises
        ------
        XiaobenError
            If the ledger cannot be relied on, or its decision not be applied.
        """
        return settle(self._form.result, open_ledger(self._form.folder))

    def _show(self, _change: object) -> None:
        try:
            settled = self.settled()
            shown = explore_key_numbers(settled.result)
            told = settled.sentence if settled.line else f"{settled.sentence}{shown.sentence}"
            view = View(told, tables=shown.tables)
        except XiaobenError as error:
            view = View(str(error))
        self.numbers.show(self._form.as_shown(view))

    def _begin(self) -> None:
        """Start writing, unless it would replace files and nobody agreed to that yet."""
        self.links.outputs = ()
        try:
            result, target = self.settled().result, self._target()
            old = _names_in(target)
        except XiaobenError as error:
            self.outcome.warn(str(error))
            return
        if old and self._agreed != str(target):
            self._agreed = str(target)
            names = "、".join(old[:_NAMED]) + (f"等 {len(old)} 个" if len(old) > _NAMED else "")
            self.outcome.warn(
                f"“{target}”里已有{names}，同名的会被替换，其余不动。再按一次按钮就替换；不想替换请换一个文件夹。"
            )
            return
        self._agreed = ""
        self._stop.clear()
        self._alive(writing=True)
        self.working = Thread(target=self._work, args=(result, target), daemon=True)
        self.working.start()

    def _target(self) -> Path:
        """Return the folder that was typed; `~` is the user's own."""
        text = self.folder.value.strip()
        if not text:
            raise UsageError.blank("存放到哪个文件夹")
        try:
            target = Path(text).expanduser()
            if target.exists() and not target.is_dir():
                raise UsageError.bad_value("存放到", text, "一个文件夹，这里是一个文件")
        except (OSError, ValueError, RuntimeError):  # too long, a zero byte, nobody's home
            shown = shorten(printable(text), _SHOWN)
            raise UsageError.bad_value("存放到", shown, "一个可用的文件夹名") from None
        return target

    def _work(self, result: Assessment, target: Path) -> None:
        told: list[str] = []

        def progress(name: str) -> None:
            if self._stop.is_set():
                raise Stopped
            told.append(name)
            self.outcome.say(f"正在做：{name}……（第 {len(told)} 步）")

        try:
            self._done(self._write(result, target, progress=progress))
        except Stopped:
            self.outcome.say("已停止，没有写出任何文件，原有的文件没有改动。")
        except XiaobenError as error:
            self.outcome.warn(str(error))
        except Exception as error:  # noqa: BLE001  nobody sees what a thread raises
            self.outcome.warn(f"没有写成（{type(error).__name__}）：{error}。原有的文件没有改动。")
        finally:
            self._alive(writing=False)

    def _done(self, pack: Written) -> None:
        place = pack.files[0].parent.resolve()
        told = f"已写出 {len(pack.files)} 个文件，存放在 {place}"
        if pack.removed:
            told += f"；上次写出而这次没有的 {len(pack.removed)} 个文件已删去"
        if pack.kept:
            told += f"；另有 {len(pack.kept)} 个这次没有、但有人改过，留着没动"
        self.outcome.say(told)
        links = "".join(f"<li>{one}</li>" for one in _listed(pack.files))
        shown: dict[str, Any] = {"text/html": f"<ul>{links}</ul>", "text/plain": str(place)}
        self.links.outputs = ({"output_type": "display_data", "data": shown, "metadata": {}},)

    def _alive(self, *, writing: bool) -> None:
        self.start.disabled, self.cancel.disabled = writing, not writing
        if writing:
            self.links.outputs = ()


_WORDS = {"run.json": "：版本与校验，供以后核对", "核对.json": "：各处内容的摘要，供以后核对"}
"""What a file is, where its name does not say."""


def _names_in(target: Path) -> list[str]:
    try:
        return sorted(one.name for one in target.iterdir()) if target.is_dir() else []
    except OSError as error:
        raise OutputError.not_writable(str(target), error.strerror or str(error)) from error


def _listed(files: Sequence[Path]) -> Iterator[str]:
    """Link each file of the folder; of folders inside it say how many files each holds."""
    place = files[0].parent
    for path in files:
        if path.parent == place:
            yield f"{_link(path)}{_WORDS.get(path.name, '')}"
    inside = Counter(path.parent.name for path in files if path.parent != place)
    for name, count in inside.items():
        yield f"{escape(name)}（{count} 个文件）"


def _link(path: Path) -> str:
    """Link a file, to be downloaded, as JupyterLab finds it from the notebook; elsewhere name its place."""
    named = escape(path.name)
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return f"{named}<br>{escape(str(path.resolve()))}"
    try:
        relative = os.path.relpath(path, Path.cwd()).replace(os.sep, "/")
    except ValueError:  # on another drive
        return escape(str(path.resolve()))
    return f'<a href="{escape(quote(relative))}" download="{named}">{named}</a>'
