"""The OCR engine behind the local Textract: worker processes that read one page at a time."""
