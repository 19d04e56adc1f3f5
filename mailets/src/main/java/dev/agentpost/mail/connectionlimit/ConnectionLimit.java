package dev.agentpost.mail.connectionlimit;

/** How many IMAP connections an inbox may have at a time. */
public record ConnectionLimit(int connections) {
    public static final int MAX = 10_000;
    public static final ConnectionLimit DEFAULT = new ConnectionLimit(15);

    public ConnectionLimit {
        if (!isValid(connections)) {
            throw new IllegalArgumentException("imap_connections must be " + rule());
        }
    }

    public static boolean isValid(int connections) {
        return connections >= 1 && connections <= MAX;
    }

    public static String rule() {
        return "a whole number from 1 to " + MAX;
    }
}
