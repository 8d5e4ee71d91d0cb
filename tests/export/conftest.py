"""One pack that many tests read, and one of a school whose names might do harm."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from schools import school_rows

from xiaoben_analytics.export import write_pack
from xiaoben_analytics.ledger import LEDGER_FILE, Ledger
from xiaoben_analytics.summary import summarize

sys.path.insert(0, str(Path(__file__).parent))

from made import HARMFUL, assess_rows, make_result


@pytest.fixture(scope="session")
def result():
    return make_result()


@pytest.fixture(scope="session")
def harmful():
    """A school where people, groups and activities have names that might do harm."""
    rows = school_rows(5, teachers=12, groups=2, activities=6)
    for teacher, name in zip(rows["roster"], HARMFUL * 2, strict=True):
        teacher["name"] = name
        teacher["group"] = teacher["group"].replace("第1组", "=1+1<img src=x>")
        teacher["birth_date"] = pd.Timestamp("1979-05-17")
    for activity in rows["plan"]:
        activity["title"] = "<script>alert(2)</script>\x07"
        activity["audience"] = "全体教师"
    for review in rows["group_review"]:
        review["group"] = review["group"].replace("第1组", "=1+1<img src=x>")
    return assess_rows(rows)


@pytest.fixture(scope="session")
def summary(result):
    return summarize(result, ledger=Ledger(Path(LEDGER_FILE)))


@pytest.fixture(scope="session")
def pack(result, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    write_pack(result, folder)
    return folder


@pytest.fixture(scope="session")
def harmful_pack(harmful, tmp_path_factory):
    folder = tmp_path_factory.mktemp("harmful")
    write_pack(harmful, folder)
    return folder
