package dev.agentpost.mail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of events does. */
public interface AuditStoreContract {
    OrganizationId ACME = OrganizationId.generate();
    OrganizationId OTHER = OrganizationId.generate();
    Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    /** Empty at the start of each test. */
    AuditStore testee();

    private static AuditEvent event(Instant time) {
        return AuditEvent.of(time, ACME, AuditAction.IMAP_LOGIN, AuditOutcome.SUCCESS);
    }

    private List<AuditEvent> list(OrganizationId organization) {
        return testee().list(organization, Optional.empty()).collectList().block();
    }

    private List<AuditEvent> after(AuditEvent event) {
        return testee().list(ACME, Optional.of(event.id())).collectList().block();
    }

    @Test
    default void listShouldBeEmptyAtFirst() {
        assertThat(list(ACME)).isEmpty();
    }

    @Test
    default void listShouldReturnEveryField() {
        AuditEvent full = AuditEvent.of(NOW, ACME, AuditAction.RECIPIENT, AuditOutcome.REFUSED)
                .withKey(ApiKeyId.generate())
                .withInbox("alice@shared.localhost")
                .withRemoteAddress("192.0.2.1")
                .withReason("550 5.7.1 blocked by rule rul_1");
        AuditEvent bare = event(NOW.minusSeconds(1));
        testee().append(List.of(bare, full)).block();

        assertThat(list(ACME)).containsExactly(full, bare);
        assertThat(list(ACME).get(0).id().time()).isEqualTo(NOW);
    }

    @Test
    default void listShouldReturnTheNewestFirstOverManyDays() {
        List<AuditEvent> oldestFirst = IntStream.range(0, 20)
                .mapToObj(i -> event(NOW.plus(Duration.ofHours(13L * i))))
                .toList();
        testee().append(oldestFirst).block();

        assertThat(list(ACME)).isEqualTo(Lists.reverse(oldestFirst));
    }

    @Test
    default void listShouldReturnMoreThanOneRequestTakes() {
        List<AuditEvent> many =
                IntStream.range(0, 200).mapToObj(i -> event(NOW.plusMillis(i))).toList();
        testee().append(many).block();

        assertThat(list(ACME)).hasSize(200);
    }

    @Test
    default void listShouldGoOnBehindAnEvent() {
        AuditEvent oldest = event(NOW.minus(Duration.ofDays(3)));
        AuditEvent older = event(NOW.minusSeconds(1));
        AuditEvent newest = event(NOW);
        testee().append(List.of(older, newest, oldest)).block();

        assertThat(after(newest)).containsExactly(older, oldest);
        assertThat(after(older)).containsExactly(oldest);
        assertThat(after(oldest)).isEmpty();
    }

    @Test
    default void listShouldGoOnBehindAnEventThatIsNotThere() {
        AuditEvent older = event(NOW.minus(Duration.ofDays(3)));
        testee().append(List.of(older)).block();

        assertThat(after(event(NOW))).containsExactly(older);
    }

    @Test
    default void listShouldNotReturnEventsOfAnotherOrganization() {
        testee().append(List.of(event(NOW))).block();

        assertThat(list(OTHER)).isEmpty();
    }

    @Test
    default void appendShouldBeRepeatable() {
        AuditEvent event = event(NOW);
        testee().append(List.of(event)).block();
        testee().append(List.of(event)).block();

        assertThat(list(ACME)).containsExactly(event);
    }
}
