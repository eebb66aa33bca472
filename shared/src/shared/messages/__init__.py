"""What goes over the wire: shapes only, one module per service that owns them, no behaviour.

Reached only at the border: entrypoints, `adapters.publishing`, `shared.transport`, the auditor and the console.
A shape never changes within its version; a new shape is a new version beside the old one.
"""
