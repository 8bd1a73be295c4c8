"""Ports: the interfaces of storage, queues, OCR, the user pool and the register, one file per port."""
