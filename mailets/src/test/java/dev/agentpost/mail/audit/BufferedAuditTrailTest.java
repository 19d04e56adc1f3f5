package dev.agentpost.mail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.audit.memory.MemoryAuditStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class BufferedAuditTrailTest {
    private static final OrganizationId ACME = OrganizationId.generate();

    private final Outage outage = new Outage();
    private final AuditStore store = outage.before(AuditStore.class, new MemoryAuditStore());
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final BufferedAuditTrail testee = new BufferedAuditTrail(store, metrics);

    @AfterEach
    void close() {
        testee.close();
    }

    private static AuditEvent event() {
        return AuditEvent.of(Instant.EPOCH, ACME, AuditAction.MESSAGE, AuditOutcome.REFUSED);
    }

    private List<AuditEvent> stored() {
        return store.list(ACME, Optional.empty()).collectList().block();
    }

    @Test
    void eventShouldBeStoredSoon() {
        AuditEvent event = event();
        testee.start();

        testee.record(event);

        await().untilAsserted(() -> assertThat(stored()).containsExactly(event));
    }

    @Test
    void eventsOfAnOutageShouldBeStoredAfterIt() {
        CountDownLatch tried = new CountDownLatch(1);
        AuditStore failingOnce = new AuditStore() {
            @Override
            public Mono<Void> append(List<AuditEvent> events) {
                return Mono.defer(() -> {
                    if (tried.getCount() > 0) {
                        tried.countDown();
                        return Mono.error(new IllegalStateException("down"));
                    }
                    return store.append(events);
                });
            }

            @Override
            public Flux<AuditEvent> list(OrganizationId organization, Optional<AuditId> after) {
                return store.list(organization, after);
            }
        };
        try (BufferedAuditTrail trail = new BufferedAuditTrail(failingOnce, metrics)) {
            trail.start();
            AuditEvent event = event();

            trail.record(event);

            await().untilAsserted(() -> assertThat(stored()).containsExactly(event));
        }
    }

    @Test
    void closeShouldStoreWhatIsThere() {
        for (int i = 0; i < 1000; i++) {
            testee.record(event());
        }
        testee.start();

        testee.close();

        assertThat(stored()).hasSize(1000);
        assertThat(metrics.countFor(BufferedAuditTrail.DROPPED_METRIC)).isZero();
    }

    /** Nobody writes, and nobody waits. */
    @Test
    void eventsBeyondTheBufferShouldBeDroppedAndCounted() {
        for (int i = 0; i < BufferedAuditTrail.CAPACITY + 3; i++) {
            testee.record(event());
        }

        assertThat(metrics.countFor(BufferedAuditTrail.DROPPED_METRIC)).isEqualTo(3);
    }

    @Test
    void closeShouldCountWhatCannotBeStored() {
        outage.begin(AuditStore.class);
        testee.record(event());
        testee.start();

        testee.close();

        assertThat(metrics.countFor(BufferedAuditTrail.DROPPED_METRIC)).isEqualTo(1);
    }
}
