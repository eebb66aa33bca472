"""python -m bench: measure, check, report. Exit code 1 when a check of money failed, 2 for wrong usage."""

from bench.command import main

if __name__ == "__main__":
    raise SystemExit(main())
