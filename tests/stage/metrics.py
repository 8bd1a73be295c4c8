"""What a function's printed lines tell CloudWatch, in its embedded metric format."""

import json


def published(said):
    """Values of the metrics in what a function printed, by name."""
    lines = [json.loads(line) for line in said.splitlines() if '"CloudWatchMetrics"' in line]
    found = {}
    for each in lines:
        (told,) = each["_aws"]["CloudWatchMetrics"]
        assert (told["Namespace"], told["Dimensions"], each["service"]) == ("Ububiko/test", [["service"]], "ububiko")
        for metric in told["Metrics"]:
            found.setdefault(metric["Name"], []).extend(each[metric["Name"]])
    return found
