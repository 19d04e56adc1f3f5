package dev.agentpost.mail.delivery;

import dev.agentpost.mail.mailboxstore.MessageSource;
import reactor.core.publisher.Mono;

/** Stores the copies that an accepted mail must leave behind, each once. */
public interface MailCopies {
    enum Outcome {
        /** Now or before; the copy is durable. */
        STORED,
        NO_SUCH_INBOX
    }

    /** An error means that the same call must be made again later. */
    Mono<Outcome> store(CopyId copy, MessageSource message);
}
