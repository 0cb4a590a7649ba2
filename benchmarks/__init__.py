"""Figures as ratios within one run. Never timed tests."""
