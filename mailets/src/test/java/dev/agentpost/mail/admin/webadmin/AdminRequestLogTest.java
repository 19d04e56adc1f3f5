package dev.agentpost.mail.admin.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class AdminRequestLogTest {
    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void pathShouldTellWhomTheRequestIsAbout() {
        AdminRequestLog.begin("/organizations/org_1/inboxes/alice@example.org/limits");

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("organization", "org_1", "email", "alice@example.org"));
    }

    @Test
    void nextRequestShouldNotBeTakenForTheLast() {
        AdminRequestLog.begin("/organizations/org_1/api-keys/key_1");
        AdminRequestLog.begin("/organizations/org_2");

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("organization", "org_2"));

        AdminRequestLog.begin("/healthcheck");

        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}
