"""What is on the shelf: items, how they are found and how they are used."""
