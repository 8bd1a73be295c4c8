"""The emulator of AWS: its process, the deployment of the template, repairs, users."""
