"""A real mail server that a test starts on loopback, below one folder."""
import pathlib
import socket
import sys
import time

import sink


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


class Daemon:
    """What Exim and Postfix have in common.

    Whoever derives from it has `arrived_for`, the header field with which
    delivery writes the recipient into a copy, and accepted().
    """

    arrived_for = None

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.smtps, self.smtp = sink.free_port(), sink.free_port()
        sink.make_certificates(self.folder / "certificates")
        self.trust = self.folder / "certificates/root.pem"
        self.process = None

    def is_up(self):
        """Waits for the server. @return whether it listens"""
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.smtps)).close()
                return True
            except OSError:
                if self.process.poll() is not None:
                    return False
            time.sleep(0.1)
        return False

    def delivered(self, count, patience=60):
        """@return what the maildir holds, once there are @count or no more"""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            paths = list(self.folder.glob("mail/new/*"))
            if len(paths) >= count:
                break
            time.sleep(0.2)
        time.sleep(0.5)  # one too many would come now
        return [path.read_bytes()
                for path in self.folder.glob("mail/new/*")]

    def empty(self):
        """Takes away what has been delivered."""
        for path in self.folder.glob("mail/new/*"):
            path.unlink()
