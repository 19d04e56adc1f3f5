package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.Optional;

/**
 * A message that a search found, with what its place in an order may depend on.
 *
 * @param envelope when it was asked for and the content is not lost
 */
public record FoundMessage(StoredMessage row, Optional<Envelope> envelope) {}
