"""The dictionary of public tasks, as an answer."""

from dataclasses import asdict
from datetime import date
from typing import Any

from shared.kernel.task_areas import TASK_AREAS, task_areas_on

STATE_OF_LAW = "Dz.U. 2024 poz. 1491, 2024-09-17"


def task_areas(_connection: Any, *, on: date | None) -> dict[str, Any]:
    """The items of UDPP art. 4(1) on a day, or all that there ever were, in the order of the law."""
    shown = task_areas_on(on) if on else list(TASK_AREAS)
    return {"on": on, "state_of_law": STATE_OF_LAW, "task_areas": [asdict(area) for area in shown]}
