"""How a document looks: one file for each form."""
