"""What every screen says: values in, documents out."""
