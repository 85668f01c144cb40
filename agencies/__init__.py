"""Who can help, and the ground they cover."""
