"""Writes each dashboard beside this file; a test holds what is committed to what is generated."""

from pathlib import Path

from deploy.monitoring.dashboards.boards import BOARDS
from deploy.monitoring.dashboards.grafana import text_of

for board in BOARDS:
    path = Path(__file__).with_name(f"{board.uid}.json")
    path.write_text(text_of(board))
    print(path.name)
