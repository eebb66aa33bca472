"""The notifications service: who was told what, when, because of which fact."""
