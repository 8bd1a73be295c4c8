"""SQS, and the time that it waits in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.stage import QUEUES
from tests.stage.account import declared


class LeapingClock:
    """The machine's time and all the pauses that nobody really waited."""

    def __init__(self):
        self._ahead = timedelta()

    def now(self):
        return datetime.now(UTC) + self._ahead

    def pause(self, seconds):
        self._ahead += timedelta(seconds=seconds)


@dataclass(kw_only=True)
class Message:
    """One message in a queue."""

    body: str
    due: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    group: str | None = None
    receives: int = 0
    receipt: str | None = None


class Queues:
    """SQS as Lambda's event source mappings see it."""

    def __init__(self, clock):
        self._clock = clock
        self.waiting = {name: [] for name in QUEUES}
        self.dead = {name: [] for name in QUEUES}
        settings = {name: declared("queues.yaml", resource) for name, resource in QUEUES.items()}
        self.visibility = {name: said["VisibilityTimeout"] for name, said in settings.items()}
        self.most_receives = {name: said["RedrivePolicy"]["maxReceiveCount"] for name, said in settings.items()}

    def answer(self, operation, asked):
        """Take what is sent, hide what is lent."""
        name = asked["QueueUrl"].rpartition("/")[2]
        if operation == "ChangeMessageVisibilityBatch":
            for each in asked["Entries"]:
                self.hide(name, each["ReceiptHandle"], each["VisibilityTimeout"])
            return 200, {"Successful": [{"Id": each["Id"]} for each in asked["Entries"]], "Failed": []}
        if operation == "SendMessage":
            return 200, {"MessageId": self.put(name, asked).id, "MD5OfMessageBody": ""}
        taken = [{"Id": each["Id"], "MessageId": self.put(name, each).id, "MD5OfMessageBody": ""} for each in asked["Entries"]]
        return 200, {"Successful": taken, "Failed": []}

    def put(self, name, sent):
        """Put one message in a queue."""
        assert len(sent["MessageBody"].encode()) <= 1024 * 1024
        assert not name.endswith(".fifo") or {"MessageGroupId", "MessageDeduplicationId"} <= sent.keys()
        due = self._clock.now() + timedelta(seconds=sent.get("DelaySeconds", 0))
        message = Message(body=sent["MessageBody"], due=due, group=sent.get("MessageGroupId"))
        self.waiting[name].append(message)
        return message

    def hide(self, name, receipt, seconds):
        """Hide a message that is lent, from now on."""
        for message in self.waiting[name]:
            if message.receipt == receipt:
                message.due = self._clock.now() + timedelta(seconds=seconds)

    def receive(self, name, most):
        """Lend what is due, at most so many, and hide it for the queue's visibility timeout."""
        now = self._clock.now()
        lent = [each for each in self.waiting[name] if each.due <= now][:most]
        for message in lent:
            message.receives += 1
            message.receipt = str(uuid4())
            message.due = now + timedelta(seconds=self.visibility[name])
        return lent

    def settle(self, name, lent, failed):
        """Delete what was handled; what has failed too often goes to the dead letters."""
        for message in lent:
            if message.id not in failed:
                self.waiting[name].remove(message)
            elif message.receives >= self.most_receives[name]:
                self.waiting[name].remove(message)
                self.dead[name].append(message)

    def next_due(self):
        """Tell when the next message may be received."""
        return min((message.due for queue in self.waiting.values() for message in queue), default=None)
