"""What is hidden: in one source hidden in all, and never to be worked out from what is printed."""
