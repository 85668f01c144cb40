"""What was done, what is due, who is told: mechanism only, no rule of the trade."""
