package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of the audit trail somebody who tries out secrets can fill. */
class RefusalCapTest {
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final String ALICE = "alice@shared.localhost";

    private final TestClock clock = new TestClock();
    private final List<AuditEvent> noted = new ArrayList<>();
    private final RefusalCap cap = new RefusalCap(noted::add, clock);

    private void refuse(int times, String inbox, String reason) {
        for (int i = 0; i < times; i++) {
            cap.record(AuditEvent.of(clock.instant(), ACME, AuditAction.SMTP_LOGIN, AuditOutcome.REFUSED)
                    .withInbox(inbox)
                    .withReason(reason));
        }
    }

    @Test
    void lastAllowedShouldBeNoted() {
        refuse(RefusalCap.MAX, ALICE, "unknown_secret");

        assertThat(noted).hasSize(RefusalCap.MAX);
    }

    @Test
    void furtherOnesShouldBeLeftOut() {
        refuse(1_000, ALICE, "unknown_secret");

        assertThat(noted).hasSize(RefusalCap.MAX);
    }

    @Test
    void oneEntryShouldSayHowManyWereLeftOut() {
        refuse(RefusalCap.MAX + 32, ALICE, "unknown_secret");
        noted.clear();
        clock.advance(RefusalCap.WINDOW.plusSeconds(1));

        refuse(1, ALICE, "unknown_secret");

        assertThat(noted)
                .extracting(event -> event.reason().orElseThrow())
                .containsExactlyInAnyOrder("unknown_secret: 32 more within 60 seconds were left out", "unknown_secret");
        assertThat(noted).allSatisfy(event -> {
            assertThat(event.inbox()).contains(ALICE);
            assertThat(event.organization()).isEqualTo(ACME);
            assertThat(event.action()).isEqualTo(AuditAction.SMTP_LOGIN);
            assertThat(event.outcome()).isEqualTo(AuditOutcome.REFUSED);
        });
    }

    @Test
    void nothingShouldBeSaidWhenNothingWasLeftOut() {
        refuse(RefusalCap.MAX, ALICE, "unknown_secret");
        noted.clear();
        clock.advance(RefusalCap.WINDOW.plusSeconds(1));

        refuse(1, ALICE, "unknown_secret");

        assertThat(noted).hasSize(1);
    }

    @Test
    void windowShouldBeginWithTheFirst() {
        for (int second = 0; second < 61; second++) {
            refuse(1, ALICE, "unknown_secret");
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(noted)
                .extracting(event -> event.reason().orElseThrow())
                .contains("unknown_secret: 50 more within 60 seconds were left out");
    }

    @Test
    void otherInboxesAndReasonsShouldBeNotedAllTheSame() {
        refuse(1_000, ALICE, "unknown_secret");
        noted.clear();

        refuse(1, "bob@shared.localhost", "unknown_secret");
        refuse(1, ALICE, "key_revoked");

        assertThat(noted).hasSize(2);
    }
}
