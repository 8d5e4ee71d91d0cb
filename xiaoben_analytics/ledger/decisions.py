"""What the meeting decides, or only looked at, as lines: enough to make the tables again and compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment, try_scenario
from xiaoben_analytics.errors import LedgerError, UsageError
from xiaoben_analytics.ledger.contents import DECISION, LOCK, POLICY, REOPEN, SCENARIO
from xiaoben_analytics.ledger.file import Entry, Ledger, append, stated
from xiaoben_analytics.ledger.form import digest, fingerprint, plain
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.reading import SETTINGS_FILES
from xiaoben_analytics.reading.privacy import mask
from xiaoben_analytics.scenarios import Scenario, fail_if_reserved
from xiaoben_analytics.tables import School

STANDING = (col.TEACHER_ID, col.NAME, col.TOTAL, col.TIER)
"""What a line keeps of every assessed teacher."""


def decide(
    result: Assessment, ledger: Ledger, *, scenario: Scenario, decided_by: str, reason: str
) -> Ledger:
    """Record that a scenario was decided; returns the ledger with that line as its last.

    `result` is the assessment under the regulation itself, or what the scenario makes of it.

    Raises
    ------
    LedgerError
        If the ledger takes no line (see `append`), the scenario gives other tiers than `result`
        shows, or the regulation was changed in the program.
    UsageError
        If a move is wrong (see `try_scenario`), the name is reserved, or nobody or no reason is named.
    """
    told = sign(decided_by=decided_by, reason=reason)
    return _recorded(result, ledger, scenario, (DECISION, told))


def consider(result: Assessment, ledger: Ledger, *, scenario: Scenario) -> Ledger:
    """Record a scenario that was looked at, as `decide` does, without deciding anything."""
    return _recorded(result, ledger, scenario, (SCENARIO, {}))


def lock(ledger: Ledger, *, by: str, reason: str = "") -> Ledger:
    """Close the ledger: until it is reopened it takes no further decision."""
    told = {**stated(by=(by, "锁定的人")), "reason": mask(reason.strip())}
    return append(ledger, lambda _: [(LOCK, told)])


def reopen(ledger: Ledger, *, by: str, reason: str) -> Ledger:
    """Let a locked ledger take decisions again, on somebody's authority and for a reason."""
    told = stated(by=(by, "批准人"), reason=(reason, "理由"))

    def entries(present: Ledger) -> Iterator[Entry]:
        if not present.lock:
            raise UsageError.already("没有锁定")
        yield REOPEN, told

    return append(ledger, entries)


def sign(*, decided_by: str, reason: str) -> dict[str, str]:
    """Take who decides and why, as a line keeps it.

    Raises
    ------
    UsageError
        If nobody or no reason is named.
    """
    return stated(decided_by=(decided_by, "决定人"), reason=(reason, "理由"))


def keepable(scenario: Scenario) -> Scenario:
    """Return a scenario as a line can keep it; personal numbers in its texts are hidden.

    Raises
    ------
    UsageError
        If its name stands for something else.
    """
    fail_if_reserved(scenario.name)
    moves = tuple(
        replace(move, reason=mask(move.reason.strip()), authoriser=mask(move.authoriser.strip()))
        for move in scenario.moves
    )
    return replace(scenario, name=mask(scenario.name.strip()), moves=moves)


def digests(result: Assessment) -> dict[str, str]:
    """Return the hashes by which the tables of an assessment are known again."""
    return {"standings": digest(result.standings), "cutoffs": digest(result.cutoffs)}


def hash_files(school: School) -> dict[str, str]:
    """Return the hash of every file that was read, and of the settings beside them, by name."""
    folder = Path(school.folder)
    names = dict.fromkeys([*map(str, school.files[col.FILE]), *SETTINGS_FILES])
    paths = {name: folder / name for name in names}
    return {
        name: sha256(path.read_bytes()).hexdigest()
        for name, path in paths.items()
        if path.is_file()
    }


def describe_policy(policy: Policy) -> dict[str, str]:
    """Name a regulation, and what its full text is known by."""
    return {"id": policy.id, "title": policy.title, "hash": fingerprint(policy.written)}


def _recorded(
    result: Assessment, ledger: Ledger, scenario: Scenario, entry: tuple[str, Mapping[str, str]]
) -> Ledger:
    """Write the regulation's full text where the ledger lacks it, then the scenario and what it gives."""
    scenario = keepable(scenario)
    base = result.base or result
    _fail_if_untraceable(base.policy)
    played = try_scenario(base, scenario)
    if result.base is not None:
        unmoved = try_scenario(base, replace(scenario, moves=()))
        if _shown(result) not in (_shown(played), _shown(unmoved)):
            raise LedgerError.not_as_shown(scenario.name)
    policy = describe_policy(base.policy)
    kind, told = entry
    content = {**_content(played, scenario), "policy": policy, **told}

    def entries(present: Ledger) -> Iterator[Entry]:
        known = [line.content for line in present.lines if line.kind == POLICY]
        if policy["hash"] not in [one["hash"] for one in known]:
            differences = [asdict(one) for one in base.policy.differences]
            said = {"differences": differences} if differences else {}
            yield POLICY, {**policy, "written": base.policy.written, **said}
        yield kind, content

    return append(ledger, entries)


def _shown(result: Assessment) -> str:
    return digest(result.standings[list(STANDING)])


def _fail_if_untraceable(policy: Policy) -> None:
    """Refuse a regulation that is not what its text says, because it was changed in the program."""
    written = policy.written
    if not written or Policy.from_written(plain(written)).model_dump() != policy.model_dump():
        raise LedgerError.untraceable(policy.id)


def _content(played: Assessment, scenario: Scenario) -> dict[str, Any]:
    """Lay out what a scenario gives: counts, seats, cutoffs, who moves, everybody's total and tier.

    `idle` are the ids of those moved by hand to where the rules put them anyway, if there are any.
    """
    tiers = played.standings[col.TIER]
    idle = [move.teacher_id for move in played.idle]
    moved = played.moves[[col.TEACHER_ID, col.NAME, col.FROM_TIER, col.TO_TIER, col.WHY]]
    return {
        "scenario": scenario.to_dict(),
        "school_year": played.school.school_year,
        "files": hash_files(played.school),
        "teachers": len(tiers),
        "counts": [[name, int((tiers == name).sum())] for name in played.policy.tiers.names],
        "cutoffs": _rows(played.cutoffs),
        "moved": _rows(moved),
        "standings": _rows(played.standings[list(STANDING)]),
        "digests": digests(played),
        **({"idle": idle} if idle else {}),
    }


def _rows(frame: Any) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = (
        frame.astype("object").where(frame.notna(), None).to_dict("records")
    )
    return kept
