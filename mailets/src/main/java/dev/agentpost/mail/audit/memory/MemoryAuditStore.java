package dev.agentpost.mail.audit.memory;

import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditId;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Events in memory, for tests; kept for ever. Safe for use by many threads. */
public final class MemoryAuditStore implements AuditStore {
    private final Map<AuditId, AuditEvent> newestFirst =
            new ConcurrentSkipListMap<>(Comparator.comparing(AuditId::value).reversed());

    @Override
    public Mono<Void> append(List<AuditEvent> events) {
        return Mono.fromRunnable(() -> events.forEach(event -> newestFirst.put(event.id(), event)));
    }

    @Override
    public Flux<AuditEvent> list(OrganizationId organization, Optional<AuditId> after) {
        return Flux.defer(() -> Flux.fromIterable(newestFirst.values()))
                .filter(event -> event.organization().equals(organization))
                .filter(event -> after.isEmpty()
                        || event.id().value().compareTo(after.get().value()) < 0);
    }
}
