"""Mozilla's remote control: runs scripts in the window of a program that was started with --marionette."""

import json
import socket
import time

PATIENCE = 90


class Marionette:
    def __init__(self, port):
        self.connection = self._connect(port)
        self.answers = self.connection.makefile("rb")
        self.commands = 0
        self._read()
        self.command("WebDriver:NewSession")
        self.command("Marionette:SetContext", value="chrome")
        self.command("WebDriver:SetTimeouts", script=PATIENCE * 1000)

    @staticmethod
    def _connect(port):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _read(self):
        length = b""
        while (octet := self.answers.read(1)) != b":":
            if not octet:
                raise EOFError("the program has ended")
            length += octet
        return json.loads(self.answers.read(int(length)))

    def command(self, name, **parameters):
        self.commands += 1
        text = json.dumps([0, self.commands, name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{name}: {error}")
        return result

    def call(self, library, function, *arguments):
        """What an asynchronous function of a script answers."""
        script = f"""{library}
const done = arguments[arguments.length - 1];
{function}(...Array.from(arguments).slice(0, -1)).then(
  (value) => done({{ value: value ?? null }}),
  (error) => done({{ error: `${{error}} ${{error.stack}}` }}));
"""
        answer = self.command("WebDriver:ExecuteAsyncScript", script=script, args=list(arguments))["value"]
        if "error" in answer:
            raise RuntimeError(f"{function}: {answer['error']}")
        return answer["value"]
