"""What every area that hands papers in has in common: a working copy that changes, versions that do not, one review.

An area derives its two tables from `models.Submission` and `models.SubmittedVersion`, describes itself with a
`Submissions` and registers that; saving with a version check, handing in, withdrawing, changing after approval and what
the review decides are then the same everywhere, in the log as well.
"""
