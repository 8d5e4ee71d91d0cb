"""What every error has, and the nearest name where one was misspelt."""

from __future__ import annotations

from difflib import get_close_matches


class XiaobenError(Exception):
    """Base of all errors shown to a user; `exit_code` is what the command line returns."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the sentence alone."""
        return [str(self)]


def near(value: str, names: list[str]) -> str:
    """Offer the nearest other name, if one is near."""
    others = [name for name in names if name != value]
    close = get_close_matches(value, others, n=1, cutoff=0.5)
    return f"是否想用“{close[0]}”？" if close else ""
