"""What Front may do to an integration: one file per area, one small object per scenario."""
