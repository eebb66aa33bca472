"""The programme service: the annual programme, its budget and its calls. The one authority for the limit."""
