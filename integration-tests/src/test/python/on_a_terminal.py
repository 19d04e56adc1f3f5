"""Runs a program on a terminal of its own, and types when it has written what one waits for.

usage: python3 on_a_terminal.py AWAITED TYPED PROGRAM [ARGUMENT...]
Prints what the terminal was sent. Nothing is typed when AWAITED is empty or never comes.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

LINES, COLUMNS = 24, 80


def run(awaited, typed, terminal):
    screen = b""
    while written := os.read(terminal, 65536):
        sys.stdout.buffer.write(written)
        screen += written
        if awaited and awaited in screen:
            os.write(terminal, typed)
            awaited = b""


def main():
    awaited, typed, *command = (os.fsencode(argument) for argument in sys.argv[1:])
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        os.execvp(command[0], command)
    try:
        run(awaited, typed, terminal)
    except OSError:
        # Linux says so when the program has ended
        pass
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
