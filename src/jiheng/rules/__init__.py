"""Domain → findings: one module a rule, in a folder a family, listed in `registry`."""
