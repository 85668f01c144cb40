"""How we hear of it: calls, the people behind them, and what they reported."""
