package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.inbox.InboxId;

/** Each inbox has keys of its own. */
public record InboxKey(InboxId inbox, IdempotencyKey key) {}
