package dev.agentpost.mail.delivery;

import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Stores the copies that an accepted mail must leave behind, each once. */
public interface MailCopies {
    enum Outcome {
        /** Now or before; the copy is durable. */
        STORED,
        NO_SUCH_INBOX
    }

    /**
     * An error means that the same call must be made again later.
     *
     * @param claim when the inbox may bring the same copy itself
     */
    Mono<Outcome> store(CopyId copy, Optional<CopyClaim> claim, MessageSource message);
}
