"""The only room that speaks to AWS: one module per service, one class per port."""
