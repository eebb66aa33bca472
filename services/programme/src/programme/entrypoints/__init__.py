"""In: the tables that tie wire shapes to use cases and read models. HTTP and the bus are made from them."""
