package dev.agentpost.mail.mailboxstore.search;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Compares two times as calendars and clocks show them, without their zones (RFC 3501 section 6.4.4).
 *
 * @param asked only what is not finer than the resolution counts
 * @param resolution {@link ChronoUnit#YEARS} to {@link ChronoUnit#SECONDS}
 */
public record DateTest(Relation relation, LocalDateTime asked, ChronoUnit resolution) {
    /** How the time of the message stands to the one that is asked for. */
    public enum Relation {
        BEFORE,
        ON,
        AFTER
    }

    public DateTest {
        asked = truncated(asked, resolution);
    }

    /** True when a time of day, and with it a zone, has no part in the comparison. */
    boolean isOfDays() {
        return resolution.isDateBased();
    }

    boolean holds(LocalDateTime time) {
        int order = truncated(time, resolution).compareTo(asked);
        return switch (relation) {
            case BEFORE -> order < 0;
            case ON -> order == 0;
            case AFTER -> order > 0;
        };
    }

    private static LocalDateTime truncated(LocalDateTime time, ChronoUnit resolution) {
        return switch (resolution) {
            case YEARS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            case MONTHS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            default -> time.truncatedTo(resolution);
        };
    }
}
