package dev.agentpost.mail.apikey;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a key may do. */
public enum Scope {
    MESSAGES_READ("messages:read"),
    MESSAGES_WRITE("messages:write"),
    INBOXES_READ("inboxes:read"),
    INBOXES_WRITE("inboxes:write"),
    RULES_READ("rules:read"),
    RULES_WRITE("rules:write");

    /** What a new key has unless asked otherwise. */
    public static final Set<Scope> DEFAULT = Set.copyOf(EnumSet.of(MESSAGES_READ, MESSAGES_WRITE, INBOXES_READ));

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** The name in JSON, answers and the database. */
    public String value() {
        return value;
    }

    public static Optional<Scope> parse(String value) {
        return Stream.of(values()).filter(scope -> scope.value.equals(value)).findFirst();
    }
}
