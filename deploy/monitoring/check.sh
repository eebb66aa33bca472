#!/usr/bin/env bash
# promtool over the alerts, their tests and the configuration; says so loudly when there is no promtool.
set -eu
cd "$(dirname "$0")"
promtool=${GROSZ_PROMTOOL:-$(command -v promtool || true)}
if [ -z "$promtool" ]; then
    echo "LEFT OUT: no promtool, alerts are not checked; run: make tools" >&2
    exit 0
fi
"$promtool" check rules --lint=all --lint-fatal rules/*.yaml >/dev/null
"$promtool" check config prometheus.yaml >/dev/null
"$promtool" test rules rules/tests/*.yaml >/dev/null
echo "promtool: $(ls rules/*.yaml | wc -l) files of alerts, their tests, prometheus.yaml"
