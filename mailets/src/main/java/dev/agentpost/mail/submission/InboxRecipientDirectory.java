package dev.agentpost.mail.submission;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import java.util.Locale;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Every address of a local domain is an inbox, or nobody. */
public class InboxRecipientDirectory implements RecipientDirectory {
    private final LocalDomains localDomains;
    private final InboxStore inboxes;
    private final StorageQuota quota;

    @Inject
    public InboxRecipientDirectory(LocalDomains localDomains, InboxStore inboxes, StorageQuota quota) {
        this.localDomains = localDomains;
        this.inboxes = inboxes;
        this.quota = quota;
    }

    @Override
    public Mono<Recipient> find(String localPart, String domain) {
        return localDomains
                .contains(domain.toLowerCase(Locale.ROOT))
                .flatMap(local -> local ? findInbox(localPart + "@" + domain) : Mono.just(Recipient.OUTSIDE));
    }

    private Mono<Recipient> findInbox(String address) {
        return Mono.justOrEmpty(InboxAddress.parseWithoutTag(address))
                .flatMap(inboxes::find)
                .flatMap(inbox -> quota.isReached(inbox.email()))
                .map(full -> full ? Recipient.FULL : Recipient.KNOWN)
                .defaultIfEmpty(Recipient.UNKNOWN);
    }
}
