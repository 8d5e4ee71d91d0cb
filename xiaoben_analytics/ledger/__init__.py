"""The ledger of decisions: lines that are only ever added, each tied to the one before by its hash."""

from xiaoben_analytics.ledger.ballots import Form, Sealing, find_round, issue, open_ballots, seal
from xiaoben_analytics.ledger.chain import Fault, Line
from xiaoben_analytics.ledger.contents import KINDS
from xiaoben_analytics.ledger.decisions import (
    consider,
    decide,
    digests,
    hash_files,
    keepable,
    lock,
    reopen,
    sign,
)
from xiaoben_analytics.ledger.disagreement import Disagreement, compare_ballots, propose
from xiaoben_analytics.ledger.file import LEDGER_FILE, Ledger, open_ledger, repair, verify
from xiaoben_analytics.ledger.form import digest
from xiaoben_analytics.ledger.replaying import Replay, kept_scenarios, read_scenario, replay
from xiaoben_analytics.ledger.settling import (
    Settled,
    cite_line,
    find_authority,
    find_present,
    settle,
)
from xiaoben_analytics.ledger.sheets import COMMON, HEADER, TICKET, Ballot, Proposal
from xiaoben_analytics.ledger.telling import say_idle, say_line

__all__ = [
    "COMMON",
    "HEADER",
    "KINDS",
    "LEDGER_FILE",
    "TICKET",
    "Ballot",
    "Disagreement",
    "Fault",
    "Form",
    "Ledger",
    "Line",
    "Proposal",
    "Replay",
    "Sealing",
    "Settled",
    "cite_line",
    "compare_ballots",
    "consider",
    "decide",
    "digest",
    "digests",
    "find_authority",
    "find_present",
    "find_round",
    "hash_files",
    "issue",
    "keepable",
    "kept_scenarios",
    "lock",
    "open_ballots",
    "open_ledger",
    "propose",
    "read_scenario",
    "reopen",
    "repair",
    "replay",
    "say_idle",
    "say_line",
    "seal",
    "settle",
    "sign",
    "verify",
]
