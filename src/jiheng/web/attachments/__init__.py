"""Files that people add to what they write: evidence, working papers, proof that something was mended."""
