"""Se: the rooms that show how it is going, and see again whether it helped."""
