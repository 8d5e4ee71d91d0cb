"""One switch that hides every name on every panel."""

from __future__ import annotations

import os
import secrets
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import ipywidgets

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.pseudonyms import Codes, draw_codes, hide_names

KEY, HIDDEN = "XIAOBEN_CODE_KEY", "XIAOBEN_HIDE_NAMES"
"""Variables of a meeting: what codes are drawn by, and whether names are hidden to begin with."""


class NameSwitch(ipywidgets.ToggleButton):  # type: ignore[misc]
    """A button; `value` says whether names are hidden. Panels observe it and show what it lets out."""

    def __init__(self) -> None:
        super().__init__(value=bool(os.environ.get(HIDDEN)), icon="user-secret")
        self._key = os.environ.get(KEY) or secrets.token_hex()
        self._hidden: WeakKeyDictionary[Assessment, Assessment] = WeakKeyDictionary()
        self.observe(self._say, "value")
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

    def _say(self, _change: object) -> None:
        self.description = "显示姓名" if self.value else "隐去姓名"
        self.tooltip = (
            "姓名和工号现在用代号代替" if self.value else "用代号代替所有姓名和工号，供投影"
        )


@cache
def name_switch() -> NameSwitch:
    """Return the switch of this notebook; every panel heeds it."""
    return NameSwitch()
