"""What every page shares: the shell, the help, the style page; and the registry through which lower apps are called."""
