"""JupyterLab on the notebooks: in Chinese, on this machine only, asking the network nothing."""

from __future__ import annotations

import logging
import os
import secrets
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from jupyterlab.labapp import LabApp
from tornado.ioloop import IOLoop

from xiaoben_analytics.workbook.folder import read_agenda
from xiaoben_analytics.workbook.kernels import ENCRYPTION

HOST = "127.0.0.1"
SETTINGS = Path(__file__).with_name("settings")
"""What JupyterLab starts with where a user has not chosen otherwise: Chinese, and no news."""


def open_lab(
    work: Path, chosen: Mapping[str, str], *, browser: bool, opened: Callable[[str], None]
) -> None:
    """Serve a folder of notebooks until Ctrl-C; `opened` is told the address once it answers."""
    os.environ.update(chosen)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    token = secrets.token_urlsafe(24)  # given, it is not told a second time, in English
    options = [*lab_options(work, browser=browser), f"--IdentityProvider.token={token}"]
    with warnings.catch_warnings(record=True):  # Jupyter's parts warn of each other
        server = LabApp.initialize_server(argv=options)
    IOLoop.current().add_callback(
        opened, f"http://{HOST}:{server.port}{_entrance(work)}?token={token}"
    )
    server.start()


def lab_options(work: Path, *, browser: bool) -> list[str]:
    """List how JupyterLab is started."""
    return [
        *(f"--ServerApp.ip={HOST}", f"--ServerApp.root_dir={work}"),
        f"--ServerApp.open_browser={browser}",
        "--ServerApp.answer_yes=True",  # Ctrl-C stops, without a question in English
        "--ServerApp.allow_root=True",  # a container often has nobody else
        "--Application.log_level=CRITICAL",
        f"--KernelManager.transport_encryption={ENCRYPTION}",
        f"--LabApp.default_url={_entrance(work)}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


def _entrance(work: Path) -> str:
    """Name the place of the first item of the agenda."""
    return "/lab/tree/" + quote(next((item.file for item in read_agenda(work)), ""))
