"""The rules of the programme service, pure: standard library and shared.kernel only."""
