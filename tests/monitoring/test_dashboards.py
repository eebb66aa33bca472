"""Dashboards: what is committed is what the code makes; what they ask is tested against a real Prometheus elsewhere."""

from __future__ import annotations

import json

import pytest

from deploy.monitoring.dashboards.boards import BOARDS
from deploy.monitoring.dashboards.grafana import Board, text_of
from tests.support.prometheus import MONITORING


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_the_committed_file_is_what_the_code_makes(board: Board):
    assert (MONITORING / f"dashboards/{board.uid}.json").read_text() == text_of(board), "run: make dashboards"


def test_every_file_is_made_by_the_code():
    assert {file.stem for file in (MONITORING / "dashboards").glob("*.json")} == {board.uid for board in BOARDS}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_panels_lie_on_the_grid_and_none_on_another(board: Board):
    places = [panel["gridPos"] for panel in json.loads(text_of(board))["panels"]]
    taken: set[tuple[int, int]] = set()
    for place in places:
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not taken & cells
        taken |= cells
