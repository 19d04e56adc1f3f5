package dev.agentpost.mail.deletion;

import com.google.common.base.Splitter;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is being deleted.
 *
 * @param subject the id of the inbox; the name of the domain and the token of the wish for it, without which a repetition
 *     could take what was asked for since; empty for the organization itself
 */
public record Deletion(Kind kind, OrganizationId organization, String subject) {
    public enum Kind {
        ORGANIZATION,
        INBOX,
        DOMAIN;

        /** The word in the database. */
        public String serialize() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> parse(String value) {
            return Stream.of(values())
                    .filter(kind -> kind.serialize().equals(value))
                    .findFirst();
        }
    }

    public Deletion {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(organization);
        Objects.requireNonNull(subject);
    }

    public static Deletion of(OrganizationId organization) {
        return new Deletion(Kind.ORGANIZATION, organization, "");
    }

    public static Deletion of(Inbox inbox) {
        return new Deletion(Kind.INBOX, inbox.organizationId(), inbox.id().value());
    }

    public static Deletion ofDomain(OrganizationId organization, String name, String token) {
        return new Deletion(Kind.DOMAIN, organization, name + " " + token);
    }

    /** Of a domain. */
    public String domain() {
        return Splitter.on(' ').split(subject).iterator().next();
    }

    /** Whether it is this wish for the domain that is being deleted; older servers did not note which. */
    public boolean isOfWish(String token) {
        return Splitter.on(' ').splitToStream(subject).skip(1).allMatch(token::equals);
    }

    @Override
    public String toString() {
        return kind.serialize() + " " + (subject.isEmpty() ? organization.value() : subject);
    }
}
