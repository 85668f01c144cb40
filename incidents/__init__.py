"""What is happening: the heart. Incidents and their assignments change together, under one lock."""
