"""What Textract says no with: its own codes, so that botocore raises its own exceptions."""


class ServiceError(Exception):
    """One error answer."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        """Keep what goes on the wire.

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
    """A parameter's form or combination is wrong."""
    return ServiceError("InvalidParameterException", message)


def invalid_object() -> ServiceError:
    """S3 has no such object, or does not show it."""
    return ServiceError(
        "InvalidS3ObjectException", "Unable to get object metadata from S3. Check object key, region and/or access permissions."
    )


def unsupported() -> ServiceError:
    """Neither PDF nor TIFF nor JPEG nor PNG."""
    return ServiceError("UnsupportedDocumentException", "Request has unsupported document format")


def too_large() -> ServiceError:
    """More bytes than Textract takes."""
    return ServiceError("DocumentTooLargeException", "Document is too large")


def throttled() -> ServiceError:
    """More calls a second than the region's quota."""
    return ServiceError("ProvisionedThroughputExceededException", "Provisioned rate exceeded")
