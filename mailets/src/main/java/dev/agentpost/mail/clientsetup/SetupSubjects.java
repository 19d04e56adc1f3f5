package dev.agentpost.mail.clientsetup;

import com.google.common.base.Ascii;
import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubject.Malformed;
import dev.agentpost.mail.clientsetup.SetupSubject.NotServed;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Finds out what a request is about. Errors of the publishers mean that the store did not answer. */
public final class SetupSubjects {
    private static final String AUTOCONFIG_LABEL = "autoconfig.";

    private final LocalDomains domains;
    private final SharedDomain shared;

    public SetupSubjects(LocalDomains domains, SharedDomain shared) {
        this.domains = domains;
        this.shared = shared;
    }

    /** @param text as somebody typed it */
    public Mono<SetupSubject> find(String text) {
        return InboxAddress.parseWithoutTag(text.strip())
                .map(address -> domains.contains(address.domain())
                        .<SetupSubject>map(served -> served ? new Address(address) : new NotServed(address.domain())))
                .orElse(Mono.just(new Malformed()));
    }

    /**
     * Where no address was said: the domain that the server was called by, as it is or below {@code autoconfig.}, and the
     * shared one.
     *
     * @param host the Host header; empty when there is none
     */
    public Mono<List<String>> domainsOf(String host) {
        String name = Ascii.toLowerCase(host).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
        String domain = name.startsWith(AUTOCONFIG_LABEL) ? name.substring(AUTOCONFIG_LABEL.length()) : name;
        return InboxAddress.isDomain(domain)
                ? domains.contains(domain).map(served -> served ? withShared(domain) : List.of(shared.name()))
                : Mono.just(List.of(shared.name()));
    }

    /** The domain, and the shared one. */
    public List<String> withShared(String domain) {
        return Stream.of(domain, shared.name()).distinct().toList();
    }
}
