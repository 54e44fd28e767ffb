"""How long a household's water, food and medication last, checked against official advice."""

__version__ = "0.1.0"
