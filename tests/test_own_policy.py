"""A school's own regulation: the copy that extends another, and the schema for editors."""

import json
import tomllib
from importlib import resources

import jsonschema
import pytest

from xiaoben_analytics.checks import check_regulation, places_to_decide
from xiaoben_analytics.errors import PolicyError, UsageError
from xiaoben_analytics.policy import extending_text, list_policies, policy_text, read_policy
from xiaoben_analytics.policy.schema import SCHEMA, policy_schema, schema_text

SHIPPED = sorted(list_policies())


def copied(tmp_path, name, *, used=False):
    """Write a copy, with every example taken into use or as it is, and return its path."""
    path = tmp_path / "本校.toml"
    lines = extending_text(name, path.stem).splitlines()
    path.write_text(
        "\n".join(line.removeprefix("# ") if used else line for line in lines), encoding="utf-8"
    )
    return path


def same(policy, other):
    """Compare two regulations but for their names."""
    said, expected = (one.model_dump(exclude={"id", "title", "decided"}) for one in (policy, other))
    return said == expected


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_is_the_regulation_that_it_extends(tmp_path, name):
    policy = read_policy(copied(tmp_path, name))
    assert policy.id == "本校"
    assert same(policy, read_policy(name))


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "county-110"])
def test_every_example_says_what_the_regulation_says(tmp_path, name):
    assert same(read_policy(copied(tmp_path, name, used=True)), read_policy(name))


def test_the_examples_of_county_110_state_what_it_leaves_open(tmp_path):
    policy = read_policy(copied(tmp_path, "county-110", used=True))
    assert same(policy.model_copy(update={"total": None}), read_policy("county-110"))
    assert all(policy.tiers.states(key) for key in ("rounding", "ties", "gated", "count_gated"))
    assert policy.states("reference")
    assert policy.total == 11000


def test_a_copy_of_a_schools_own_file_extends_that_file(tmp_path):
    own = copied(tmp_path, "county-110")
    other = tmp_path / "下级" / "分校.toml"
    other.parent.mkdir()
    other.write_text(extending_text(str(own), "分校"), encoding="utf-8")
    assert same(read_policy(other), read_policy("county-110"))


def test_a_share_that_is_no_whole_percentage_is_written_as_a_fraction(tmp_path):
    own = tmp_path / "三分.toml"
    levels = ", ".join(f'{{ name = "{name}", ratio = "1/3" }}' for name in ("优秀", "良好", "合格"))
    own.write_text(f'extends = "county-110"\n[tiers]\nlevels = [{levels}]\n', encoding="utf-8")
    text = extending_text(str(own), "本校")
    assert '# levels = [\n#     { name = "优秀", ratio = "1/3",' in text


@pytest.mark.parametrize("name", ["county110", "county-110+term-hour"])
def test_only_a_regulation_that_exists_can_be_copied(name):
    with pytest.raises(UsageError, match="没有名为"):
        extending_text(name, "本校")


@pytest.mark.parametrize("name", ["county-110+term-hours", "practice-counts+group-calendar"])
@pytest.mark.parametrize("used", [False, True])
def test_a_copy_of_joined_regulations_is_both(tmp_path, name, used):
    policy = read_policy(copied(tmp_path, name, used=used))
    assert same(policy.model_copy(update={"total": None}), read_policy(name))


def test_a_copy_of_joined_files_finds_them_from_anywhere(tmp_path):
    own = copied(tmp_path, "county-110")
    other = tmp_path / "下级" / "本校.toml"
    other.parent.mkdir()
    other.write_text(extending_text(f"{own}+term-hours", "分校"), encoding="utf-8")
    assert same(read_policy(other), read_policy("county-110+term-hours"))


def test_where_there_are_no_points_a_copy_states_no_total(tmp_path):
    own = tmp_path / "无分.toml"
    written = '[[components]]\nname = "learnt"\nlabel = "学时"\npoints = 0\n'
    items = 'items = [{ rule = "sum", measures = ["all_hours"] }]\n'
    own.write_text(f'id = "无分"\ntitle = "无分"\n{written}{items}', encoding="utf-8")
    assert "total" in places_to_decide(read_policy(own))
    assert read_policy(copied(tmp_path, str(own), used=True)).total is None


