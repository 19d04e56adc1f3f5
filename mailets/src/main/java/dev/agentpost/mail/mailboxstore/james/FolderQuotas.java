package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.StorageUse;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a user's mailboxes hold, read from the folders themselves: there is no counter that could be changed. */
public final class FolderQuotas implements CurrentQuotaManager {
    private static final char SEPARATOR = '&';

    private final StorageUse use;

    @Inject
    public FolderQuotas(StorageUse use) {
        this.use = use;
    }

    @Override
    public Mono<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
        return use.of(owner(root))
                .map(found ->
                        new CurrentQuotas(QuotaCountUsage.count(found.messages()), QuotaSizeUsage.size(found.bytes())))
                .publishOn(Schedulers.boundedElastic());
    }

    /** James makes it of the namespace and the user. */
    private static String owner(QuotaRoot root) {
        return root.getValue().substring(root.getValue().indexOf(SEPARATOR) + 1);
    }

    @Override
    public Mono<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::count);
    }

    @Override
    public Mono<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::size);
    }

    @Override
    public Mono<Void> increase(QuotaOperation operation) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> decrease(QuotaOperation operation) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> setCurrentQuotas(QuotaOperation operation) {
        return Mono.empty();
    }
}
