"""The papers on the desk: the notice register."""
