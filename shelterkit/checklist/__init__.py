"""Checklists: what to do before, during and after, and what of it a household has already."""
