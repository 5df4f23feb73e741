"""What every page shares, no word of the domain: shell, fields, help, style page, codes, limits on a request."""
