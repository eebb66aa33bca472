"""The measurements as tables for people. The JSON document is the same as it is."""

from __future__ import annotations

from typing import Any


def text(document: dict[str, Any]) -> str:
    lines = [_settings(document)]
    for case in document["cases"]:
        lines += ["", f"{case['title']}, {case['callers']} callers", *_table(case)]
    if document["aims"]:
        slowed = document["options"]["commit_delay_us"]
        lines += ["", f"Aims, with the log slowed by {slowed} µs on purpose" if slowed else "Aims"]
        lines += [
            f"  {'met    ' if aim['met'] else 'NOT met'}  {aim['what']}: {aim['found']} (wanted {aim['wanted']})"
            for aim in document["aims"]
        ]
    return "\n".join(lines)


def _settings(document: dict[str, Any]) -> str:
    machine, options = document["machine"], document["options"]
    postgres = ", ".join(f"{name} {value}" for name, value in machine["postgresql"].items())
    slowed = (
        f"THE LOG IS SLOWED ON PURPOSE: each sync takes {options['commit_delay_us']} µs more (commit_delay)\n"
        if options["commit_delay_us"]
        else ""
    )
    return (
        f"{slowed}{machine['measured_at']}; {machine['cores']} cores, {machine['processor']}, {machine['system']}, "
        f"Python {machine['python']}\n"
        f"PostgreSQL: {postgres}\n"
        f"disk: fdatasync of 8 kB takes {machine['fdatasync_median_ms']} ms (median); "
        f"load average before {machine['load_before']:.1f}, after {machine['load_after']:.1f}\n"
        f"{options['rounds']} rounds of {options['seconds']} s, warm-up {options['warm_up_seconds']} s, think time 0, "
        f"interleaved; rates and ratios: median (min-max) over rounds; latencies over all rounds"
    )


def _table(case: dict[str, Any]) -> list[str]:
    first = next(iter(case["contenders"]))
    head = f"  {'':17} {'per second':>22} {f'{first} / it':>20} {'p50 ms':>9} {'p99 ms':>9}"
    lines = [head]
    for name, found in case["contenders"].items():
        latency = found["latency_ms"]
        ratio = _spread(case["ratios"][name], 2) if case["ratios"].get(name) else ""
        again = f"   decided again {found['decided_again']}" if found["decided_again"] else ""
        lines.append(
            f"  {name:17} {_spread(found['per_second'], 0):>22} {ratio:>20} {_ms(latency['p50']):>9} "
            f"{_ms(latency['p99']):>9}{again}"
        )
    return lines


def _spread(values: dict[str, float], digits: int) -> str:
    return f"{values['median']:.{digits}f} ({values['min']:.{digits}f}-{values['max']:.{digits}f})"


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
