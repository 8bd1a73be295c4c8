"""Contract of the port Outbox."""


def test_receipts_are_found_among_the_reports(ports):
    ports.outbox.put("receipts/lot-1/lot-1-r1.json", '{"é": 1}', "application/json")
    ports.outbox.put("receipts/lot-1/lot-1-r1.html", "<p>", "text/html")
    ports.outbox.put("reports/rosters/x.json", "{}", "application/json")

    assert list(ports.outbox.receipts()) == ['{"é": 1}']


def test_a_report_is_read_line_by_line(ports):
    ports.outbox.put("receipts/lot é+%/x.json", '{\n"é": "\u2028"\n}\n', "application/json")

    assert "\n".join(ports.outbox.report_lines("receipts/lot é+%/x.json")).strip() == '{\n"é": "\u2028"\n}'
    assert ports.outbox.report_lines("receipts/other.json") is None
