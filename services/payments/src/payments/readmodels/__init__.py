"""The papers on the desk: the payment register, and order files made from it."""
