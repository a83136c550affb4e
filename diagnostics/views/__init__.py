"""Pages of the explanations themselves: a box to paste any failure into, the catalogue, and the code dictionary."""
