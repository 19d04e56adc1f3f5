package dev.agentpost.mail.address;

import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.domain.DomainOwners;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.inbox.AliasStore;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Address books for tests. */
public final class AddressBooks {
    private AddressBooks() {}

    public static LocalDomains serving(String domain) {
        return name -> Mono.just(name.equals(domain));
    }

    /** All domains are shared, and there are no aliases. */
    public static AddressBook of(LocalDomains localDomains, InboxStore inboxes) {
        return of(localDomains, domain -> Mono.just(Optional.empty()), inboxes, new NoAliases(inboxes));
    }

    public static AddressBook of(
            LocalDomains localDomains, DomainOwners owners, InboxStore inboxes, AliasStore aliases) {
        return new AddressBook(
                localDomains,
                owners,
                new CachedLogins(inboxes, new MemoryApiKeyStore(), new MemoryOrganizationStore()),
                aliases);
    }

    private record NoAliases(InboxStore inboxes) implements AliasStore {
        @Override
        public Mono<Claim> add(Inbox inbox, InboxAddress alias) {
            return Mono.error(new UnsupportedOperationException());
        }

        @Override
        public Mono<Void> remove(Inbox inbox, InboxAddress alias) {
            return Mono.empty();
        }

        @Override
        public Flux<InboxAddress> list(Inbox inbox) {
            return Flux.empty();
        }

        @Override
        public Mono<Inbox> findOwner(InboxAddress address) {
            return inboxes.find(address);
        }
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
