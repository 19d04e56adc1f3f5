package dev.agentpost.mail.address;

import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Address books for tests. */
public final class AddressBooks {
    private AddressBooks() {}

    public static LocalDomains serving(String domain) {
        return name -> Mono.just(name.equals(domain));
    }

    public static AddressBook of(LocalDomains localDomains, InboxStore inboxes) {
        return new AddressBook(
                localDomains,
                new CachedLogins(inboxes, new MemoryApiKeyStore(), new MemoryOrganizationStore()),
                inboxes);
    }

    /** Inboxes of one organization on one domain, of which only the addresses matter. */
    public static AddressBook withInboxes(String domain, String... localParts) {
        MemoryInboxStore inboxes = new MemoryInboxStore();
        OrganizationId organization = OrganizationId.generate();
        for (String localPart : localParts) {
            inboxes.create(inbox(organization, new InboxAddress(localPart, domain)))
                    .block();
        }
        return of(serving(domain), inboxes);
    }

    public static Inbox inbox(OrganizationId organization, InboxAddress email) {
        return new Inbox(
                InboxId.generate(), organization, email, Optional.empty(), Optional.empty(), false, Instant.EPOCH);
    }
}
