package dev.agentpost.mail.cli;

/** A command did not do what was asked; the message is one line for people. The exit code is 1. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
