"""The ledger of decisions: lines that are only ever added, each tied to the one before by its hash."""

from xiaoben_analytics.ledger.chain import Fault, Line, digest
from xiaoben_analytics.ledger.decisions import consider, decide, lock, reopen
from xiaoben_analytics.ledger.file import LEDGER_FILE, Ledger, open_ledger, repair, verify
from xiaoben_analytics.ledger.replaying import Replay, replay

__all__ = [
    "LEDGER_FILE",
    "Fault",
    "Ledger",
    "Line",
    "Replay",
    "consider",
    "decide",
    "digest",
    "lock",
    "open_ledger",
    "reopen",
    "repair",
    "replay",
    "verify",
]
