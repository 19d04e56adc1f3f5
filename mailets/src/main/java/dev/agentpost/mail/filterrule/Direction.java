package dev.agentpost.mail.filterrule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which mail of an inbox a rule is about. */
public enum Direction {
    /** Looks at the recipient of what the inbox sends. */
    SEND,
    /** Looks at the sender, MAIL FROM, of what the inbox is sent. */
    RECEIVE;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Direction> parse(String value) {
        return Stream.of(values())
                .filter(direction -> direction.value().equals(value))
                .findFirst();
    }
}
