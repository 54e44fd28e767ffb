"""Amounts with units: read, add, scale and compare them; litres never meet kilograms."""
