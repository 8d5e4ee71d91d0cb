"""run.json: what a pack was made of and with, enough to make it again and to compare."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export.handouts import REPORT, Handout, Material
from xiaoben_analytics.labels import HEADINGS, points
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.summary import key_numbers
from xiaoben_analytics.tables import School

RUN = "run.json"

_PACKAGES = ("xiaoben-analytics", "pandas", "plotly", "python-docx", "python-pptx", "xlsxwriter")


def write_run(material: Material, handouts: Sequence[Handout], path: Path) -> None:
    """Write the record of a pack whose files stand beside `path`.

    Results of single teachers and the report's sentences stand in it only if the report itself is
    in the pack: whoever may not read that may not read them here.
    """
    result = material.result
    run: dict[str, object] = {
        "program": {name: _version(name) for name in _PACKAGES}
        | {"python": platform.python_version()},
        "school": result.school.name,
        "school_year": result.school.school_year,
        "policy": _policy(result.policy),
        "decision": material.decision,
        "inputs": _inputs(result.school),
        "outputs": {
            one.name: {"audience": one.audience, "sha256": hash_of(path.parent / one.name)}
            for one in handouts
        },
        "key_numbers": dict(key_numbers(result)),
    }
    if any(one.name == REPORT for one in handouts):
        sections = material.summary.sections
        run["findings"] = [text for section in sections for text in section.findings]
        run["results"] = _results(result)
    path.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_run(folder: Path) -> Mapping[str, Any]:
    """Read the record of a pack.

    Raises
    ------
    UsageError
        If there is none, or it is something else.
    """
    try:
        run = json.loads((folder / RUN).read_text(encoding="utf-8"))
        for name, made in run["outputs"].items():
            _fail_if_outside(name)
            str(made["sha256"])
        dict(run["key_numbers"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise UsageError.no_pack(str(folder)) from None
    return dict(run)


def hash_of(path: Path) -> str | None:
    """Return a file's SHA-256, None where there is no file."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _fail_if_outside(name: str) -> None:
    """Let a record speak of nothing but files of its own folder."""
    place = Path(name)
    if place.is_absolute() or ".." in place.parts:
        raise ValueError(name)


def _results(result: Assessment) -> list[list[str]]:
    """Give of everybody what the tables show, under the readers' headings."""
    labels = {part.name: part.label for part in result.policy.components}
    amounts = [*labels, col.TOTAL]
    header = [
        HEADINGS[col.TEACHER_ID],
        *labels.values(),
        *(HEADINGS[name] for name in (col.TOTAL, col.RANK, col.TIER)),
    ]
    rows = [
        [
            str(row[col.TEACHER_ID]),
            *(points(row[name]) for name in amounts),
            "" if row[col.GATED] else str(row[col.RANK]),
            str(row[col.TIER]),
        ]
        for row in result.standings.to_dict("records")
    ]
    return [header, *rows]


def _version(package: str) -> str | None:
    """Tell a package's version; unknown where the program runs from its source folder."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _policy(policy: Policy) -> dict[str, object]:
    tiers = policy.tiers
    text = policy.model_dump_json()
    return {
        "id": policy.id,
        "sha256": sha256(text.encode()).hexdigest(),
        "ratios": {level.name: str(level.ratio) for level in tiers.levels},
        "group_ratios": {
            group: [str(share) for share in shares] for group, shares in tiers.group_ratios.items()
        },
        **{
            name: getattr(tiers, name)
            for name in ("rounding", "ties", "scope", "min_group", "count_gated")
        },
    }


def _inputs(school: School) -> list[dict[str, object]]:
    """List the files read, by name, with what became of their rows."""
    counts = [col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    files = school.files.groupby(col.FILE, sort=False)[counts].sum()
    return [
        {
            "file": str(name),
            "sha256": hash_of(Path(school.folder) / str(name)),
            **{count: int(row[count]) for count in counts},
        }
        for name, row in files.iterrows()
    ]
