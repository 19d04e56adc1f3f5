package dev.agentpost.mail.submission;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import dev.agentpost.mail.address.Destination.OfInbox;
import dev.agentpost.mail.address.Destination.Route;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.login.LoginContext;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which addresses an inbox may write as its own: its address, and its aliases. An address whose mail it gets as a
 * catch-all inbox is neither.
 */
public class SenderAddresses {
    /** No honest message names so many senders, and each is looked up. */
    private static final int MAX_LOOKED_UP = 20;

    private static final int AT_ONCE = 4;

    private final AddressBook addresses;

    @Inject
    public SenderAddresses(AddressBook addresses) {
        this.addresses = addresses;
    }

    /**
     * The inbox's address, and those of the candidates that are its aliases. Nothing is read when none of them can be.
     *
     * @return never empty; an error means that the store did not answer
     */
    public Mono<SenderIdentity> identity(LoginContext login, Collection<String> candidates) {
        SenderIdentity own = SenderIdentity.of(login.email());
        List<InboxAddress> others = candidates.stream()
                .filter(candidate -> !own.owns(candidate))
                .flatMap(candidate -> InboxAddress.parseWithoutTag(candidate).stream())
                .distinct()
                .limit(MAX_LOOKED_UP)
                .toList();
        return Flux.fromIterable(others)
                .filterWhen(address -> isAlias(login, address), AT_ONCE)
                .collect(Collectors.toSet())
                .map(aliases -> withAliases(login, aliases));
    }

    private static SenderIdentity withAliases(LoginContext login, Set<InboxAddress> aliases) {
        return new SenderIdentity(
                Stream.concat(Stream.of(login.email()), aliases.stream()).collect(Collectors.toSet()));
    }

    private Mono<Boolean> isAlias(LoginContext login, InboxAddress address) {
        return addresses.find(address.localPart(), address.domain()).map(destination -> isAlias(login, destination));
    }

    private static boolean isAlias(LoginContext login, Destination destination) {
        return destination instanceof OfInbox ofInbox
                && ofInbox.route() == Route.ALIAS
                && ofInbox.inbox().id().equals(login.inboxId());
    }
}
