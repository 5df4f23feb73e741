"""Made-up pupils in SCB's files, calibrated to published figures, with a truth file beside them."""
