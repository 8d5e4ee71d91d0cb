"""The one form in which the ledger writes and hashes: JSON of which any changed byte shows.

Keys sorted, no blanks, UTF-8, no floats; equal to RFC 8785 for what is written here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd


def canonical(value: object) -> bytes:
    """Write a value as JSON in its one form; exact amounts as text."""
    return dumped(plain(value))


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a value's one form."""
    return sha256(canonical(value)).hexdigest()


def digest(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of a table: its columns and rows in order, whatever the machine."""
    rows = frame.astype("object").where(frame.notna(), None).to_numpy().tolist()
    return fingerprint({"columns": list(frame), "rows": rows})


def plain(value: object) -> Any:
    """Turn a value into what JSON has, without floats: 3/10 and 0.3 become text.

    >>> from fractions import Fraction
    >>> plain({"ratio": Fraction(3, 10), "sizes": (1, 2)})
    {'ratio': '3/10', 'sizes': [1, 2]}
    """
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def dumped(value: object) -> bytes:
    """Write a plain value in its one form."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode()
