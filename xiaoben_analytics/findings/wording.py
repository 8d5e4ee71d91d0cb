"""How holders, shares and amounts are named in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def name_holders(amounts: Mapping[str, T], amount: T, most: int = 3, unit: str = "个") -> str:
    """Name all who have this amount."""
    return name_some([name for name, own in amounts.items() if own == amount], unit, most)


def name_some(names: Sequence[str], unit: str = "个", most: int = 3) -> str:
    """Name them; of more than `most`, name the first ones and say how many they are."""
    more = f"等 {len(names)} {unit}" if len(names) > most else ""
    return f"{'、'.join(names[:most])}{more}"
