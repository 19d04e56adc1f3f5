package dev.agentpost.mail.submission;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** What the address book says, and whether the inbox has room. */
public class InboxRecipientDirectory implements RecipientDirectory {
    private final AddressBook addresses;
    private final StorageQuota quota;

    @Inject
    public InboxRecipientDirectory(AddressBook addresses, StorageQuota quota) {
        this.addresses = addresses;
        this.quota = quota;
    }

    @Override
    public Mono<Recipient> find(String localPart, String domain) {
        return addresses.find(localPart, domain).flatMap(this::recipient);
    }

    private Mono<Recipient> recipient(Destination destination) {
        if (destination instanceof Destination.OfInbox ofInbox) {
            return quota.isReached(ofInbox.inbox().email()).map(full -> full ? Recipient.FULL : Recipient.KNOWN);
        }
        return Mono.just(destination instanceof Destination.Elsewhere ? Recipient.OUTSIDE : Recipient.UNKNOWN);
    }
}
