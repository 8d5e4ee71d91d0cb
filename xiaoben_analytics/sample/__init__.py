"""A made-up, seeded school: the files of its year, written as untidily as real ones.

`people` and `plan` make the school; `attendance`, `portfolio`, `practice`, `growth` and `groupwork`
what happened; `mess` the troubles; `year` holds it all as a value; `workbook`, `word`, `matrix`,
`meeting`, `files` write it.
"""

from __future__ import annotations

from pathlib import Path

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.sample.files import make_files
from xiaoben_analytics.sample.year import make_year

FEWEST, MOST = 12, 500


def write_sample(folder: str | Path, *, seed: int = 2021, teachers: int = 60) -> tuple[Path, ...]:
    """Write the files of a made-up junior high school and return their paths.

    The same seed and number of teachers give the same cells; another seed is another school.

    Raises
    ------
    UsageError
        If there would be fewer than 12 or more than 500 teachers, or the folder holds other files.
    OutputError
        If a file cannot be written.
    """
    if not FEWEST <= teachers <= MOST:
        raise UsageError.out_of_range("教师人数", teachers, FEWEST, MOST)
    home = Path(folder)
    files = make_files(make_year(seed, teachers))
    paths = tuple(home / name for name in files)
    if any(path not in paths and not path.name.startswith(".") for path in home.glob("*")):
        raise UsageError.folder_in_use(str(home))
    try:
        home.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
    except OSError as error:
        raise OutputError.not_writable(str(home), error.strerror or str(error)) from error
    return paths
