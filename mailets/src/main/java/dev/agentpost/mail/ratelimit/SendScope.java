package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;

/**
 * What a limit is for: an organization, one of its inboxes or one of its keys.
 *
 * @param id its own; for the organization that of {@code organization}
 */
public record SendScope(Kind kind, OrganizationId organization, String id) {
    /** The kinds, as answers call them. */
    public enum Kind {
        ORGANIZATION("organization"),
        INBOX("inbox"),
        API_KEY("API key");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public static SendScope of(OrganizationId organization) {
        return new SendScope(Kind.ORGANIZATION, organization, organization.value());
    }

    public static SendScope of(OrganizationId organization, InboxId inbox) {
        return new SendScope(Kind.INBOX, organization, inbox.value());
    }

    public static SendScope of(OrganizationId organization, ApiKeyId key) {
        return new SendScope(Kind.API_KEY, organization, key.value());
    }
}
