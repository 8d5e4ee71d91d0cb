"""Find and read regulations: those that ship with the package, and a school's own files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy.joining import JOINED, Difference, join
from xiaoben_analytics.policy.merging import merge
from xiaoben_analytics.policy.model import Policy
from xiaoben_analytics.policy.places import COMMON, File, say_where
from xiaoben_analytics.policy.toml import parse, read_text


def list_policies() -> dict[str, Policy]:
    """Return the shipped regulations by id, in alphabetical order."""
    return {name: read_policy(name) for name in _shipped()}


def read_policy(name: str | Path) -> Policy:
    """Read a shipped regulation by its id, or any regulation by the path of its file.

    Names joined by + apply at once (see `joining.join`).

    Raises
    ------
    UsageError
        If there is no such regulation.
    PolicyError
        If a file is not TOML or does not say what a regulation must say.
    """
    return _policy(_whole(str(name)))


def policy_text(name: str | Path) -> str:
    """Return the text of a regulation's own file, comments included."""
    return _file(joined_names(name)[0]).text


def policy_files(name: str | Path) -> tuple[File, ...]:
    """Return the files that a regulation is made of, its own first."""
    return _whole(str(name)).files


def joined_names(name: str | Path) -> list[str]:
    """Take the names of regulations that apply at once apart; a file's name is one, whatever it is."""
    path = str(name)
    if own_file(path):
        return [path]
    return [*dict.fromkeys(one.strip() for one in path.split(JOINED))]


def name_anywhere(name: str | Path) -> str:
    """Name regulations so that their files are found from any folder."""
    files = {one: own_file(one) for one in joined_names(name)}
    return JOINED.join(path.resolve().as_posix() if path else one for one, path in files.items())


def own_file(name: str | Path, *, beside: Path | None = None) -> Path | None:
    """Return the file that a name leads to, if it leads to one; seen from the folder `beside`."""
    path = Path(name) if beside is None else beside / name
    try:
        return path if path.is_file() else None
    except OSError:  # a name that no file system allows
        return None


@dataclass(frozen=True)
class _Whole:
    """What a regulation says with all that it rests on, its own file first."""

    written: Mapping[str, Any]
    files: tuple[File, ...]
    differences: tuple[Difference, ...] = ()


def _policy(whole: _Whole) -> Policy:
    try:
        return Policy.from_written(whole.written, whole.differences)
    except ValidationError as error:
        raise PolicyError.unusable(say_where(error, whole.files, whole.written)) from None


def _whole(name: str, beside: Path | None = None, within: tuple[Place, ...] = ()) -> _Whole:
    """Read a regulation's file and all that it rests on; `within` are the files that rest on it."""
    names = [name] if own_file(name, beside=beside) else joined_names(name)
    if len(names) > 1:
        return reduce(_together, (_whole(one, beside, within) for one in names))
    file = _file(names[0], beside=beside)
    own = {key: value for key, value in file.data.items() if key not in ("extends", "drop")}
    if file.name == COMMON:
        return _Whole(own, (file,))
    place = (file.folder, file.name)
    if place in within:
        raise PolicyError.invalid(file.name, "extends 绕成了一圈", "另一个考核办法的名称")
    parent = _parent(file, (*within, place))
    left_out = _without(parent.written, file)
    _fail_if_idle(own, left_out, file)
    written = merge(left_out, own)
    left = tuple(one for one in parent.differences if not _says(own, one.key))
    return _Whole(written, (file, *parent.files), left)


Place = tuple[Path | None, str]


def _parent(file: File, within: tuple[Place, ...]) -> _Whole:
    """Read what a file rests on; a name that leads nowhere is said with the file that names it."""
    try:
        return _whole(str(file.data.get("extends", COMMON)), file.folder, within)
    except PolicyError:
        raise
    except UsageError as error:
        raise PolicyError.unusable(f"“{file.name}”（extends）：{error}") from None


def _fail_if_idle(own: Mapping[str, Any], parent: Mapping[str, Any], file: File) -> None:
    """Refuse an empty list of rules where there are some: it would add none and drop none."""
    for key, given in own.items():
        if given == [] and _is_rules(parent.get(key)):
            expected = f'drop = ["{key}"]，才会去掉底稿中的各条'
            raise PolicyError.invalid(f"{file.name} {key}", "空的一列不起作用", expected)


def _is_rules(given: Any) -> bool:
    return isinstance(given, list) and bool(given) and isinstance(given[0], Mapping)


def _together(first: _Whole, other: _Whole) -> _Whole:
    """Let two regulations apply at once; each is whole by itself."""
    _policy(first), _policy(other)
    written, differences = join(first.written, other.written)
    files = tuple(
        {(file.folder, file.name): file for file in (*first.files, *other.files)}.values()
    )
    return _Whole(written, files, (*first.differences, *other.differences, *differences))


def _says(written: Any, key: str) -> bool:
    """Tell whether something is written at a dotted key, or below it."""
    for part in key.split("."):
        if not isinstance(written, Mapping) or part not in written:
            return False
        written = written[part]
    return True


def _file(name: str | Path, *, beside: Path | None = None) -> File:
    if str(name) in (*_shipped(), COMMON):
        text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
        return File(str(name), text, parse(text, str(name)))
    path = own_file(name, beside=beside)
    if path is None or path.suffix != ".toml":
        raise UsageError.unknown("考核办法", str(name), _shipped())
    text = read_text(path)
    return File(path.name, text, parse(text, path.name), path.parent.resolve())


def _shipped() -> list[str]:
    files = (file.name for file in resources.files(__package__).iterdir())
    names = (name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return sorted(name for name in names if name != COMMON)


def _without(written: Mapping[str, Any], file: File) -> Mapping[str, Any]:
    """Take out what a file drops of those that it rests on: awards, gates.task, tiers.levels.良好."""
    places = file.data.get("drop", [])
    if not isinstance(places, list):
        raise PolicyError.invalid(
            f"{file.name} drop", f"“{places}”不是一列", 'drop = ["gates.task"]'
        )
    for place in places:
        try:
            written = _drop(written, str(place).split("."))
        except (LookupError, TypeError):
            raise PolicyError.invalid(
                f"{file.name} drop", f"没有“{place}”可去掉", "如 gates.task 的名称"
            ) from None
    return written


def _drop(written: Any, place: Sequence[str]) -> Any:
    """Return a table without what a place leads to; of a list, each has its name.

    >>> _drop({"gates": [{"name": "task"}, {"name": "void"}]}, ["gates", "task"])
    {'gates': [{'name': 'void'}]}
    """
    if isinstance(written, list):
        known = {one["name"]: one for one in written}
        return list(_drop(known, place).values())
    head, *rest = place
    inside = written[head]
    kept = {key: value for key, value in written.items() if key != head or rest}
    return {**kept, head: _drop(inside, rest)} if rest else kept