@pytest.mark.parametrize("name", SHIPPED)
def test_a_copy_shows_everything_that_can_be_changed(tmp_path, name):
    policy = read_policy(name)
    shown = tomllib.loads(copied(tmp_path, name, used=True).read_text("utf-8"))
    for section, rule in policy.written.items():
        if isinstance(rule, dict):
            asked = {key for key in rule if key not in ("source", "text", "decision")}
            assert asked <= set(shown.get(section, {})), section
        elif isinstance(rule, list) and section != "clauses":
            for written, own in zip(rule, shown[section], strict=True):
                unwritten = {"weight"} if section == "components" else set()
                assert (set(written) | unwritten) - {"source", "text", "decision"} == set(own)


def test_a_copy_of_county_110_shows_what_schools_change_most(tmp_path):
    shown = tomllib.loads(copied(tmp_path, "county-110", used=True).read_text("utf-8"))
    assert {part["weight"] for part in shown["components"]} == {1}
    assert shown["reference"] == "assessed"
    sharing = {"conserve": False, "apportionment": "largest_remainder", "group_weights": {}}
    assert sharing.items() <= shown["tiers"].items()
    assert shown["awards"]["contest"]["first"] == {"省": 5, "市": 4, "县": 3}
    assert shown["awards"]["competition"]["step"] == 0.25
    assert shown["reading"]["missing"] == 3
    assert shown["relay"]["within_working_days"] == 3
    assert shown["attendance"]["incidents"] == ["缺席", "迟到", "早退"]
    assert shown["gates"][0]["of"] == "required_activities"
    assert shown["components"][4]["items"][0]["measures"] == [
        "contest_points",
        "competition_points",
    ]


def test_what_is_decided_is_no_longer_found_and_must_exist(tmp_path):
    path = tmp_path / "本校.toml"
    path.write_text('extends = "county-110"\ndecided = ["tiers.levels", "total"]\n', "utf-8")
    keys = [one.key for one in check_regulation(read_policy(path))]
    assert len(keys) == 11
    assert not {"tiers.levels", "total"} & set(keys)
    path.write_text('extends = "county-110"\ndecided = ["components.bonu.items"]\n', "utf-8")
    with pytest.raises(PolicyError, match=r"components.bonu.items”在办法中没有。是否想用“bonus”"):
        read_policy(path)


# ------------------------------------------------------------------ the schema


def test_the_schema_that_ships_is_the_one_that_the_models_give():
    shipped = resources.files("xiaoben_analytics.policy").joinpath("schema.json")
    assert shipped.read_text("utf-8") == schema_text()
    assert f"#:schema {SCHEMA.as_uri()}" in extending_text("county-110", "本校")


def test_every_key_is_explained_in_chinese():
    schema = policy_schema()
    pieces = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    said = [key["description"] for piece in pieces for key in piece["properties"].values()]
    assert len(said) > 100
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in said)


@pytest.mark.parametrize("name", [*SHIPPED, "_common"])
def test_every_shipped_regulation_fits_the_schema(name):
    validator = jsonschema.Draft7Validator(json.loads(schema_text()))
    validator.check_schema(policy_schema())
    assert list(validator.iter_errors(tomllib.loads(policy_text(name)))) == []


@pytest.mark.parametrize(
    "text",
    [
        'titel = "办法"',
        '[[requirements]]\nat_least = "30"',
        '[[requirements]]\nmeasure = "training_hour"',
        '[tiers]\nrounding = "half-up"',
        "[tiers]\ncount_gated = 1",
    ],
)
def test_the_schema_marks_mistakes(text):
    validator = jsonschema.Draft7Validator(policy_schema())
    assert list(validator.iter_errors(tomllib.loads(text)))
