"""An invented office with invented people, for trying the product and for its rehearsal."""
