package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.FolderGoneException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * What our stores emit, as James wants it: a folder that is gone is a mailbox that is not found, whereas other failures
 * stay what they are, temporary; and on a thread that may block, since the code behind may, and our stores emit on threads
 * of the driver.
 */
final class JamesErrors {
    private JamesErrors() {}

    static <T> Mono<T> of(Mailbox mailbox, Mono<T> answer) {
        return answer.onErrorMap(FolderGoneException.class, gone -> notFound(mailbox))
                .publishOn(Schedulers.boundedElastic());
    }

    static <T> Flux<T> ofMany(Mailbox mailbox, Flux<T> answers) {
        return ofMany(mailbox, answers, Queues.SMALL_BUFFER_SIZE);
    }

    /** @param ahead how many are in memory beyond the one that is looked at */
    static <T> Flux<T> ofMany(Mailbox mailbox, Flux<T> answers, int ahead) {
        return answers.onErrorMap(FolderGoneException.class, gone -> notFound(mailbox))
                .publishOn(Schedulers.boundedElastic(), ahead);
    }

    private static MailboxNotFoundException notFound(Mailbox mailbox) {
        return new MailboxNotFoundException(mailbox.generateAssociatedPath());
    }
}
