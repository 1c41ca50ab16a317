"""`jiheng check --format docx|pdf`: the papers of a review, with the findings where a reviewer looks for them."""

from jiheng.reports.review.papers import review_paper

__all__ = ["review_paper"]
