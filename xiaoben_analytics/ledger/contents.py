"""The kinds of lines, and what each kind says: its keys and what stands at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationError,
    model_validator,
)

from xiaoben_analytics.ledger.form import fingerprint

POLICY = "policy"
SCENARIO = "scenario"
DECISION = "decision"
LOCK = "lock"
REOPEN = "reopen"
REPAIR = "repair"
ISSUED = "ballots_issued"
SEALED = "ballots_sealed"
OPENED = "ballots_opened"

KINDS = {
    POLICY: "办法全文",
    SCENARIO: "方案",
    DECISION: "决定",
    LOCK: "锁定",
    REOPEN: "解除锁定",
    REPAIR: "补记",
    ISSUED: "发票",
    SEALED: "封存",
    OPENED: "开票",
}


def find_fault(kind: str, content: Mapping[str, Any]) -> str:
    """Say what is wrong with what a line of a kind says; nothing where it is as it should be."""
    if kind not in KINDS:
        return f"的种类“{kind}”本程序不认识：可能是更新的版本写的，或不是本程序所写"
    try:
        _SAYS[kind].model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        what = "缺少" if first["type"] == "missing" else "不对的是"
        where = f"{what}“{place}”" if place else "办法全文与它的指纹不符"
        return f"不是“{KINDS[kind]}”的写法：{where}"
    return ""


Text = Annotated[str, StringConstraints(pattern=r"\S")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,40}(/[1-9][0-9]{0,40})?$")]


class _Whole(BaseModel):
    """What has no further keys."""

    model_config = ConfigDict(extra="forbid")


class _Move(_Whole):
    teacher_id: Text
    to_tier: Text
    reason: Text
    authoriser: Text
    despite_gate: StrictBool = False


class _Scenario(_Whole):
    name: Text
    changes: dict[str, Any]
    moves: list[_Move]


class _Named(BaseModel):
    id: str
    title: str
    hash: Key


class _Difference(_Whole):
    key: str
    found: str
    reading: str
    other: str
    changes: dict[str, Any]


class _Policy(_Named):
    written: dict[str, Any]
    differences: list[_Difference] = []

    @model_validator(mode="after")
    def _is_the_text_of_its_hash(self) -> Self:
        if fingerprint(self.written) != self.hash:
            raise ValueError
        return self


class _Line(BaseModel):
    pool: str
    tier: str
    seats: StrictInt


class _Moved(BaseModel):
    teacher_id: str
    name: str
    from_tier: str | None
    to_tier: str
    why: str


class _Standing(BaseModel):
    teacher_id: str
    name: str
    total: StrictInt
    tier: str


class _Digests(BaseModel):
    standings: Key
    cutoffs: Key


class _Considered(BaseModel):
    scenario: _Scenario
    policy: _Named
    school_year: str
    files: dict[str, Key]
    teachers: StrictInt
    counts: Annotated[list[tuple[str, StrictInt]], Field(min_length=1)]
    cutoffs: list[_Line]
    moved: list[_Moved]
    standings: list[_Standing]
    digests: _Digests
    idle: list[str] = []


class _Decided(_Considered):
    decided_by: Text
    reason: Text


class _Locked(BaseModel):
    by: Text
    reason: str


class _Reopened(BaseModel):
    by: Text
    reason: Text


class _Repaired(_Reopened):
    line: StrictInt
    bytes: StrictInt
    sha256: Key


class _Issued(BaseModel):
    topic: Text
    tiers: list[str]
    scopes: list[tuple[str, StrictInt]]
    tickets: list[tuple[str, Key]]


class _Hashed(BaseModel):
    member: Text
    sha256: Key


class _Sealed(BaseModel):
    topic: Text
    ballots: list[_Hashed]


class _Proposal(_Whole):
    scope: Text
    unit: Literal["ratio", "seats"]
    amounts: list[Amount]
    reason: str


class _Ballot(_Whole):
    member: Text
    ticket: str
    proposals: list[_Proposal]


class _Opened(BaseModel):
    topic: Text
    ballots: list[_Ballot]
    without: list[str]


_SAYS: Mapping[str, type[BaseModel]] = {
    POLICY: _Policy,
    SCENARIO: _Considered,
    DECISION: _Decided,
    LOCK: _Locked,
    REOPEN: _Reopened,
    REPAIR: _Repaired,
    ISSUED: _Issued,
    SEALED: _Sealed,
    OPENED: _Opened,
}
