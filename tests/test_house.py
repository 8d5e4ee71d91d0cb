"""The house rules that no tool checks."""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import xiaoben_analytics

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = sorted(ROOT.glob("xiaoben_analytics/**/*.py"))
TESTS = sorted(ROOT.glob("tests/**/test_*.py"))
HEAVY = ("plotly", "docx", "pptx", "xlsxwriter", "ipywidgets", "anywidget", "openpyxl", "IPython")
FOREIGN = (
    r"[/]work/",
    r"[/]root/",
    r"[/]opt/",
    r"[/]home/\w",
    r"[/]Users/\w",
    r"[A-Z]:\\Users\\",
    r"pypi[.]org",
    r"files[.]pythonhosted",
    r"https?://[^\s\"')]+/simple\b",
)
"""What only one developer's machine or network has."""


def name(path):
    return path.relative_to(ROOT).as_posix()


def functions(path):
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def body_lines(function):
    """Count the lines of a function's body, its docstring aside."""
    described = ast.get_docstring(function) is not None
    body = function.body[1:] if described else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def proves(node):
    """Tell whether a node is an assertion, or a call that makes one."""
    if isinstance(node, ast.Call):
        called = node.func
        word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return word in {"raises", "warns", "expect"} or word.startswith(("assert_", "_assert_"))
    return isinstance(node, ast.Assert)


def tracked():
    """Return the repository's text files, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / line for line in listed.stdout.split("\0") if line]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


# ------------------------------------------------------------------ size


def test_functions_are_short():
    sizes = {
        f"{name(path)}:{node.lineno} {node.name}": body_lines(node)
        for path in PACKAGE
        for node in functions(path)
    }
    short = sum(size <= 25 for size in sizes.values())

    assert {place: size for place, size in sizes.items() if size > 40} == {}
    assert short >= 0.9 * len(sizes) > 0


def test_body_lines_leaves_the_docstring_out():
    source = (
        'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return (\n        a\n    )\n'
    )
    assert body_lines(ast.parse(source).body[0]) == 4


def test_files_are_short():
    files = [*PACKAGE, *ROOT.glob("benchmarks/*.py"), ROOT / "run.py"]
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: size for path, size in sizes.items() if size > 420} == {}


def test_the_map_fits_two_screens():
    assert len(ROOT.joinpath("ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 100


# ------------------------------------------------------------------ what loads what


def test_imports_only_go_down(capsys):
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_importing_the_package_loads_nothing_heavy():
    code = "import json, sys, xiaoben_analytics; print(json.dumps(sorted(sys.modules)))"
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    loaded = set(json.loads(child.stdout))
    assert "xiaoben_analytics" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_every_public_name_exists():
    modules = [xiaoben_analytics] + [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(xiaoben_analytics.__path__, "xiaoben_analytics.")
    ]
    missing = [
        f"{module.__name__}.{public}"
        for module in modules
        for public in getattr(module, "__all__", ())
        if not hasattr(module, public)
    ]
    assert len(modules) > 10
    assert missing == []


# ------------------------------------------------------------------ tests and notebooks


def test_every_test_asserts_something():
    idle = [
        f"{name(path)} {node.name}"
        for path in TESTS
        for node in functions(path)
        if node.name.startswith("test_") and not any(map(proves, ast.walk(node)))
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def test(): assert x", True),
        ("def test():\n with pytest.raises(ValueError): f()", True),
        ("def test(): pd.testing.assert_frame_equal(a, b)", True),
        ("def test(): got = f()", False),
    ],
)
def test_proves_tells_an_assertion_from_a_call(source, expected):
    assert any(map(proves, ast.walk(ast.parse(source)))) == expected


def test_no_two_tests_of_a_file_share_a_name():
    for path in TESTS:
        tree = ast.parse(path.read_text("utf-8"))
        names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert len(names) == len(set(names)), name(path)


def test_notebooks_are_committed_without_outputs():
    notebooks = sorted(ROOT.glob("notebooks/*.ipynb"))
    cells = [
        (path.name, cell)
        for path in notebooks
        for cell in json.loads(path.read_text("utf-8"))["cells"]
    ]
    ran = [
        path
        for path, cell in cells
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]
    assert notebooks
    assert ran == []


# ------------------------------------------------------------------ words


def test_nothing_names_a_package_server_or_a_developers_machine():
    found = [
        f"{name(path)}: {match.group()}"
        for path in tracked()
        for match in re.finditer("|".join(FOREIGN), path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_shows_the_two_commands_first(readme):
    top = ROOT.joinpath(readme).read_text("utf-8").splitlines()[:40]
    assert any(re.search(r"python run\.py\s*($|#|`)", line) for line in top)
    assert any("python run.py test" in line for line in top)


def test_ci_runs_the_commands_of_the_readme():
    commands = ROOT.joinpath(".ci/run").read_text("utf-8").splitlines()[-2:]
    assert commands == ['"$python" run.py', '"$python" run.py test']
