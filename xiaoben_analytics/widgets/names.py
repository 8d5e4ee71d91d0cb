"""One switch that hides every name on every panel."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import ipywidgets

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.pseudonyms import Codes, draw_codes, hide_names, hide_words

KEY, HIDDEN, STATE = "XIAOBEN_CODE_KEY", "XIAOBEN_HIDE_NAMES", "XIAOBEN_NAMES_STATE"
"""Variables of a meeting: what codes are drawn by, whether names are hidden to begin with, and the
file in which the switch keeps its state from page to page: `shown`, or anything else for hidden."""

_SHOWN = "shown"


class NameSwitch(ipywidgets.ToggleButton):  # type: ignore[misc]
    """A button; `value` says whether names are hidden. Panels observe it and show what it lets out."""

    def __init__(self) -> None:
        super().__init__(value=_hidden_now(), icon="user-secret")
        self._key = os.environ.get(KEY) or secrets.token_hex()
        self._hidden: WeakKeyDictionary[Assessment, Assessment] = WeakKeyDictionary()
        self.observe(self._say, "value")
        self.observe(_keep, "value")
        self._say(None)

    def codes(self, result: Assessment) -> Codes:
        """Return the code of every teacher; none while names are shown."""
        return draw_codes(result, self._key) if self.value else {}

    def let_out(self, result: Assessment) -> Assessment:
        """Return what may be shown now: the assessment, or the same without names."""
        if not self.value:
            return result
        if result not in self._hidden:
            self._hidden[result] = hide_names(result, self.codes(result))
        return self._hidden[result]

    def rename(self, result: Assessment, choice: Any) -> Any:
        """Return what was chosen, or several such, with codes for ids where it speaks of teachers."""
        if isinstance(choice, tuple):
            return tuple(self.rename(result, one) for one in choice)
        return choice.renamed(self.codes(result)) if hasattr(choice, "renamed") else choice

    def words(self, result: Assessment, sentence: str) -> str:
        """Return a sentence as it may be shown now."""
        codes = self.codes(result)
        return hide_words(sentence, result, codes) if codes else sentence

    def _say(self, _change: object) -> None:
        self.description = "显示姓名" if self.value else "隐去姓名"
        self.tooltip = (
            "姓名和工号现在用代号代替" if self.value else "用代号代替所有姓名和工号，供投影"
        )


@cache
def name_switch() -> NameSwitch:
    """Return the switch of this notebook; every panel heeds it."""
    return NameSwitch()


def _hidden_now() -> bool:
    """Tell whether names are hidden as the meeting stands; in doubt they are."""
    state = Path(os.environ.get(STATE, ""))
    if not state.is_file():
        return bool(os.environ.get(HIDDEN))
    return state.read_bytes() != _SHOWN.encode()


def _keep(change: Mapping[str, object]) -> None:
    """Let the next page begin as this one is; whole or not at all."""
    if STATE not in os.environ:
        return
    state = Path(os.environ[STATE])
    unfinished = state.with_name(f"{state.name}-{os.getpid()}")
    with suppress(OSError):  # the meeting is over
        unfinished.write_text("hidden" if change["new"] else _SHOWN, encoding="utf-8")
        unfinished.replace(state)
