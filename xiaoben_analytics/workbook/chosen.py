"""Which school and which regulation the notebooks are about, from the command that opened them."""

from __future__ import annotations

import os
from pathlib import Path

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.policy import name_anywhere, read_policy
from xiaoben_analytics.reading.folder import holds_tables
from xiaoben_analytics.sample import write_sample

FOLDER, POLICY = "XIAOBEN_FOLDER", "XIAOBEN_POLICY"
"""The variables by which `xiaoben lab` and `xiaoben meeting` tell the notebooks what was chosen."""

SCORING = "county-110"
SAMPLE = "样例学校"
_CHECKOUT = Path(__file__).parents[2] / "data" / "sample"


def chosen_folder() -> str:
    """Return the school's folder that the workbook was opened with, else the sample school's.

    Outside a checkout the sample is written once, as 样例学校 beside the notebook.
    """
    return os.environ.get(FOLDER) or str(_sample())


def chosen_policy() -> str:
    """Return the regulation that the workbook was opened with, else county-110."""
    return os.environ.get(POLICY) or SCORING


def choose(folder: Path | None, policy: str) -> dict[str, str]:
    """Return the variables that tell notebooks, wherever they run, what was chosen.

    Raises
    ------
    UsageError
        If the folder is none, holds no tables, or the regulation cannot be applied or scores nothing.
    """
    if not read_policy(policy).components:
        raise PolicyError.not_scored(policy)
    chosen = {POLICY: name_anywhere(policy)}
    return chosen if folder is None else {**chosen, FOLDER: str(_school(folder))}


def _school(folder: Path) -> Path:
    if folder.is_file():
        raise UsageError.is_file(str(folder))
    if not folder.is_dir():
        raise UsageError.folder_missing(str(folder))
    if not holds_tables(folder):
        raise UsageError.no_tables(str(folder))
    return folder.resolve()


def _sample() -> Path:
    if _CHECKOUT.is_dir():
        return _CHECKOUT
    home = Path(SAMPLE).resolve()
    if not home.is_dir():
        with replacing(home) as unfinished:
            write_sample(unfinished)
    return home
