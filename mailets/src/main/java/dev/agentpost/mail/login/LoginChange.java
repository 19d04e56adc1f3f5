package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;

/** What changed. */
public sealed interface LoginChange {
    record Key(ApiKeyId id) implements LoginChange {}

    record Organization(OrganizationId id) implements LoginChange {}

    record Inbox(InboxId id) implements LoginChange {}
}
