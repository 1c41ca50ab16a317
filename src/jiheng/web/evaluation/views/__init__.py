"""Pages: lists, the plan, agencies; one evaluation: its work, people, scores, material, report."""
