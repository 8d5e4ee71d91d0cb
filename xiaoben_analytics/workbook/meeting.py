"""The meeting: the notebooks as pages without code, for a projector and a keyboard."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, authenticated
from traitlets.config import Config
from voila.app import Voila
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.widgets import names
from xiaoben_analytics.workbook.folder import Item, read_agenda
from xiaoben_analytics.workbook.kernels import ENCRYPTION

HOST = "127.0.0.1"
TEMPLATES = Path(__file__).with_name("share")
_OWN_ADDRESS_ONLY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:"
_EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
    "jupyterlab-plotly",
]
"""What pages are shown by; others that somebody installed may fail in Voilà."""
_ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_CULLED = {"cull_idle_timeout": 300, "cull_interval": 60}
"""Seconds: a page takes its kernel with it; what a crashed browser leaves behind goes this way."""


def hold_meeting(
    work: Path,
    chosen: Mapping[str, str],
    *,
    hidden: bool,
    port: int,
    opened: Callable[[str], bool],
) -> None:
    """Serve the notebooks of a folder as pages until Ctrl-C, or until the terminal is closed.

    `opened` is told the address, token included, once it answers; it returns whether a browser
    shall be opened there. Names are `hidden` to begin with, behind the same codes on every page.

    Raises
    ------
    UsageError
        If the port is taken.
    """
    listening = _listen(port)
    with tempfile.TemporaryDirectory(prefix="xiaoben-meeting-") as runtime:
        os.environ.update({**chosen, **_name_variables(Path(runtime), hidden=hidden)})
        os.environ["JUPYTER_PATH"] = os.pathsep.join(
            filter(None, (str(TEMPLATES), os.environ.get("JUPYTER_PATH")))
        )
        for name in ("tornado", "asyncio"):  # a page that is left in the middle is no news
            logging.getLogger(name).setLevel(logging.CRITICAL)
        meeting = _Meeting(config=_settings(work, read_agenda(work)))
        meeting.listening, meeting.opened = listening, opened
        meeting.connection_dir_root = runtime
        meeting.initialize(argv=[])
        meeting.start()


class _Meeting(Voila):  # type: ignore[misc]
    """Voilà, with its own list page, one port or none, and nothing that a meeting does not need."""

    listening: socket.socket
    opened: Callable[[str], bool]

    def init_handlers(self) -> list[Any]:
        own = {TornadoVoilaTreeHandler: _Agenda, TornadoVoilaHandler: _Page}
        entrances = [handler for _, handler in self.identity_provider.get_handlers()]
        closed = {AllowListFileHandler, VoilaContentsHandler, *entrances}
        return [
            (place, own.get(handler, handler), *given)
            for place, handler, *given in super().init_handlers()
            if handler not in closed
        ]

    def listen(self) -> None:
        server = HTTPServer(self.app)
        server.add_socket(self.listening)
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self._announce)
        self._loop = getattr(self.ioloop, "asyncio_loop")  # noqa: B009  tornado does not type it
        for one in _ENDS:
            signal.signal(one, self._end)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _end(self, _signal: int, _frame: object) -> None:
        """Stop serving; what tidies up afterwards is not to be interrupted."""
        for one in _ENDS:
            signal.signal(one, _pass_over)
        self._loop.call_soon_threadsafe(self.ioloop.stop)

    def _announce(self) -> None:
        address = f"http://{HOST}:{self.listening.getsockname()[1]}/?token={self.token}"
        if self.opened(address):
            door = _doorstep(address, Path(self.connection_dir))
            self.ioloop.run_in_executor(None, webbrowser.open, door)


def _pass_over(_signal: int, _frame: object) -> None:
    """Do nothing; `SIG_IGN` complains of a signal that was under way."""


class _Closed:
    """A page for nobody without the token; there is no log-in to be sent to."""

    def get_login_url(self) -> str:
        raise HTTPError(403)


class _Agenda(_Closed, TornadoVoilaTreeHandler):  # type: ignore[misc]
    """The list of the items; the token leaves the address bar, which everybody sees."""

    @authenticated
    async def get(self, _path: str = "") -> None:
        if self.get_query_arguments("token"):
            self.redirect(self.base_url)
            return
        self.write(self.render_template("agenda.html", **self.voila_configuration.resources))


class _Page(_Closed, TornadoVoilaHandler):  # type: ignore[misc]
    """A notebook of the agenda, run for this page."""

    @authenticated
    async def get(self, path: str = "") -> None:
        if path not in {item["file"] for item in self.voila_configuration.resources["agenda"]}:
            raise HTTPError(404)
        await super().get(path)


def _in_python(_page: object, *, notebook: Any, cwd: str) -> None:  # noqa: ARG001  Voilà names them
    """Have a notebook run where this program is installed, whatever kernel it was saved with."""
    kernel = notebook.metadata.get("kernelspec", {})
    told = notebook.metadata.get("language_info", {}).get("name", "python")
    language = kernel.get("language") or told
    if language.lower() != "python":
        raise HTTPError(415, "%s", kernel.get("display_name") or language)
    ours = {"name": NATIVE_KERNEL_NAME, "language": "python", "display_name": "Python 3"}
    notebook.metadata["kernelspec"] = ours


def _settings(work: Path, agenda: tuple[Item, ...]) -> Config:
    return Config(
        {
            "Voila": {
                "root_dir": str(work),
                "ip": HOST,
                "token": secrets.token_urlsafe(24),
                "config_file_paths": [],  # what somebody set for other uses of Voilà
                "log_level": logging.CRITICAL,
                "tornado_settings": {"headers": {"Content-Security-Policy": _OWN_ADDRESS_ONLY}},
            },
            "VoilaConfiguration": {
                "template": "xiaoben",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "attempt_fix_notebook": False,  # would look for a kernel of that name
                "prelaunch_hook": _in_python,
                "show_tracebacks": True,  # the template shows a sentence in their place
                "extension_allowlist": _EXTENSIONS,
                "resources": {"agenda": [asdict(item) for item in agenda]},
            },
            "MappingKernelManager": _CULLED,
            "KernelManager": {"transport_encryption": ENCRYPTION},
        }
    )


def _name_variables(runtime: Path, *, hidden: bool) -> dict[str, str]:
    return {
        names.KEY: secrets.token_hex(),
        names.HIDDEN: "1" if hidden else "",
        names.STATE: str(runtime / "names"),
    }


def _listen(port: int) -> socket.socket:
    """Take a port; 0 is any that is free."""
    try:
        listening = socket.create_server((HOST, port), backlog=128)
    except OSError as error:  # in use, or kept for the system
        raise UsageError.port_taken(port) from error
    listening.setblocking(False)
    return listening


def _doorstep(address: str, runtime: Path) -> str:
    """Write a page that leads to an address: a browser's command line is for everybody to read."""
    page = runtime / "open.html"
    page.write_text(f'<meta http-equiv="refresh" content="0;url={address}">', encoding="utf-8")
    return page.as_uri()
