"""The rules of notifications, pure: notice."""
