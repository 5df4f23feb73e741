"""The commands of `spiral …`, one file for each thing they are about; heavy imports wait until a command runs."""
