"""Grafana dashboards as code: `python -m deploy.monitoring.dashboards` writes one JSON file per dashboard."""
