"""What happened: measures, monthly reports, and whether the books add up."""
