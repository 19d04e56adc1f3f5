package dev.agentpost.mail.dns;

import java.util.List;

/**
 * What the DNS says of a name. That nothing could be learned is a {@link Failed} and never a {@link None}: who takes the
 * one for the other bounces mail that only had to wait.
 */
public sealed interface DnsAnswer<T> {

    /** @param records at least one, in the order in which they came; aliases (CNAME) have been followed */
    record Found<T>(List<T> records) implements DnsAnswer<T> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("no records are a None");
            }
        }
    }

    /** @param absence what exactly there is not */
    record None<T>(Absence absence) implements DnsAnswer<T> {}

    /** @param reason for people: which server did not answer, or answered what */
    record Failed<T>(String reason) implements DnsAnswer<T> {}

    /** RFC 2308 section 2. */
    enum Absence {
        /** NXDOMAIN, or what cannot be a name. */
        NAME,
        /** NODATA: the name has no record of the type that was asked for. */
        RECORD
    }

    static <T> DnsAnswer<T> of(List<T> records) {
        return records.isEmpty() ? new None<>(Absence.RECORD) : new Found<>(records);
    }
}
