"""The comparison of pages sees what a reader would see, and nothing smaller."""

import shutil

import pytest
import snapshots
from PIL import Image, ImageDraw


def _page(*, top=100, text="校本培训"):
    page = Image.new("L", (331, 468), 255)
    ImageDraw.Draw(page).rectangle((60, top, 270, top + 5), fill=90)
    ImageDraw.Draw(page).rectangle((60, 300, 270, 305), fill=90)
    return page


def test_a_line_that_moved_is_far_away_and_the_same_page_is_not():
    assert snapshots.difference(_page(), _page()) == 0
    assert snapshots.difference(_page(top=112), _page()) > snapshots.TOLERANCE


def test_a_pale_haze_over_the_page_is_tolerated():
    haze = _page().point(lambda shade: shade - 6 if shade > 6 else shade)
    assert 0 < snapshots.difference(haze, _page()) <= snapshots.TOLERANCE


def test_a_turned_page_is_another_page():
    assert snapshots.difference(_page().rotate(90, expand=True), _page()) == 255


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_a_kept_page_is_compared_here_and_skipped_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "KEPT", tmp_path / "kept")
    monkeypatch.setenv("XIAOBEN_SNAPSHOTS", "write")
    snapshots.assert_looks_as_kept(_page(), "page", tmp_path)
    monkeypatch.delenv("XIAOBEN_SNAPSHOTS")
    snapshots.assert_looks_as_kept(_page(), "page", tmp_path)
    with pytest.raises(AssertionError, match="differ by"):
        snapshots.assert_looks_as_kept(_page(top=150), "page", tmp_path)
    assert (tmp_path / "page.png").exists()
    monkeypatch.setattr(snapshots, "machine", lambda: "LibreOffice 99.1, 宋体")
    with pytest.raises(pytest.skip.Exception, match="LibreOffice 99"):
        snapshots.assert_looks_as_kept(_page(), "page", tmp_path)
