"""Tables made elsewhere, for the commands: pupils to fit a model to, counts to protect."""
