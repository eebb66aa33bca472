"""The papers on the desk: tables that follow our own feed, and the questions they answer."""
