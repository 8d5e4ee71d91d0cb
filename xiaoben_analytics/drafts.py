"""Scenarios that a school's people keep between pages: working paper, the ledger is the record."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from xiaoben_analytics.errors import OutputError, UsageError, XiaobenError
from xiaoben_analytics.reading import DRAFTS_FILE
from xiaoben_analytics.scenarios import Scenario, fail_if_repeated, fail_if_reserved

_SCENARIOS = TypeAdapter(tuple[Scenario, ...], config=ConfigDict(extra="forbid"))


def read_drafts(folder: str | Path) -> tuple[Scenario, ...]:
    """Read the scenarios kept in a school's folder; none where there is no such file.

    Raises
    ------
    UsageError
        If the file cannot be read, or is not one that `write_drafts` could have written.
    """
    path = Path(folder) / DRAFTS_FILE
    try:
        drafts = _SCENARIOS.validate_json(path.read_text(encoding="utf-8-sig"))
        _fail_if_unnameable(drafts)
    except FileNotFoundError:
        return ()
    except OSError:
        raise UsageError.not_readable(str(path)) from None
    except (ValueError, XiaobenError):
        raise UsageError.drafts_unread(str(path)) from None
    return drafts


def write_drafts(folder: str | Path, scenarios: tuple[Scenario, ...]) -> None:
    """Keep these scenarios in a school's folder in place of those kept there; whole or not at all.

    Raises
    ------
    UsageError
        If two have one name, or a file in that place is not read (see `read_drafts`): it stays.
    OutputError
        If the folder cannot be written.
    """
    _fail_if_unnameable(scenarios)
    read_drafts(folder)
    path = Path(folder) / DRAFTS_FILE
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    told = [scenario.to_dict() for scenario in scenarios]
    try:
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise OutputError.not_writable(str(path), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _fail_if_unnameable(scenarios: tuple[Scenario, ...]) -> None:
    for scenario in scenarios:
        fail_if_reserved(scenario.name)
    fail_if_repeated("方案", (scenario.name for scenario in scenarios))
