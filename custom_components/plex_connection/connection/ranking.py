"""Priority scoring: which candidate is tried before which (rule 2)."""
