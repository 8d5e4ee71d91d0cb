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
from xiaoben_analytics.summary import key_numbers, without_personal
from xiaoben_analytics.tables import School

RUN = "run.json"

_PACKAGES = ("xiaoben-analytics", "pandas", "plotly", "python-docx", "python-pptx", "xlsxwriter")


def write_run(
    material: Material, handouts: Sequence[Handout], record: Path, told: Mapping[str, object]
) -> str:
    """Write the record of a pack whose files stand beside `record`, and return its seal.

    `told` is what `say_numbers` gave. Where the report is not in the pack the names of the files read are
    left out as well: a name may be a teacher's.
    """
    result, folder = material.result, record.parent
    hashes = {
        one.name: {"audience": one.audience, "sha256": hash_of(folder / one.name)}
        for one in handouts
    }
    run: dict[str, object] = {
        "program": {name: _version(name) for name in _PACKAGES}
        | {"python": platform.python_version()},
        "school": result.school.name,
        "school_year": result.school.school_year,
        "policy": _policy(result.policy),
        "decision": material.decision,
        "inputs": _inputs(result.school, named=bool(told)),
        "outputs": {**hashes, record.name: {"audience": "", "sha256": hash_of(record)}},
        **told,
    }
    run["seal"] = seal_of(run)
    text = json.dumps(run, ensure_ascii=False, indent=2)
    (folder / RUN).write_text(text + "\n", encoding="utf-8")
    return str(run["seal"])


def say_numbers(material: Material, handouts: Sequence[Handout]) -> dict[str, object]:
    """Say what every file must show: key numbers, everybody's results, the report's sentences.

    Nothing of it is said where the report is not in the pack: whoever may not read that may not
    read them here.
    """
    if all(one.name != REPORT for one in handouts):
        return {}
    sections = material.summary.sections
    return {
        "key_numbers": dict(key_numbers(material.result)),
        "findings": [text for section in sections for text in section.findings],
        "results": _results(material.result),
    }


def seal_of(run: Mapping[str, object]) -> str:
    """Return the SHA-256 of what a record says, however it is laid out; its own seal is not counted."""
    told = {name: value for name, value in run.items() if name != "seal"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
        dict(run.get("key_numbers", {}))
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


def _inputs(school: School, *, named: bool) -> list[dict[str, object]]:
    """List the files read, with what became of their rows; their names without personal numbers."""
    counts = [col.ROWS_IN, col.USED, col.SET_ASIDE, col.FURNITURE]
    files = school.files.groupby(col.FILE, sort=False)[counts].sum()
    return [
        {
            **({"file": without_personal(name)} if named else {}),
            "sha256": hash_of(Path(school.folder) / str(name)),
            **{count: int(row[count]) for count in counts},
        }
        for name, row in files.iterrows()
    ]
