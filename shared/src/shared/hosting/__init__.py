"""The house that every service lives in: wires store, writer, bus, HTTP and read models from one description."""
