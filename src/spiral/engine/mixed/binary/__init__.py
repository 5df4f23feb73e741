"""Yes/no outcomes: logistic models of nested groups by adaptive quadrature."""
