"""What can go wrong, in words a school understands.

An error stops the run; a problem (see `problems`) is listed and the run goes on.
Each message says what was found, where, what was expected and what to do.
"""

from xiaoben_analytics.errors.base import XiaobenError, near
from xiaoben_analytics.errors.files import DataError, OutputError, RefusedError
from xiaoben_analytics.errors.ledger import BallotError, LedgerError
from xiaoben_analytics.errors.usage import PolicyError, UsageError

__all__ = [
    "BallotError",
    "DataError",
    "LedgerError",
    "OutputError",
    "PolicyError",
    "RefusedError",
    "UsageError",
    "XiaobenError",
    "near",
]
