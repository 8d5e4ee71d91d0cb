"""The set-up: run.py, and the four files that name what it installs, agreeing with each other."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import run

ROOT = Path(run.__file__).parent
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
LOCK = ROOT.joinpath("requirements.lock").read_text("utf-8")
CONSTRAINTS = ROOT.joinpath("constraints.txt").read_text("utf-8")
ENVIRONMENT = yaml.safe_load(ROOT.joinpath("environment.yml").read_text("utf-8"))

EXTRAS = PROJECT["project"]["optional-dependencies"].values()
GROUPS = (PROJECT["project"]["dependencies"], *EXTRAS, PROJECT["dependency-groups"]["dev"])
WANTED = [Requirement(text) for group in GROUPS for text in group]
BUILD = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
LOCKED = [
    Requirement(line) for line in CONSTRAINTS.splitlines() if line and not line.startswith("#")
]
PLATFORMS = {
    "linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "win32": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "darwin": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
}


def holds(marker: Marker | None, python: str, platform: str) -> bool:
    """Tell whether a marker holds for a CPython of that version on that platform."""
    place = PLATFORMS[platform] | {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return marker is None or marker.evaluate(place)


# ------------------------------------------------------------------ the files


@pytest.mark.parametrize("wanted", WANTED + BUILD, ids=lambda wanted: wanted.name)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_dependency_is_locked_once_within_its_bounds(wanted, platform):
    for python in ("3.11", "3.12", "3.13", "3.14"):
        pins = [
            pin
            for pin in LOCKED
            if canonicalize_name(pin.name) == canonicalize_name(wanted.name)
            and holds(pin.marker, python, platform)
        ]
        if holds(wanted.marker, python, platform):
            assert len(pins) == 1
        for pin in pins:
            (version,) = pin.specifier
            assert version.operator == "=="
            assert wanted.specifier.contains(version.version)


def test_constraints_are_the_lock_without_its_hashes():
    pins = re.findall(r"^([a-z0-9-]+==[^ \n]+(?: ; [^\\\n]+?)?) \\$", LOCK, re.MULTILINE)

    assert len(pins) > 100
    assert [line for line in CONSTRAINTS.splitlines() if not line.startswith("#")] == pins
    assert run.without_hashes(LOCK) == CONSTRAINTS


def test_every_locked_package_has_a_hash():
    blocks = re.split(r"^(?=[a-z0-9-]+==)", LOCK, flags=re.MULTILINE)[1:]

    assert len(blocks) == len(LOCKED)
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["requirements.lock", "constraints.txt", "environment.yml"])
def test_no_address_of_a_package_server(name):
    text = ROOT.joinpath(name).read_text("utf-8")
    addresses = ("://", "file:", "--index-url", "--find-links", "@ ", " /")
    assert [address for address in addresses if address in text] == []


def test_conda_installs_the_project_under_the_same_constraints():
    *others, (_, pip) = (
        (entry, None) if isinstance(entry, str) else next(iter(entry.items()))
        for entry in ENVIRONMENT["dependencies"]
    )
    python = next(name for name, _ in others if name.startswith("python"))

    assert pip == ["-c constraints.txt", "-e ."]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    bounds = SpecifierSet(python.removeprefix("python"))
    assert SpecifierSet(PROJECT["project"]["requires-python"]) == SpecifierSet(">=3.11")
    assert ("3.10.9" in bounds, "3.11.0" in bounds, "3.14.2" in bounds) == (False, True, True)


def test_run_refuses_just_what_the_project_refuses():
    oldest = ".".join(map(str, run.OLDEST))
    assert f">={oldest}" == PROJECT["project"]["requires-python"]
    assert f"--python-version {oldest}" in " ".join(run.lock_command("uv"))


# ------------------------------------------------------------------ run.py


def test_programs_of_the_environment_on_each_system():
    posix = Path(run.venv_tool("lint-imports", windows=False)).relative_to(ROOT)
    windows = Path(run.venv_python(windows=True)).relative_to(ROOT)

    assert posix.parts == (".venv", "bin", "lint-imports")
    assert windows.parts == (".venv", "Scripts", "python.exe")


def test_stamp_follows_the_lock_the_project_the_place_and_the_python(monkeypatch):
    stamps = [
        run.stamp(b"lock", b"project", "/a"),
        run.stamp(b"lock2", b"project", "/a"),
        run.stamp(b"lock", b"project2", "/a"),
        run.stamp(b"lock", b"project", "/b"),
        run.stamp(b"lockp", b"roject", "/a"),
    ]
    assert run.stamp(b"lock", b"project", "/a") == stamps[0]
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    stamps.append(run.stamp(b"lock", b"project", "/a"))
    assert len(set(stamps)) == 6


@pytest.mark.parametrize("uv", [None, "/somewhere/uv"])
def test_set_up_installs_the_lock_by_hash_and_then_the_project_alone(uv):
    (_, make), (_, packages), (_, project) = run.set_up_steps(uv)

    assert str(run.VENV) in make
    assert "--require-hashes" in packages
    assert packages[-2:] == ["-r", str(run.LOCK)]
    assert "-e" not in packages
    assert {"--no-deps", "--no-build-isolation"} < set(project)
    assert project[-2:] == ["-e", str(ROOT)]
    assert [command[0] == uv for command in (make, packages, project)] == [bool(uv)] * 3


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Let run.py work in an empty folder, with every step of the set-up recorded, not done."""
    steps = []

    def install(title, command):
        steps.append(title)
        python = Path(run.venv_python())
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        if steps.count(title) == 1 and title == "安装本项目":
            raise run.SetUpError(title)

    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(run, "find_uv", lambda: None)
    monkeypatch.setattr(run, "_install", install)
    return steps


