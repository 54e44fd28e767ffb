"""What needs attention: low needs, dates, medicine to order, and a kit nobody has looked at."""
