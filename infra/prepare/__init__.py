"""`ububiko-prepare`: checks a folder of scans before the sync, on the scanning room's own computer; needs neither AWS nor a network."""
