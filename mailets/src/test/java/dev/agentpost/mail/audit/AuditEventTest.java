package dev.agentpost.mail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditEventTest {
    private static final AuditEvent EVENT =
            AuditEvent.of(Instant.EPOCH, OrganizationId.generate(), AuditAction.MESSAGE, AuditOutcome.REFUSED);

    @Test
    void reasonShouldBeOneLine() {
        assertThat(EVENT.withReason("a\r\nb").reason()).contains("a??b");
    }

    @Test
    void reasonShouldBeCutOff() {
        assertThat(EVENT.withReason("x".repeat(501)).reason()).contains("x".repeat(500));
    }
}
