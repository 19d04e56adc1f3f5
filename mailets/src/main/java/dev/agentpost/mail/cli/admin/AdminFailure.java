package dev.agentpost.mail.cli.admin;

/** Why a command did not do what was asked: one line for people, and how the process exits. */
public final class AdminFailure extends Exception {
    public static final int REFUSED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int NOT_FOUND = 4;
    public static final int CONFLICT = 5;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private AdminFailure(int exitCode, String message) {
        super(message.replaceAll("\\s*\\R\\s*", " "));
        this.exitCode = exitCode;
    }

    /** The server said no. */
    public static AdminFailure refused(String message) {
        return new AdminFailure(REFUSED, message);
    }

    /** The server does not know the thing that is named. */
    public static AdminFailure notFound(String message) {
        return new AdminFailure(NOT_FOUND, message);
    }

    /** What is there already stands against it. */
    public static AdminFailure conflict(String message) {
        return new AdminFailure(CONFLICT, message);
    }

    /** The command line does not say what is needed. */
    public static AdminFailure usage(String message) {
        return new AdminFailure(USAGE, message);
    }

    /** There is no server to ask. */
    public static AdminFailure unreachable(String message) {
        return new AdminFailure(UNREACHABLE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
