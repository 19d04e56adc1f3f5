package dev.agentpost.mail.inbox;

import dev.agentpost.mail.core.DomainName;
import dev.agentpost.mail.inbox.InboxAddresses.Choice;
import dev.agentpost.mail.inbox.InboxStore.Creation;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Makes an inbox with its address and its mailboxes. Safe for use by many threads. */
public final class InboxCreation {
    /** Of two billion suffixes; a single collision is rare already. */
    private static final int MAX_TRIES = 5;

    /** Longer than a deletion takes to end when nothing fails. */
    private static final int MAX_WAITS = 60;

    private static final Duration WAIT = Duration.ofMillis(250);

    /**
     * The organization exists: that is for the caller to check.
     *
     * @param domain the shared one when absent
     */
    public record Request(
            OrganizationId organizationId,
            String username,
            Optional<String> domain,
            Optional<String> displayName,
            Optional<String> clientId) {}

    /** How it ended; a store that does not answer is an error of the publisher. */
    public sealed interface Result {
        record Created(Inbox inbox) implements Result {}

        /** The inbox that the same client_id made before, even if the request differs otherwise. */
        record Repeated(Inbox inbox) implements Result {}

        record AddressTaken(InboxAddress email) implements Result {}

        /** @param field as in the JSON of the request */
        record Invalid(String field, String reason) implements Result {}

        /** An inbox that is being deleted has the address, longer than usual. */
        record AddressLeaving(InboxAddress email) implements Result {}

        /** The domain is neither the shared one nor one that the organization has verified. */
        record DomainNotUsable(String domain) implements Result {}
    }

    private final InboxStore store;
    private final InboxMailboxes mailboxes;
    private final InboxAddresses addresses;
    private final UsableDomains domains;
    private final Clock clock;

    @Inject
    public InboxCreation(
            InboxStore store, InboxMailboxes mailboxes, InboxAddresses addresses, UsableDomains domains, Clock clock) {
        this.store = store;
        this.mailboxes = mailboxes;
        this.addresses = addresses;
        this.domains = domains;
        this.clock = clock;
    }

    public Mono<Result> create(Request request) {
        return Mono.defer(() -> {
            Optional<Result> invalid = Stream.of(
                            invalidText("display_name", request.displayName(), Inbox.MAX_DISPLAY_NAME_LENGTH),
                            invalidText("client_id", request.clientId(), Inbox.MAX_CLIENT_ID_LENGTH))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (invalid.isPresent()) {
                return Mono.just(invalid.get());
            }
            String domain = request.domain().map(DomainName::fold).orElse(addresses.sharedDomain());
            return domains.mayUse(request.organizationId(), domain)
                    .flatMap(usable -> usable
                            ? tryAddress(request, domain, MAX_TRIES, MAX_WAITS)
                            : Mono.just(new Result.DomainNotUsable(domain)));
        });
    }

    private static Optional<Result> invalidText(String field, Optional<String> value, int maxLength) {
        return value.filter(text -> !Inbox.isText(text, maxLength))
                .map(text -> new Result.Invalid(field, Inbox.textRule(maxLength)));
    }

    private Mono<Result> tryAddress(Request request, String domain, int triesLeft, int waitsLeft) {
        Choice choice = addresses.choose(request.username(), domain);
        if (choice instanceof Choice.Refused refused) {
            return Mono.just(new Result.Invalid("username", refused.reason()));
        }
        InboxAddress email = ((Choice.Chosen) choice).address();
        return store.create(newInbox(request, email)).flatMap(creation -> {
            if (creation instanceof Creation.Created created) {
                return unlessDomainIsGone(created.inbox());
            }
            if (creation instanceof Creation.Repeated repeated) {
                // The first attempt may have ended between the store and the mailboxes.
                return provisioned(repeated.inbox(), new Result.Repeated(repeated.inbox()));
            }
            if (triesLeft > 1 && domain.equals(addresses.sharedDomain())) {
                return tryAddress(request, domain, triesLeft - 1, waitsLeft);
            }
            if (creation instanceof Creation.AddressLeaving) {
                return waitsLeft == 0
                        ? Mono.just(new Result.AddressLeaving(email))
                        : Mono.delay(WAIT).flatMap(waited -> tryAddress(request, domain, triesLeft, waitsLeft - 1));
            }
            return Mono.just(new Result.AddressTaken(email));
        });
    }

    /** Whoever gives the domain up at the same moment sees the inbox, or is seen here. */
    private Mono<Result> unlessDomainIsGone(Inbox inbox) {
        String domain = inbox.email().domain();
        return domains.mayUse(inbox.organizationId(), domain)
                .flatMap(usable -> usable
                        ? provisioned(inbox, new Result.Created(inbox))
                        : store.delete(inbox).thenReturn(new Result.DomainNotUsable(domain)));
    }

    private Inbox newInbox(Request request, InboxAddress email) {
        return new Inbox(
                InboxId.generate(),
                request.organizationId(),
                email,
                request.displayName(),
                request.clientId(),
                false,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Mono<Result> provisioned(Inbox inbox, Result result) {
        return mailboxes.provision(inbox.email()).thenReturn(result);
    }
}
