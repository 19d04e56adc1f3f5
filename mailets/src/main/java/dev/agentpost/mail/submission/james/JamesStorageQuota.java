package dev.agentpost.mail.submission.james;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.submission.StorageQuota;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import reactor.core.publisher.Mono;

/** The quota that James keeps of a user's mailboxes. */
public final class JamesStorageQuota implements StorageQuota {
    private final QuotaManager quotas;
    private final UserQuotaRootResolver roots;

    @Inject
    public JamesStorageQuota(QuotaManager quotas, UserQuotaRootResolver roots) {
        this.quotas = quotas;
        this.roots = roots;
    }

    @Override
    public Mono<Boolean> isReached(InboxAddress inbox) {
        return Mono.from(quotas.getQuotasReactive(roots.forUser(Username.of(inbox.asString()))))
                .map(found -> isReached(found.getStorageQuota()));
    }

    private static boolean isReached(Quota<?, ?> storage) {
        return storage.getLimit().isLimited()
                && storage.getUsed().asLong() >= storage.getLimit().asLong();
    }
}