def test_an_interrupted_set_up_is_made_again_and_a_finished_one_is_not(fresh):
    whole = ["建立 .venv", "安装软件包", "安装本项目"]

    with pytest.raises(run.SetUpError):
        run.set_up()
    assert not run.STAMP.exists()
    run.set_up()
    assert fresh == whole * 2
    run.set_up()
    assert fresh == whole * 2


def test_an_environment_made_from_another_lock_is_replaced(fresh, tmp_path, monkeypatch):
    with pytest.raises(run.SetUpError):
        run.set_up()
    run.set_up()
    (run.VENV / "left over").touch()
    other = tmp_path / "requirements.lock"
    other.write_bytes(b"six==1.16.0")
    monkeypatch.setattr(run, "LOCK", other)

    run.set_up()

    assert len(fresh) == 9
    assert not (run.VENV / "left over").exists()


@pytest.mark.parametrize(
    ("code", "writes", "expected"),
    [(0, True, 0), (1, True, 0), (1, False, 1), (2, True, 2), (2, False, 2)],
)
def test_problems_in_the_sample_are_no_failure_once_its_pack_is_written(
    tmp_path, monkeypatch, code, writes, expected
):
    record = tmp_path / "out" / "run.json"
    record.parent.mkdir()
    record.write_text("of an earlier run")
    earlier = record.stat().st_mtime_ns - 10**9
    run.os.utime(record, ns=(earlier, earlier))

    def job(command):
        assert command[1:] == ["-m", "xiaoben_analytics", "pack", "data/sample", "-o", "out"]
        if writes:
            record.write_text("of this run")
        return code

    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "_run", job)
    assert run.main([]) == expected


def test_fast_leaves_out_the_slow_marks_and_hands_the_rest_to_pytest():
    whole, fast = run.test_steps([]), run.test_steps(["--fast", "-k", "sample"])

    assert [title.split()[-1] for title, _ in whole] == [
        *("check", "format", "lint-imports", "mypy", "pytest")
    ]
    assert "-m" not in whole[-1][1][3:]
    assert fast[:-1] == whole[:-1]
    assert fast[-1][1][-4:] == ["-m", "not office and not notebook", "-k", "sample"]
    markers = PROJECT["tool"]["pytest"]["ini_options"]["markers"]
    assert {marker.split(":")[0] for marker in markers} >= {"office", "notebook"}


def test_a_failing_check_stops_the_tests_and_is_passed_on(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "_run", lambda command: ran.append(command) or 3 * ("mypy" in command))

    assert run.main(["test"]) == 3
    assert "mypy" in ran[-1]
    assert "类型检查 mypy未通过（退出码 3）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("Failed to establish a new connection: [Errno -3]", "请检查网络"),
        ("error sending request for url", "请检查网络"),
        ("ERROR: No matching distribution found for six==1.16.0", "请检查网络"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不符"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("The virtual environment was not created: ensurepip is not available", "python3-venv"),
        ("Something new", "请按上面的提示处理"),
    ],
)
def test_a_failed_installation_says_what_to_do(output, sentence):
    assert sentence in run.advice(output)


def test_an_old_python_gets_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))

    assert run.main(["test"]) == 2
    assert "现在的 Python 是 3.8，需要 3.11 或更高版本" in capsys.readouterr().out


def test_other_commands_go_to_the_package_in_the_callers_folder(monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "_run", lambda command, **given: called.append((command, given)) or 2)
    monkeypatch.chdir(tmp_path)
    assert run.main(["check", "我的学校"]) == 2
    expected = [run.venv_python(), "-m", "xiaoben_analytics", "check", "我的学校"]
    assert called == [(expected, {"cwd": tmp_path})]


def test_help_shows_how_to_call(capsys):
    assert run.main(["help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"python run.py{name}" in shown for name in ("", " test", " lab", " bench", " lock"))


def test_children_are_not_led_to_another_python():
    given = {"PATH": "/bin", "PYTHONPATH": "x", "PYTHONHOME": "x", "VIRTUAL_ENV": "x"}
    given["PYTHONDONTWRITEBYTECODE"] = "1"

    assert run.child_environment(given) == {"PATH": "/bin", "PYTHONUTF8": "1"}
    assert "PYTHONPATH" in given
