"""Make the tests' own modules (schools, oracle) importable; call the command line; open JupyterLab."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def xiaoben(monkeypatch, capsys):
    """Call the command line in this process; returns exit code, stdout and stderr."""
    from xiaoben_analytics.__main__ import main  # noqa: PLC0415  only where it is called

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["xiaoben", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return call


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Serve copies of the notebooks and of the sample in JupyterLab; give the server's address."""
    from browser import serve_lab  # noqa: PLC0415  only where it is wanted

    with serve_lab(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture
def page():
    """Give a page of a new browser."""
    from browser import open_browser  # noqa: PLC0415  only where it is wanted

    with open_browser() as page:
        yield page
