"""Commands that are imported only when they are called, so that `grosz down` does not wait for the demo's imports."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup

from grosz.telling import told


class LazyGroup(TyperGroup):
    """A group of commands some of which are named by module and function."""

    lazy: ClassVar[dict[str, str]] = {
        "demo": "grosz.demo.command:demo",
        "import": "grosz.register.command:import_register",
    }

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in self.lazy if self._is_installed(name))]

    def _is_installed(self, name: str) -> bool:
        """A room may be left out of an installation; looking for it does not import it."""
        package, _, module = self.lazy.get(name, "").partition(":")[0].rpartition(".")
        return bool(package and find_spec(package) and find_spec(f"{package}.{module}"))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if not self._is_installed(cmd_name):
            return super().get_command(ctx, cmd_name)
        module, function = self.lazy[cmd_name].split(":")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name)(told(getattr(import_module(module), function)))
        return typer.main.get_command(single)
