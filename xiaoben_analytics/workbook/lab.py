"""JupyterLab on the notebooks: in Chinese, on this machine only, asking the network nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from jupyterlab.labapp import LabApp

from xiaoben_analytics.workbook.kernels import ENCRYPTION

SETTINGS = Path(__file__).with_name("settings")
"""What JupyterLab starts with where a user has not chosen otherwise: Chinese, and no news."""


def open_lab(
    work: Path, chosen: Mapping[str, str], *, browser: bool, opened: Callable[[str], None]
) -> None:
    """Serve a folder of notebooks until Ctrl-C; `opened` is told the address once it answers."""
    os.environ.update(chosen)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    server = LabApp.initialize_server(argv=lab_options(work, browser=browser))
    opened(server.display_url.split()[0])
    server.start()


def lab_options(work: Path, *, browser: bool) -> list[str]:
    """List how JupyterLab is started."""
    first = next(iter(sorted(path.name for path in work.glob("[0-9]*.ipynb"))), "")
    return [
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={work}"),
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.answer_yes=True",  # Ctrl-C stops, without a question in English
        "--ServerApp.log_level=CRITICAL",
        f"--KernelManager.transport_encryption={ENCRYPTION}",
        f"--LabApp.default_url=/lab/tree/{first}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
