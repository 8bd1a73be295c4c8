"""Contract of the port Outbox."""


def test_receipts_are_found_among_the_reports(ports):
    keys = [f"receipts/{name}.json" for name in ("lot-1/lot-1-r1", "lot-1/lot-1-r2", "lot-10/lot-10-r1", "é/é-r1")]
    for key in (*keys, "receipts/lot-1/lot-1-r1.html", "reports/rosters/x.json"):
        ports.outbox.put(key, "{}", "application/json")

    assert list(ports.outbox.receipts()) == keys
    assert list(ports.outbox.receipts("receipts/lot-1/")) == keys[:2]
    for number, key in enumerate(keys, 1):
        assert list(ports.outbox.receipts(after=key)) == keys[number:]


def test_a_report_is_read_line_by_line(ports):
    ports.outbox.put("receipts/lot é+%/x.json", '{\n"é": "\u2028"\n}\n', "application/json")

    assert "\n".join(ports.outbox.report_lines("receipts/lot é+%/x.json")).strip() == '{\n"é": "\u2028"\n}'
    assert ports.outbox.report_lines("receipts/other.json") is None


def test_a_report_of_bytes_is_written_as_it_is(ports):
    ports.outbox.put("reports/x.pdf", b"%PDF-1.5\nabc\n", "application/pdf")

    assert list(ports.outbox.report_lines("reports/x.pdf")) == ["%PDF-1.5", "abc"]
