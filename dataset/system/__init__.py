"""The few calls that operating systems answer differently; elsewhere the code is the same on all of them."""
