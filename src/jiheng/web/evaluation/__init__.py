"""Evaluation by departments and the finance bureau: the year's plan, the frame, experts who score blindly, the result."""
