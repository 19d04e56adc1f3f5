package dev.agentpost.mail.suppression.memory;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.SuppressionStore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Safe for use by many threads. */
public final class MemorySuppressionStore implements SuppressionStore {
    private final Map<OrganizationId, NavigableMap<String, Suppression>> byOrganization = new ConcurrentHashMap<>();

    private NavigableMap<String, Suppression> of(OrganizationId organization) {
        return byOrganization.computeIfAbsent(organization, unknown -> new ConcurrentSkipListMap<>());
    }

    @Override
    public Mono<Void> save(Suppression suppression) {
        return Mono.fromRunnable(
                () -> of(suppression.organizationId()).put(suppression.address().toString(), suppression));
    }

    @Override
    public Mono<Suppression> find(OrganizationId organizationId, EnvelopeAddress address) {
        return Mono.fromSupplier(() -> of(organizationId).get(address.toString()));
    }

    @Override
    public Flux<Suppression> list(OrganizationId organizationId, Optional<EnvelopeAddress> after, int limit) {
        return Flux.defer(() -> Flux.fromIterable(of(organizationId)
                        .tailMap(after.map(EnvelopeAddress::toString).orElse(""), false)
                        .values()))
                .take(limit);
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, EnvelopeAddress address) {
        return Mono.fromRunnable(() -> of(organizationId).remove(address.toString()));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return Mono.fromRunnable(() -> byOrganization.remove(organizationId));
    }
}
