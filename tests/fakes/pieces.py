"""Pieces and their duplicates in memory."""

from dataclasses import replace

from chalicelib.model.batch_line import file_line_after, line_after, line_status
from chalicelib.model.errors import ConflictError
from chalicelib.model.identifiers import digest_of_piece, file_line_id, normalise
from chalicelib.model.piece import comes_into_casefile, leaves_casefile, piece_after
from chalicelib.model.register import ExistingEntries
from tests.fakes.memory import RegisterMemory


class FakePieces(RegisterMemory):
    """Pieces that are settled under the same conditions as on DynamoDB."""

    def look_up(self, batch, line, piece):
        return ExistingEntries(line=self.line(batch, line), original=self.original(digest_of_piece(piece)), piece=self.piece(piece))

    def piece(self, piece):
        return self._pieces.get(piece)

    def pieces_of_original(self, digest):
        return [piece for piece in self._pieces.values() if piece.digest == digest]

    def pieces_with_originals(self, pieces):
        found = {piece: self._pieces[piece] for piece in pieces if piece in self._pieces}
        return {name: (piece, self._originals[piece.digest]) for name, piece in found.items()}

    def casefile_pieces(self, matricule, *, after, limit):
        shown = [] if self.index_is_late else self._pieces.values()
        own = [each for each in shown if each.status == "filed" and normalise(each.matricule) == matricule]
        return [each for each in sorted(own, key=lambda each: each.place) if each.place > (after or "")][:limit]

    def recent_fingerprints(self, matricule):
        return {name: fingerprint for (came, name), fingerprint in self._came.items() if came == matricule}

    def settle_piece(self, piece, line, outcome, event, decision=None, *, beside=()):  # noqa: PLR0913 - its port's
        with self._lock:
            if decision is not None and not self._is_free(piece.piece, decision.by, decision.at):
                return False
            line = self._lines[piece.batch, piece.line]
            stands = self._pieces[piece.piece]
            is_file = piece.status == "divided" and not piece.pages
            if (stands.status, stands.edition) != (piece.status, piece.edition):
                return False
            if line.status != line_status(piece.status) and not is_file:
                return False
            twin = self._pieces.get(outcome.duplicate_of)
            if outcome.status == "duplicate" and (twin is None or (twin.status, twin.matricule) != ("filed", outcome.matricule)):
                return False
            if any(self._pieces[other].status != "waiting" for other in beside):
                return False
            self._pieces[piece.piece] = piece_after(stands, outcome)
            after = self._pieces[piece.piece]
            if comes_into_casefile(stands, after):
                self._came[normalise(after.matricule), after.piece] = after.fingerprint
            if leaves_casefile(stands, self._pieces[piece.piece]):
                self._left[piece.piece] = event.at
            status = self._pieces[piece.piece].status
            if not piece.pages and (status == "divided" or (status == "waiting" and decision is not None)):
                self._dividing[piece.piece] = event.at
            self._move_line(line, line_after(line, outcome))
            self._events.append(event)
            if decision is not None:
                self._changes.append(decision)
                self._leases.pop(piece.piece, None)
            return True

    def retry_piece(self, piece, event):
        with self._lock:
            line = self._lines[piece.batch, piece.line]
            if line.status != "failed" or self._pieces[piece.piece].status != "failed":
                raise ConflictError("conflict")
            self._move_line(line, replace(line, status="waiting", reason=None))
            self._pieces[piece.piece] = replace(self._pieces[piece.piece], status="waiting", reason=None)
            self._events.append(event)

    def _move_line(self, line, become):
        """Move a line, and of a piece of a divided file the file's line too."""
        self._lines[line.batch, line.line] = become
        if line.part:
            file = self._lines[line.batch, file_line_id(line.line)]
            self._lines[file.batch, file.line] = file_line_after(file, self._parts(file))

    def _parts(self, file):
        return [each for each in self._lines.values() if each.batch == file.batch and each.part and file_line_id(each.line) == file.line]

    def register_parts(self, parts):
        with self._lock:
            for piece, line, event in parts:
                if piece.piece not in self._pieces:
                    self._pieces[piece.piece], self._lines[line.batch, line.line] = piece, line
                    self._events.append(event)

    def record_division(self, piece, line, at):
        with self._lock:
            if self._pieces[piece.piece].edition == piece.edition:
                self._dividing.pop(piece.piece, None)
                file = self._lines[line.batch, line.line]
                after = file_line_after(file, self._parts(file))
                if piece.status == "divided" and after != replace(file, edition=after.edition):
                    self._lines[line.batch, line.line] = after

    def find_unfinished_divisions(self, before):
        return [piece for piece, at in self._dividing.items() if at < before]

    def duplicates_of(self, piece):
        return [each for each in self._pieces.values() if each.status == "duplicate" and each.duplicate_of == piece]

    def find_orphaning_pieces(self, before):
        return [piece for piece, at in self._left.items() if at < before]

    def record_duplicates_restored(self, piece):
        if self._pieces[piece.piece].edition == piece.edition:
            self._left.pop(piece.piece, None)

    def every_piece(self):
        """Read all pieces, for assertions: the port cannot."""
        return list(self._pieces.values())

    def add(self, piece):
        """Add a piece of an original that is there, without its way through the archive."""
        self._pieces[piece.piece] = piece

    def alter(self, piece, **facts):
        """Change attributes of a piece, as a later decision would."""
        self._pieces[piece] = replace(self._pieces[piece], **facts)
