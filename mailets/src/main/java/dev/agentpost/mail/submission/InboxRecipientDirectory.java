package dev.agentpost.mail.submission;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.CachedLogins;
import java.util.Locale;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Every address of a local domain is an inbox, or nobody. */
public class InboxRecipientDirectory implements RecipientDirectory {
    private final LocalDomains localDomains;
    private final CachedLogins known;
    private final InboxStore inboxes;
    private final StorageQuota quota;

    @Inject
    public InboxRecipientDirectory(
            LocalDomains localDomains, CachedLogins known, InboxStore inboxes, StorageQuota quota) {
        this.localDomains = localDomains;
        this.known = known;
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
                .flatMap(this::inbox)
                .flatMap(inbox -> quota.isReached(inbox.email()))
                .map(full -> full ? Recipient.FULL : Recipient.KNOWN)
                .defaultIfEmpty(Recipient.UNKNOWN);
    }

    /** That there is none is never remembered: the refusal would be final, and the inbox may be new. */
    private Mono<Inbox> inbox(InboxAddress email) {
        return known.inbox(email).flatMap(found -> found.map(Mono::just).orElseGet(() -> inboxes.find(email)));
    }
}
