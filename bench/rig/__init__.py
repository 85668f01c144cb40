"""What the measurements in `bench/` are made of: servers, boards, consoles, the floor. Nothing here runs by itself."""
