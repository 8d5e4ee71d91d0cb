"""What stands on a panel: nothing invisible, nothing endless, and no trace of a click once names are hidden."""

from __future__ import annotations

import json

import ipywidgets
import pytest
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures.template import new_layout
from xiaoben_analytics.widgets import (
    AbsencesExplorer,
    GroupExplorer,
    NameSwitch,
    ParticipationExplorer,
    TierExplorer,
)

TURNED, GROUP, ENDLESS = "\u202e", "语\u202e文组", "长" * 3000


@pytest.fixture(scope="module")
def result() -> Assessment:
    rows = school_rows(3, teachers=12, groups=2, activities=4)
    for table in rows.values():
        for row in table:
            for place in ("group", "audience"):
                if row.get(place) == "第1组":
                    row[place] = GROUP
    for person in rows["roster"]:
        person["name"] = f"{ENDLESS if person['teacher_id'] == '0001' else '教'}{TURNED}师"
    rows["plan"][0]["title"] = f"研修{TURNED}一"
    return assess(as_school(rows))


def parts(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


@pytest.mark.parametrize("panel", [GroupExplorer, ParticipationExplorer, TierExplorer])
def test_no_sentence_table_option_or_alternative_turns_the_writing_direction(result, panel):
    shown = panel(result)
    shown.viewer.opened.value = True
    for part in parts(shown):
        if isinstance(part, ipywidgets.HTML):
            assert TURNED not in part.value
        assert not [text for text in getattr(part, "_options_labels", ()) if TURNED in text]
    assert TURNED not in json.loads(shown.viewer.chart.figure)["layout"]["meta"]["alternative"]


def test_a_group_is_chosen_by_its_own_name_however_it_is_shown(result):
    control = GroupExplorer(result).control
    control.group.label = GROUP.replace(TURNED, "�")
    assert control.value.group == GROUP


def test_an_endless_name_leaves_room_for_the_chart(result):
    layout = json.loads(AbsencesExplorer(result).viewer.chart.figure)["layout"]
    assert layout["margin"]["t"] < 400
    longest = new_layout("，".join(["某组最高"] * 500))
    assert longest["title"]["text"].count("<br>") == 7
    assert longest["title"]["text"].endswith("…")


def test_nothing_tells_who_was_clicked_once_names_are_hidden(result):
    panel = GroupExplorer(result, names=NameSwitch())
    group, who = result.standings[["group", "teacher_id"]].iloc[0]
    panel.viewer.chart.clicked = {"mark": {"group": group, "teacher": who}, "time": 1}
    assert panel.control.value.teacher == who
    panel.names.value = True
    assert panel.viewer.chart.clicked == {}
    assert panel.control.value.teacher == who
