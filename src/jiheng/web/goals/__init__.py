"""Writing goals: the department part and the project tables, their versions, handing in."""
