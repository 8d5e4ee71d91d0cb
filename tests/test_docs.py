"""The pages that are written from the code say what the code says."""

import importlib.util
from pathlib import Path

import pytest

from xiaoben_analytics.measures import MEASURES
from xiaoben_analytics.policy import list_policies

DOCS = Path(__file__).resolve().parents[1] / "docs"


def pages():
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize("name", ["measures.md", "regulations.md"])
def test_a_generated_page_is_up_to_date(name):
    assert DOCS.joinpath(name).read_text("utf-8") == pages()[name]()


def test_every_measure_has_a_line():
    page = DOCS.joinpath("measures.md").read_text("utf-8")
    assert [name for name in MEASURES if f"| `{name}` |" not in page] == []


def test_every_regulation_and_requirement_has_a_line():
    page = DOCS.joinpath("regulations.md").read_text("utf-8")
    labels = [rule.label for policy in list_policies().values() for rule in policy.requirements]
    assert [label for label in labels if f"| {label}：至少" not in page] == []


def test_every_rule_that_nothing_computes_has_a_line():
    page = DOCS.joinpath("regulations.md").read_text("utf-8")
    clauses = [one for policy in list_policies().values() for one in policy.clauses]
    assert [one.name for one in clauses if f"| {one.name} | {one.text} |" not in page] == []
