"""What each reader may see: declared in one place, and looked for in every part of every file."""

import json
import re
from pathlib import Path

import pytest
from parts import parts_of, words_of

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import UsageError
from xiaoben_analytics.export import write_pack
from xiaoben_analytics.export.handouts import Material, list_handouts
from xiaoben_analytics.ledger import Ledger
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.summary import AUDIENCES, Sight, find_audiences

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = re.compile(r"(?<![\d.])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![\d.])")
BIRTHDAY = re.compile(
    r"(?:19[5-9]\d|200\d)[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])"
)


@pytest.fixture(scope="module")
def sample():
    return assess(read_school(ROOT / "data" / "sample"))


@pytest.fixture(scope="module")
def written(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_pack(sample, folder)
    return folder


@pytest.fixture(scope="module")
def handouts(sample):
    material = Material(sample, Ledger(Path("none.jsonl")), progress=lambda _step: None)
    return {one.name: one for one in list_handouts(material, find_audiences(()))}


@pytest.fixture(scope="module")
def words(written, handouts):
    return {name: words_of(written / name) for name in handouts}


def test_every_file_belongs_to_one_reader_and_run_says_to_whom(written, handouts):
    files = {
        str(path.relative_to(written).as_posix()) for path in written.rglob("*") if path.is_file()
    }
    assert files == {*handouts, "核对.json", "run.json"}
    outputs = json.loads((written / "run.json").read_text("utf-8"))["outputs"]
    assert {name: one["audience"] for name, one in outputs.items()} == {
        **{name: one.audience for name, one in handouts.items()},
        "核对.json": "",
    }


def test_nobody_sees_the_name_or_id_of_a_teacher_who_is_not_theirs_to_see(sample, handouts, words):
    people = sample.teachers[["teacher_id", "name"]].itertuples(index=False, name=None)
    looked = 0
    for teacher, name in people:
        for file, handout in handouts.items():
            audience = AUDIENCES[handout.audience]
            seen = audience.sees_own if teacher in handout.own else audience.sees_others
            own_names = set(
                sample.teachers.set_index("teacher_id")["name"].reindex(list(handout.own))
            )
            if Sight.NAME not in seen and name not in own_names:
                assert name not in words[file], (file, name)
                looked += 1
            if Sight.ID not in seen:
                assert not re.search(rf"(?<![\d.]){teacher}(?![\d.])", words[file]), (file, teacher)
                looked += 1
    assert looked > 5000


def test_whoever_may_see_everything_of_their_own_is_shown_it(sample, handouts, words):
    totals = sample.standings.set_index("teacher_id")["total"]
    for file, handout in handouts.items():
        if handout.audience in ("group", "teacher"):
            for teacher in handout.own & set(totals.index):
                assert f"{totals[teacher] / 100:.2f}" in words[file], (file, teacher)


def test_the_public_sees_neither_points_nor_who_failed(sample, handouts, words):
    failing = sample.standings[sample.standings["tier"] == sample.policy.tiers.failing.name]
    assert len(failing) > 0
    for file, handout in handouts.items():
        if handout.audience == "public":
            assert Sight.POINTS not in AUDIENCES["public"].sees_own
            assert not any(
                f"{total / 100:.2f}" in words[file] for total in sample.standings["total"]
            )
            assert not any(name in words[file] for name in failing["name"])


def test_no_file_holds_a_personal_number_or_a_birth_date(written, sample):
    born = sample.teachers["birth_date"].dropna() if "birth_date" in sample.teachers else []
    days = {
        text
        for day in born
        for text in (f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day:%Y.%m.%d}")
    }
    for path in written.rglob("*"):
        if path.is_file():
            for part, text in parts_of(path).items():
                if path.suffix != ".html":  # plotly's program holds long numbers
                    assert not PERSONAL.search(
                        re.sub(r'(?:id|Id|r:embed|descr|uri|uid|val|hash)="[^"]*"', "", text)
                    ), part
                assert not any(day in text for day in days), part


def test_a_reader_chosen_gets_their_files_and_nothing_else(sample, tmp_path):
    pack = write_pack(sample, tmp_path, audiences=["公示"])
    assert {path.name for path in pack.files} == {"公示.docx", "公示.xlsx", "核对.json", "run.json"}
    run = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert not {"results", "findings"} & set(run)
    assert not any(
        name in (tmp_path / "run.json").read_text("utf-8") for name in sample.teachers["name"]
    )


def test_names_may_be_masked_for_the_public(sample, tmp_path):
    write_pack(sample, tmp_path, audiences=["public"], masked=True)
    told = words_of(tmp_path / "公示.docx") + words_of(tmp_path / "公示.xlsx")
    assert not any(name in told for name in sample.teachers["name"])
    assert "*" in told


def test_an_unknown_reader_is_answered_with_the_known_ones():
    with pytest.raises(UsageError, match=r"没有名为“校长”的读者.*leadership（领导班子）"):
        find_audiences(["校长"])
