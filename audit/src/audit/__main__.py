"""`python -m audit`: the workbench by itself, without the console and the stack."""

from audit.commands import app

app(prog_name="python -m audit")
