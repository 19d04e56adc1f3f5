package dev.agentpost.mail.audit;

import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps events for the time that it was made with. Errors of the publishers mean that the store did not answer. */
public interface AuditStore {
    /** May be repeated with the same events. */
    Mono<Void> append(List<AuditEvent> events);

    /**
     * Newest first, read as the subscriber asks for them.
     *
     * @param after only events older than this one, which need not be there
     */
    Flux<AuditEvent> list(OrganizationId organization, Optional<AuditId> after);
}
