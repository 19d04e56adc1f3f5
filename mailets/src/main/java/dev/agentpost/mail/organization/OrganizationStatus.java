package dev.agentpost.mail.organization;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

public enum OrganizationStatus {
    ACTIVE,
    SUSPENDED;

    /** The word used in JSON and in the database. */
    public String serialize() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OrganizationStatus> parse(String value) {
        return Stream.of(values())
                .filter(status -> status.serialize().equals(value))
                .findFirst();
    }
}
