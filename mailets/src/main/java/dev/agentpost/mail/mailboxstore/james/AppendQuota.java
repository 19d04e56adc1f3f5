package dev.agentpost.mail.mailboxstore.james;

import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.store.quota.QuotaChecker;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether one more message may come into a mailbox. */
final class AppendQuota {
    private final QuotaComponents quotas;
    private final Mailbox mailbox;

    AppendQuota(QuotaComponents quotas, Mailbox mailbox) {
        this.quotas = quotas;
        this.mailbox = mailbox;
    }

    /** An {@link OverQuotaException} when it may not. */
    Mono<Void> check(long bytes) {
        return Mono.defer(() -> {
            try {
                QuotaRoot root = quotas.getQuotaRootResolver().getQuotaRoot(mailbox);
                return Mono.from(quotas.getQuotaManager().getQuotasReactive(root))
                        .publishOn(Schedulers.boundedElastic())
                        .handle((used, sink) -> {
                            try {
                                new QuotaChecker(used, root).tryAddition(1, bytes);
                            } catch (OverQuotaException e) {
                                sink.error(e);
                            }
                        });
            } catch (MailboxException e) {
                return Mono.error(e);
            }
        });
    }
}
