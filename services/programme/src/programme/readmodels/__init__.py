"""The papers on the desk: the journal and the budget sheet, the registers of programmes and calls."""
