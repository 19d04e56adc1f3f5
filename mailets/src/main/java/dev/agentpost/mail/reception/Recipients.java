package dev.agentpost.mail.reception;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.submission.StorageQuota;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Who takes mail from the world. */
public class Recipients {
    public enum Recipient {
        INBOX,
        /** Postmaster or abuse of a domain here. */
        OPERATOR,
        /** Of a domain that is not ours. */
        ELSEWHERE,
        UNKNOWN,
        /** Its organization is suspended, which may end. */
        SUSPENDED,
        FULL
    }

    private final AddressBook addresses;
    private final StorageQuota quota;
    private final CachedLogins stores;

    @Inject
    public Recipients(AddressBook addresses, StorageQuota quota, CachedLogins stores) {
        this.addresses = addresses;
        this.quota = quota;
        this.stores = stores;
    }

    /**
     * @param localPart in any case, with or without a tag
     * @param domain in any case
     * @return never empty; an error means that a store did not answer
     */
    public Mono<Recipient> find(String localPart, String domain) {
        return addresses.find(localPart, domain).flatMap(destination -> {
            if (destination instanceof Destination.Elsewhere) {
                return Mono.just(Recipient.ELSEWHERE);
            }
            return destination.reached().map(this::ofInbox).orElseGet(() -> Mono.just(nobodys(localPart)));
        });
    }

    /** A catch-all inbox comes before the operator: the domain is its organization's. */
    private static Recipient nobodys(String localPart) {
        return OperatorMailbox.isLocalPart(localPart) ? Recipient.OPERATOR : Recipient.UNKNOWN;
    }

    private Mono<Recipient> ofInbox(Inbox inbox) {
        Mono<Boolean> suspended = stores.organization(inbox.organizationId())
                .map(found -> found.filter(Organization::isSuspended).isPresent());
        return Mono.zip(suspended, quota.isReached(inbox.email()))
                .map(both -> both.getT1() ? Recipient.SUSPENDED : both.getT2() ? Recipient.FULL : Recipient.INBOX);
    }
}
