"""LibreOffice as a second opinion: it calculates every formula anew and shows every page."""

import shutil
import subprocess
import warnings
from pathlib import Path

import openpyxl

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def convert(files, kind, folder: Path) -> Path:
    """Convert files with a profile that always recalculates; the results are in the folder returned."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    made = folder / "made"
    subprocess.run(
        [
            shutil.which("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(made), *map(str, files),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return made


def recalculated(files, folder: Path) -> dict[str, openpyxl.Workbook]:
    """Read workbooks after every formula was calculated anew, by file name."""
    made = convert(files, "xlsx", folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know all that LibreOffice writes
        return {
            file.name: openpyxl.load_workbook(made / file.name, data_only=True) for file in files
        }
