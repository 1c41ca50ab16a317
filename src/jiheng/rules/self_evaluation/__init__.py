"""What is wrong with self-evaluation tables (单位自评)."""
