"""Textract's errors, with its codes, so that botocore raises the same exceptions."""


class ServiceError(Exception):
    """An error response."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        """Set the fields of the response.

        Args:
            code: Textract's exception name.
            message: for a person.
            status: HTTP status; 500 for Textract's own faults.
        """
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def invalid_parameter(message: str = "Request has invalid parameters") -> ServiceError:
    """Invalid parameter or combination."""
    return ServiceError("InvalidParameterException", message)


def invalid_object() -> ServiceError:
    """The object does not exist, or access is denied."""
    return ServiceError(
        "InvalidS3ObjectException", "Unable to get object metadata from S3. Check object key, region and/or access permissions."
    )


def unsupported() -> ServiceError:
    """The file is not a PDF, TIFF, JPEG or PNG."""
    return ServiceError("UnsupportedDocumentException", "Request has unsupported document format")


def too_large() -> ServiceError:
    """The file exceeds Textract's size limit."""
    return ServiceError("DocumentTooLargeException", "Document is too large")


def throttled() -> ServiceError:
    """More calls per second than the region's quota."""
    return ServiceError("ProvisionedThroughputExceededException", "Provisioned rate exceeded")
