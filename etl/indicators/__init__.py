"""The indicators themselves, one module a domain."""
