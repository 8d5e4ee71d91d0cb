"""What came of pressing a button, in one sentence that is also read out."""

from __future__ import annotations

from html import escape
from pathlib import Path

import anywidget
import ipywidgets

from xiaoben_analytics.labels import printable


class Outcome(ipywidgets.HTML):  # type: ignore[misc]
    """A sentence below a button, plain text: what was done, or why it was not."""

    def tell(self, sentence: str) -> None:
        """Say how things stand, or nothing."""
        self.value = ""
        if sentence:
            self.say(sentence)

    def say(self, sentence: str) -> None:
        self._show(sentence, "status")

    def warn(self, sentence: str) -> None:
        self._show(sentence, "alert")

    def clear(self) -> None:
        self.value = ""

    def _show(self, sentence: str, role: str) -> None:
        text = escape(printable(sentence))
        self.value = f'<div class="xiaoben-outcome" role="{role}">{text}</div>'


class PageStyle(anywidget.AnyWidget):
    """Brings the styles of the project to a page that has no chart; shows nothing."""

    _esm = "export default {};"
    _css = Path(__file__).with_name("page.css")
